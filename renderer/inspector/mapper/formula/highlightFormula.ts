import { highlightBy } from '#renderer/inspector/code/highlightBy.ts';

const parts = /("(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?)|(`[^`]*`?)|(\$[A-Za-z_]\w*)|(\b(?:and|or|in|true|false|null|function)\b)|(\b\d+(?:\.\d+)?)|([&*/+\-=<>!?:|%^~]+)/g;

/** Texts, numbers, functions and words of a formula in their colours. */
export const highlightFormula = highlightBy(parts, ['f-text', null, 'f-function', 'f-word', 'f-number', 'f-operator']);
