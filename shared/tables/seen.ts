import { findTarget, type Catalog } from '../catalog/catalog.ts';
import type { FlowDocument } from '../flow/document.ts';
import { plainText, sameText } from '../plainText.ts';
import { recordInto } from '../flow/flowSample.ts';
import { nodeById } from '../flow/graph.ts';
import { MapSettingsSchema, type FieldRule } from '../mapping/mapping.ts';
import { compileRules, type BlockTrace } from '../rules/evaluate.ts';
import { RulesSettingsSchema } from '../rules/rules.ts';
import { findCountryRow, type CountryRow } from '../settings/countryTable.ts';
import { countryInputs, inputsOf } from '../settings/inputs.ts';
import type { SettingField } from '../settings/fields.ts';
import type { TableReference } from './shared.ts';
import type { PairRow } from './table.ts';

/** What a record is looked up by in a table by country. */
export interface CountryAsked {
  readonly country: string;
  readonly keys: Readonly<Record<string, string>>;
}

/** What came to one place that uses a table. */
export interface SeenAt {
  /** The setting of a target, when it is one. */
  readonly field: SettingField | undefined;
  /** For pairs: one entry for each record, or item of a list, in which a value stood. */
  readonly values: readonly string[];
  readonly asked: readonly CountryAsked[];
  /** How many records reached the node. */
  readonly records: number;
}

type Place = Pick<TableReference, 'nodeId' | 'at'>;

/** What came to a place that uses a table, out of records as their service gave them; nothing is asked of a service. */
export function seenAt(flow: FlowDocument, catalog: Catalog, place: Place, records: readonly unknown[]): SeenAt {
  const reached = records.flatMap((record) => {
    const into = recordInto(flow, catalog, place.nodeId, record);
    return 'value' in into && into.value !== undefined ? [into.value] : [];
  });
  const node = nodeById(flow, place.nodeId);
  const field = node?.kind === 'target' ? findTarget(catalog, node.settings['target'])?.settings.find(({ key }) => key === place.at[0]) : undefined;
  return { field, values: reached.flatMap((record) => valuesOf(flow, place, field, record)), asked: reached.flatMap((record) => askedOf(field, record)), records: reached.length };
}

function valuesOf(flow: FlowDocument, { nodeId, at }: Place, field: SettingField | undefined, record: unknown): readonly string[] {
  if (field?.type === 'valueSetting') return field.input ? inputsOf(record, field.input) : [];
  const node = nodeById(flow, nodeId);
  if (node?.kind === 'rules') {
    const block = RulesSettingsSchema.safeParse(node.settings).data?.blocks[Number(at[1])];
    const traces: BlockTrace[] = [];
    try {
      // Without its table, which is what is looked at.
      if (block && at[2] === 'map') compileRules([{ ...block, map: undefined } as typeof block]).run(record as Record<string, unknown>, (trace) => traces.push(trace));
    } catch {
      return [];
    }
    return traces.map(({ joined }) => joined).filter((value) => value !== '');
  }
  const mapping = node && MapSettingsSchema.safeParse(node.settings).data?.mapping;
  const list = mapping && at[1] === 'lists' ? mapping.lists[Number(at[2])] : undefined;
  const rule = list ? list.fields[Number(at[4])] : at[1] === 'fields' ? mapping?.fields[Number(at[2])] : undefined;
  return rule ? inputsOf(record, { paths: lookupPaths(rule, list?.source) }) : [];
}

/** The fields whose values a look-up of the mapper gets: the first with anything counts. None for a text or a formula. */
export function lookupPaths({ from }: Pick<FieldRule, 'from'>, list: string | undefined): readonly string[] {
  const paths = from.kind === 'path' ? [from.path] : from.kind === 'firstOf' ? from.paths : [];
  return list === undefined ? paths : paths.map((path) => `${list}[].${path}`);
}

function askedOf(field: SettingField | undefined, record: unknown): readonly CountryAsked[] {
  if (field?.type !== 'countryTable' || !field.country) return [];
  return countryInputs(record, field.country, field.columns.flatMap(({ key, isKey, input }) => (isKey && input ? [{ key, input }] : [])));
}

/** Something that came by, and how often. */
export interface Counted {
  readonly value: string;
  readonly count: number;
}

/** How often each value came by, by the value as tables compare it. */
export function counted(values: readonly string[]): ReadonlyMap<string, Counted> {
  const counts = new Map<string, Counted>();
  for (const value of values) {
    const plain = plainText(value);
    const known = counts.get(plain);
    counts.set(plain, { value: known?.value ?? value, count: (known?.count ?? 0) + 1 });
  }
  return counts;
}

const mostFirst = (a: Counted, b: Counted) => b.count - a.count;

/** Values that came by and have no row, those seen most first. */
export function missingPairs(rows: readonly PairRow[], values: readonly string[]): readonly Counted[] {
  const known = (value: string) => rows.some(({ from }) => from === '*' || sameText(from, value));
  return [...counted(values).values()].filter(({ value }) => !known(value)).toSorted(mostFirst);
}

/** Countries that came by and have no row, with the row to add; those seen most first. */
export function missingCountries(rows: readonly CountryRow[], asked: readonly CountryAsked[]): readonly (Counted & { readonly row: CountryRow })[] {
  // By what the table tells apart already: a table that knows no rates is not given one row for each of them.
  const used = new Set(rows.flatMap((row) => Object.entries(row.keys ?? {}).flatMap(([key, value]) => (value === '' ? [] : [key]))));
  const found = new Map<string, { readonly row: CountryRow; count: number }>();
  for (const { country, keys } of asked) {
    if (country === '' || findCountryRow(rows, country, keys)) continue;
    const own = Object.fromEntries(Object.entries(keys).filter(([key]) => used.has(key)));
    const name = [country, ...Object.values(own)].join(' · ');
    found.set(name, { row: { country, ...(Object.keys(own).length > 0 && { keys: own }), values: {} }, count: (found.get(name)?.count ?? 0) + 1 });
  }
  return [...found].map(([value, one]) => ({ value, ...one })).toSorted(mostFirst);
}
