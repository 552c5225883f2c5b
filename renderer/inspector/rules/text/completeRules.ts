import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import type { FieldInfo } from '#shared/entities/fields.ts';
import { mappingFunctions } from '#shared/mapping/functions.ts';
import { listTakes } from '#shared/rules/rules.ts';
import { isPlainPath } from '#shared/rules/text/tokens.ts';
import { opWords, policyWords, reservedWords } from '#shared/rules/text/words.ts';

/** What the list offers: the fields of the record with their values, and what functions do, in the reader's language. */
export interface RuleTextWords {
  readonly fields: readonly FieldInfo[];
  readonly valueOf: (path: string) => string;
  readonly helpOf: (name: string) => string;
}

const keyword = (label: string, apply = `${label} `): Completion => ({ label, apply, type: 'keyword' });
const lineStarts = [keyword('rule'), keyword('if'), keyword('always', 'always: '), keyword('first that holds', 'first that holds'), keyword('look up in', 'look up in (\n    "" -> ""\n  ) else ask'), keyword('default'), keyword('otherwise'), keyword('off')];
const comparisons = Object.entries(opWords).filter(([op]) => op !== 'formula').map(([, words]) => keyword(words));
const policies = Object.values(policyWords).map((word) => keyword(word, word));
const beginnings = [keyword('TRUE', 'TRUE'), keyword('nothing', 'nothing'), keyword('stop'), keyword('refuse'), ...listTakes.map((take) => keyword(`${take} of`))];

/** What fits where the caret is: the beginnings of a line, fields, comparisons behind a field, functions behind “then”. */
export function completeRules(words: () => RuleTextWords): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const { fields, valueOf, helpOf } = words();
    const line = context.state.doc.lineAt(context.pos);
    const before = context.state.sliceDoc(line.from, context.pos);
    if ((before.replaceAll(/\\./g, '').split('"').length - 1) % 2 === 1) return null;
    const typed = /[\p{L}\p{N}_$.[\]-]*$/u.exec(before)![0];
    const from = context.pos - typed.length;
    const told = before.slice(0, before.length - typed.length);
    if (typed === '' && !context.explicit && !/\S\s$/.test(told)) return null;
    const named = fields.map(({ path, type }): Completion => ({ label: path, apply: isPlainPath(path) && !reservedWords.has(path.toLowerCase()) ? path : `\`${path}\``, type: 'property', detail: type === 'list' ? '' : valueOf(path).slice(0, 28) }));
    const options = ((): readonly Completion[] => {
      if (/^\s*$/.test(told)) return lineStarts;
      if (/\bthen\s+$/.test(told)) return [keyword('lookup in', 'lookup in (\n    "" -> ""\n  ) else ask'), ...[...mappingFunctions.values()].map(({ name, args }): Completion => ({ label: name, type: 'function', detail: args.map((arg) => arg.name).join(' '), info: helpOf(name) }))];
      if (/\belse\s+$/.test(told)) return policies;
      if (/(?:\bif|\ball|\bany|\band|\bor|^rule)\s+$/i.test(told)) return named;
      if (/(?:\bif|\ball|\bany|\band|\bor)\s+(?:`[^`]*`|[^\s"]+)\s+$/i.test(told)) return comparisons;
      if (/(?::|\botherwise)\s*$/.test(told)) return [...named, ...beginnings];
      return named;
    })();
    return { from, options: [...options], validFor: /^[\p{L}\p{N}_$.[\]-]*$/u };
  };
}
