import { snippetCompletion, type Completion, type CompletionContext, type CompletionResult, type CompletionSource } from '@codemirror/autocomplete';
import type { FieldInfo } from '#shared/entities/fields.ts';
import { formulaFunctions } from '#shared/formulas/functionHelp.ts';
import { asText, readPath } from '#shared/mapping/path.ts';

/** What the list offers: the fields of the record (or of the list's item) with their values, and what is known of the functions in the reader's language. */
export interface FormulaWords {
  readonly fields: readonly FieldInfo[];
  readonly scope: unknown;
  readonly helpOf: (name: string) => string;
  readonly signatureOf: (name: string) => string;
  readonly fieldsTitle: string;
  readonly functionsTitle: string;
}

/** A name as a formula writes it: between backticks when it holds blanks or signs. */
export const quoteName = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``);

const plain = (name: string) => name.replace(/^`|`$/g, '');

/** The next names below `inside`: of the described fields, and of whatever else the record holds there. */
function namesBelow({ fields, scope }: FormulaWords, inside: readonly string[]): ReadonlyMap<string, { readonly value: string }> {
  const names = new Map<string, { readonly value: string }>();
  const here = firstOf(readThrough(scope, inside));
  const add = (name: string) => {
    if (name === '' || names.has(name)) return;
    const value = typeof here === 'object' && here !== null ? (here as Record<string, unknown>)[name] : undefined;
    names.set(name, { value: Array.isArray(value) ? `${value.length} ×` : asText(value) });
  };
  for (const field of fields) {
    const path = field.path.replaceAll('[]', '').split('.');
    if (path.length <= inside.length || !inside.every((name, at) => path[at] === name)) continue;
    add(path[inside.length]!);
  }
  if (typeof here === 'object' && here !== null && !Array.isArray(here)) for (const name of Object.keys(here)) add(name);
  return names;
}

const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);
/** As a formula reads: through a list into its first item. */
const readThrough = (value: unknown, path: readonly string[]): unknown => path.reduce((place: unknown, name) => readPath(firstOf(place), [name]), value);

/** Fields and functions that fit where the caret is. Asked anew for each letter behind a point, filtered by what is typed otherwise. */
export function completeFormula(words: () => FormulaWords): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const known = words();
    const text = context.state.sliceDoc(0, context.pos);
    if (insideText(text)) return null;
    const called = /\$[A-Za-z]?\w*$/.exec(text);
    if (called) return { from: called.index, options: functions(known), validFor: /^\$\w*$/ };
    const path = /(?:(?:`[^`]*`|[A-Za-z_]\w*)\.)+(`[^`]*|\w*)$/.exec(text);
    if (path) {
      const typed = path[1]!;
      const inside = path[0].slice(0, path[0].length - typed.length - 1).match(/`[^`]*`|\w+/g)!.map(plain);
      return { from: context.pos - typed.length, options: fieldsAs(namesBelow(known, inside), known.fieldsTitle), validFor: /^[`\w]*$/ };
    }
    const word = /(?:`[^`]*|[A-Za-z_]\w*)$/.exec(text);
    if (!word && !context.explicit) return null;
    return { from: word ? word.index : context.pos, options: [...fieldsAs(namesBelow(known, []), known.fieldsTitle), ...functions(known)], validFor: /^[`$\w]*$/ };
  };
}

function fieldsAs(names: ReturnType<typeof namesBelow>, title: string): Completion[] {
  return [...names].map(([name, { value }]): Completion => ({
    label: quoteName(name),
    type: 'property',
    section: { name: title, rank: 0 },
    boost: 10,
    ...(value !== '' && { detail: value.length > 32 ? `${value.slice(0, 31)}…` : value }),
  }));
}

function functions({ helpOf, signatureOf, functionsTitle }: FormulaWords): Completion[] {
  return formulaFunctions.map(({ name, args }) =>
    snippetCompletion(args.length === 0 ? `$${name}()` : `$${name}(\${})`, { label: `$${name}`, type: 'function', detail: signatureOf(name), info: helpOf(name), section: { name: functionsTitle, rank: 1 } }),
  );
}

/** True while the caret stands in a text between quotes. */
function insideText(before: string): boolean {
  let quote = '';
  for (let at = 0; at < before.length; at += 1) {
    const letter = before[at]!;
    if (quote !== '' && letter === '\\') at += 1;
    else if (quote !== '' && letter === quote) quote = '';
    else if (quote === '' && (letter === '"' || letter === "'")) quote = letter;
  }
  return quote !== '';
}
