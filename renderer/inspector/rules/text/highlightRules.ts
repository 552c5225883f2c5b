import { highlightBy } from '#renderer/inspector/code/highlightBy.ts';
import { reservedWords } from '#shared/rules/text/words.ts';

const words = [...reservedWords].filter((word) => /^[a-z]+$/.test(word)).toSorted((a, b) => b.length - a.length);
const parts = new RegExp(`("(?:\\\\.|[^"\\\\\\n])*"?|“[^”\\n]*”?)|(\`(?:\\\\.|[^\`\\\\\\n])*\`?)|(#[\\w-]+)|((?<=\\bthen )[a-z][A-Za-z0-9]*)|((?<![\\w.$[\\]-])(?:${words.join('|')})(?![\\w.$[\\]-]))|((?<![\\w.-])-?\\d+(?:\\.\\d+)?)|([=<>!:()→|]+)`, 'gi');

/** Texts, numbers, functions and words of rules in their colours; names of fields stay plain. */
export const highlightRules = highlightBy(parts, ['f-text', null, 'f-faint', 'f-function', 'f-word', 'f-number', 'f-operator']);
