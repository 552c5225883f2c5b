import { pathsOfFormula } from '#shared/formulas/pathsOfFormula.ts';
import type { EntityInfo, FieldInfo } from '#shared/entities/fields.ts';
import type { FieldRule, ListRule, Mapping } from '#shared/mapping/mapping.ts';
import { isSame } from './sameRule.ts';

/** A target field: of the record itself (`list` null) or of the items of one of its lists. */
export interface TargetRef {
  readonly list: string | null;
  readonly target: string;
}

export const refPath = ({ list, target }: TargetRef): string => (list === null ? target : `${list}[].${target}`);
export const refOf = (path: string): TargetRef => {
  const at = path.indexOf('[].');
  return at < 0 ? { list: null, target: path } : { list: path.slice(0, at), target: path.slice(at + 3) };
};

export function ruleFor(mapping: Mapping | undefined, { list, target }: TargetRef): FieldRule | undefined {
  const rules = list === null ? mapping?.fields : mapping?.lists.find((each) => each.target === list)?.fields;
  return rules?.find((rule) => rule.target === target);
}

function inList(mapping: Mapping, list: string, change: (list: ListRule) => ListRule): Mapping {
  return { ...mapping, lists: mapping.lists.map((each) => (each.target === list ? change(each) : each)) };
}

/** Puts a rule in the place of the one for the same field, or behind the others. A list that has no rule yet cannot take one. */
export function setRule(mapping: Mapping, ref: TargetRef, rule: Omit<FieldRule, 'target'>): Mapping {
  const full: FieldRule = { ...rule, target: ref.target };
  const put = (rules: readonly FieldRule[]) => (rules.some((other) => other.target === ref.target) ? rules.map((other) => (other.target === ref.target ? full : other)) : [...rules, full]);
  return ref.list === null ? { ...mapping, fields: put(mapping.fields) } : inList(mapping, ref.list, (list) => ({ ...list, fields: put(list.fields) }));
}

export function removeRule(mapping: Mapping, ref: TargetRef): Mapping {
  const without = (rules: readonly FieldRule[]) => rules.filter((other) => other.target !== ref.target);
  return ref.list === null ? { ...mapping, fields: without(mapping.fields) } : inList(mapping, ref.list, (list) => ({ ...list, fields: without(list.fields) }));
}

/** Gives a field the rule it has in the default mapping, or none when it has none there. */
export function resetRule(mapping: Mapping, standard: Mapping | undefined, ref: TargetRef): Mapping {
  const rule = ruleFor(standard, ref);
  return rule ? setRule(mapping, ref, rule) : removeRule(mapping, ref);
}

/** Which list of the source fills a list of the target; null takes the list out of the mapping. */
export function setListSource(mapping: Mapping, target: string, source: string | null): Mapping {
  const others = mapping.lists.filter((list) => list.target !== target);
  if (source === null) return { ...mapping, lists: others };
  const known = mapping.lists.some((list) => list.target === target);
  return known ? inList(mapping, target, (list) => ({ ...list, source })) : { ...mapping, lists: [...mapping.lists, { target, source, fields: [] }] };
}

/** True when a field's rule is not the default's. */
export function differs(mapping: Mapping | undefined, standard: Mapping | undefined, ref: TargetRef): boolean {
  return !isSame(ruleFor(mapping, ref), ruleFor(standard, ref));
}

/** Paths of all target fields whose rule is not the default's, in the mapping's order, removed ones last. */
export function changedTargets(mapping: Mapping, standard: Mapping | undefined): readonly string[] {
  const paths = (each: Mapping) => [...each.fields.map((rule) => rule.target), ...each.lists.flatMap((list) => list.fields.map((rule) => `${list.target}[].${rule.target}`))];
  const all = new Set([...paths(mapping), ...(standard ? paths(standard) : [])]);
  return [...all].filter((path) => differs(mapping, standard, refOf(path)));
}

/** What to store: nothing while the mapping is the default, whatever the order of its rules. */
export function storedMapping(mapping: Mapping, standard: Mapping | undefined): Mapping | undefined {
  if (!standard || mapping.entity !== standard.entity) return mapping;
  const sources = (each: Mapping) => each.lists.map((list) => [list.target, list.source]).toSorted();
  return changedTargets(mapping, standard).length === 0 && isSame(sources(mapping), sources(standard)) ? undefined : mapping;
}

export interface TargetRow {
  readonly ref: TargetRef;
  readonly field: FieldInfo;
  readonly rule: FieldRule | undefined;
  readonly changed: boolean;
}

export interface TargetSection {
  /** First part of the path, such as `customer`; empty for plain fields; the list's path for a list. */
  readonly name: string;
  readonly list: ListRule | null;
  /** The list's own field, for a list section. */
  readonly field: FieldInfo | null;
  readonly rows: readonly TargetRow[];
}

/**
 * The entity's fields as the mapper shows them: plain ones, then by group, then one section per list. Fields the
 * mapping fills that the entity does not name (extra fields of a target) stand with their group.
 */
export function targetSections(entity: EntityInfo, mapping: Mapping | undefined, standard: Mapping | undefined): readonly TargetSection[] {
  const known = new Set(entity.fields.map((field) => field.path));
  const extra = (mapping ? filledTargets(mapping) : []).filter((path) => !known.has(path)).map((path): FieldInfo => ({ path, label: path.split('.').at(-1) ?? path, type: 'text' }));
  const sections = new Map<string, { rows: TargetRow[]; field: FieldInfo | null }>();
  const section = (name: string) => {
    const found = sections.get(name) ?? { rows: [], field: null };
    sections.set(name, found);
    return found;
  };
  section('');
  for (const field of [...entity.fields, ...extra]) {
    const ref = refOf(field.path);
    if (field.type === 'list' && ref.list === null) {
      section(`${field.path}[]`).field = field;
      continue;
    }
    const dot = ref.target.indexOf('.');
    const name = ref.list !== null ? `${ref.list}[]` : dot < 0 ? '' : ref.target.slice(0, dot);
    section(name).rows.push({ ref, field, rule: ruleFor(mapping, ref), changed: differs(mapping, standard, ref) });
  }
  return [...sections].filter(([, { rows, field }]) => rows.length > 0 || field).map(([name, { rows, field }]) => ({ name: name.replace('[]', ''), rows, field, list: field ? (mapping?.lists.find((list) => list.target === field.path) ?? null) : null })).toSorted((a, b) => Number(a.field !== null) - Number(b.field !== null));
}

const filledTargets = (mapping: Mapping) => [...mapping.fields.map((rule) => rule.target), ...mapping.lists.flatMap((list) => list.fields.map((rule) => `${list.target}[].${rule.target}`))];

/** The source paths a rule reads. */
export function pathsOf(rule: FieldRule | undefined): readonly string[] {
  switch (rule?.from.kind) {
    case 'path':
      return [rule.from.path];
    case 'firstOf':
      return rule.from.paths;
    case 'template':
      return [...rule.from.text.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1]!);
    case 'formula':
      return pathsOfFormula(rule.from.text);
    default:
      return [];
  }
}
