import type { FieldRule, Mapping } from '#shared/mapping/mapping.ts';
import { refOf, removeRule, ruleFor, setListSource, setRule } from './mappingEdit.ts';
import { isSame } from './sameRule.ts';

/**
 * What the default mapping was, for the fields an own mapping differs in: written down when they are changed, so that a later version of the default
 * can be told apart from the user's own changes. By the path of the field; null = the default did not fill it; `lines[]` = where a list comes from.
 */
export type Baseline = Readonly<Record<string, FieldRule | null>>;

/** The rule at a path; of a list (`lines[]`) a rule that says where it comes from. */
export function ruleAt(mapping: Mapping | undefined, path: string): FieldRule | null {
  if (!path.endsWith('[]')) return ruleFor(mapping, refOf(path)) ?? null;
  const target = path.slice(0, -2);
  const list = mapping?.lists.find((each) => each.target === target);
  return list ? { target, from: { kind: 'path', path: list.source } } : null;
}

/** The mapping with another rule, or none, at a path. */
export function withRuleAt(mapping: Mapping, path: string, rule: FieldRule | null): Mapping {
  if (path.endsWith('[]')) return setListSource(mapping, path.slice(0, -2), rule?.from.kind === 'path' ? rule.from.path : null);
  const ref = refOf(path);
  if (!rule) return removeRule(mapping, ref);
  const { target: _target, ...rest } = rule;
  return setRule(mapping, ref, rest);
}

/** Every path one of the mappings fills: lists before their fields. */
export function pathsOfMappings(...mappings: readonly (Mapping | undefined)[]): readonly string[] {
  return [...new Set(mappings.flatMap((mapping) => (mapping ? [...mapping.fields.map(({ target }) => target), ...mapping.lists.flatMap((list) => [`${list.target}[]`, ...list.fields.map(({ target }) => `${list.target}[].${target}`)])] : [])))];
}

/** What the default was at a path when the own mapping was made: as written down, else what stands there now. */
const baseAt = (mine: Mapping, base: Baseline, path: string): FieldRule | null => (Object.hasOwn(base, path) ? base[path]! : ruleAt(mine, path));

/**
 * The baseline after an edit. Without one before (nothing was changed yet, or the file is from before baselines) today's default is it.
 * `settled` = paths of which the user has decided about today's default.
 */
export function keepBaseline(before: Mapping | undefined, base: Baseline | undefined, after: Mapping, standard: Mapping, settled: readonly string[] = []): Baseline {
  const decided = new Set(settled);
  const paths = pathsOfMappings(before, after, standard);
  return Object.fromEntries(
    paths.flatMap((path) => {
      const was = decided.has(path) || !before || !base ? ruleAt(standard, path) : baseAt(before, base, path);
      return isSame(was, ruleAt(after, path)) ? [] : [[path, was] as const];
    }),
  );
}

/** A field of which the default has changed since the user last decided about it. */
export interface Improvement {
  readonly path: string;
  /** The default then, the default now, and what the flow has. */
  readonly was: FieldRule | null;
  readonly theirs: FieldRule | null;
  readonly mine: FieldRule | null;
  /** True when the user never changed the field: taking the new default costs nothing. */
  readonly untouched: boolean;
}

/** Three-way comparison of the default then, the default now and the own mapping. Nothing while there is no own mapping: it then follows the default by itself. */
export function improvements(mine: Mapping | undefined, base: Baseline | undefined, standard: Mapping | undefined): readonly Improvement[] {
  if (!mine || !base || !standard || mine.entity !== standard.entity) return [];
  return pathsOfMappings(standard, mine).flatMap((path) => {
    const [was, theirs, own] = [baseAt(mine, base, path), ruleAt(standard, path), ruleAt(mine, path)];
    return isSame(was, theirs) || isSame(theirs, own) ? [] : [{ path, was, theirs, mine: own, untouched: isSame(was, own) }];
  });
}
