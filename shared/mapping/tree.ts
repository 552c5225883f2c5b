import { FluxoError } from '../errors.ts';
import { readFormula, type FormulaTree } from '../formulas/compileFormula.ts';
import { mappingFunctions, type MappingFunction } from './functions.ts';
import { parsePath } from './path.ts';
import type { FieldRule, FieldSource, Mapping } from './mapping.ts';

export type Path = readonly string[];

/** A source with its paths parsed. */
export type SourceTree =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'constant'; readonly value: string }
  | { readonly kind: 'firstOf'; readonly paths: readonly Path[] }
  | { readonly kind: 'template'; readonly parts: readonly (string | Path)[] }
  | { readonly kind: 'formula'; readonly formula: FormulaTree };

/** A function of the chain with the arguments the user gave it. */
export interface TextStep {
  readonly apply: MappingFunction['apply'];
  readonly args: readonly string[];
}

/** One field rule, ready to be compiled. */
export interface FieldTree {
  readonly rule: FieldRule;
  readonly target: Path;
  readonly from: SourceTree;
  readonly functions: readonly TextStep[];
  /** The table's answer for a text; undefined = go on with the text as it is. Throws a `data` error for a text that has to be in it. */
  readonly lookUp?: (text: string) => string | undefined;
  /** True when the value goes through as it is: a list stays a list. */
  readonly asIs: boolean;
  /** True when another rule fills something inside this field, so that what is put here must be a copy. */
  readonly shared: boolean;
}

export interface ListTree {
  readonly source: Path;
  readonly target: Path;
  readonly fields: readonly FieldTree[];
}

export interface MappingTree {
  readonly fields: readonly FieldTree[];
  readonly lists: readonly ListTree[];
  /** Formulas that JSONata itself has to work out before a record can be mapped, by their numbers; `list` = for each item of that list of the source. */
  readonly left: readonly { readonly text: string; readonly list: Path | null }[];
}

/**
 * A mapping with everything resolved that does not depend on a record. Both compilers work from it: closures here
 * (`compile.ts`), source text in `engine/mapping/`. Throws a `setup` error that names the field for a faulty mapping.
 */
export function readMapping(mapping: Mapping): MappingTree {
  const left: { text: string; list: Path | null }[] = [];
  const leave = (list: Path | null) => (text: string) => left.push({ text, list }) - 1;
  const lists = mapping.lists.map((list) => {
    const source = parsePath(list.source);
    return { source, target: parsePath(list.target), fields: readFields(list.fields, [], leave(source)) };
  });
  return { fields: readFields(mapping.fields, lists.map((list) => list.target), leave(null)), lists, left };
}

function readFields(rules: readonly FieldRule[], alsoFilled: readonly Path[], leave: (text: string) => number): readonly FieldTree[] {
  const targets = [...rules.map((rule) => parsePath(rule.target)), ...alsoFilled];
  return rules.map((rule, index): FieldTree => {
    const target = targets[index]!;
    return {
      rule,
      target,
      from: readSource(rule.from, rule.target, leave),
      functions: (rule.functions ?? []).map((call) => readCall(call, rule)),
      ...(rule.lookup && { lookUp: readLookup(rule, rule.lookup) }),
      asIs: (rule.functions ?? []).length === 0 && !rule.lookup && rule.default === undefined && rule.maxLength === undefined,
      shared: targets.some((other) => isInside(other, target)),
    };
  });
}

/** True when `path` leads to something inside `outer`. */
export const isInside = (path: Path, outer: Path): boolean => path.length > outer.length && outer.every((segment, at) => path[at] === segment);

function readSource(from: FieldSource, field: string, leave: (text: string) => number): SourceTree {
  switch (from.kind) {
    case 'path':
      return { kind: 'path', path: parsePath(from.path) };
    case 'constant':
      return from;
    case 'firstOf':
      return { kind: 'firstOf', paths: from.paths.map(parsePath) };
    case 'template':
      return { kind: 'template', parts: readTemplate(from.text) };
    case 'formula':
      return { kind: 'formula', formula: readFormula(from.text, field, leave) };
  }
}

const braces = /\{([^{}]+)\}/g;

/** Text with `{path}` placeholders as its fixed parts and paths, in order. */
export function readTemplate(text: string): readonly (string | Path)[] {
  const parts: (string | Path)[] = [];
  let end = 0;
  for (const match of text.matchAll(braces)) {
    parts.push(text.slice(end, match.index), parsePath(match[1]!));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)].filter((part) => part !== '');
}

function readCall({ name, args = [] }: NonNullable<FieldRule['functions']>[number], rule: FieldRule): TextStep {
  const found = mappingFunctions.get(name);
  if (!found) throw new FluxoError({ code: 'mapping.unknown_function', kind: 'setup', what: `There is no function “${name}”.`, where: { field: rule.target }, fix: `Choose one of: ${[...mappingFunctions.keys()].join(', ')}.`, params: { name, choices: [...mappingFunctions.keys()].join(', ') } });
  return { apply: found.apply, args };
}

/** A table as a function. Its answer is final: it is not passed through the functions. */
function readLookup({ target, default: fallback = '' }: FieldRule, { rows, unmapped }: NonNullable<FieldRule['lookup']>): (text: string) => string | undefined {
  const byText = new Map(rows.map((row) => [row.from.trim().toLowerCase(), row.to]));
  byText.delete('');
  const whatever = byText.get('*');
  return (text) => {
    const exact = byText.get(text);
    if (exact !== undefined) return exact;
    const clean = text.trim().toLowerCase();
    if (clean === '') return undefined;
    const found = byText.get(clean) ?? whatever;
    if (found !== undefined) return found;
    switch (unmapped) {
      case 'keepSource':
        return undefined;
      case 'leaveEmpty':
        return '';
      case 'useDefault':
        return fallback;
      case 'fail':
      case 'park':
        throw new FluxoError({
          code: unmapped === 'park' ? 'mapping.parked' : 'mapping.unmapped',
          kind: 'data',
          what: `${target}: “${text}” is not in the table.`,
          params: { label: target, value: text },
          ...(unmapped === 'park' && { parkedOn: { setting: target, value: text } }),
          fix: 'Add a row for it to the lookup of this field.',
        });
    }
  };
}
