import { findStream, findTarget, type Catalog } from '../catalog/catalog.ts';
import { entities } from '../entities/index.ts';
import { FluxoError, type ErrorData } from '../errors.ts';
import { MapSettingsSchema, type FieldRule, type Mapping } from '../mapping/mapping.ts';
import { settingValue } from '../settings/check.ts';
import { CountryTableSchema, type CountryRow } from '../settings/countryTable.ts';
import type { PickList, SettingField } from '../settings/fields.ts';
import { ValueSettingSchema, type ValueSetting } from '../settings/valueSetting.ts';
import type { FlowDocument, FlowNode } from './document.ts';
import { setSetting } from './edit.ts';
import { nodeById, sourceOf, sourcesOf } from './graph.ts';

/** One thing to fill in. Lists are read live; where there is none the answer is typed. */
export interface QuestionColumn {
  readonly key: string;
  readonly label: string;
  readonly list?: { readonly connectionId: string; readonly list: string };
}

/** What records wait for, as something a person can answer once: the row that a table of their flow lacks. */
export interface Question {
  readonly kind: 'row' | 'default' | 'country' | 'lookup';
  /** The node whose setting (or mapping) takes the answer. */
  readonly nodeId: string;
  /** Whose setting it is: a target such as `quickbooks.sales`, or the entity of a mapping. */
  readonly owner: string;
  /** Key of the setting, or the path of the mapped field. */
  readonly setting: string;
  /** English; the screen says it in the reader's language. */
  readonly label: string;
  readonly value: string;
  /** The row of a table by country: its country and the other columns it is found by. */
  readonly row?: { readonly country: string; readonly keys: Readonly<Record<string, string>> };
  readonly columns: readonly QuestionColumn[];
  /** Set when the row is there by now; the records only have to go on. */
  readonly answered?: Readonly<Record<string, string>>;
  /** Equal for questions that one answer settles, in whatever flow. */
  readonly identity: string;
}

/** The one column of everything but a table by country. */
const only = 'to';
const plain = (text: string) => text.trim().toLowerCase();

/**
 * The questions behind a parked record: one, or one for each row it lacks. None when no row answers it: a single choice, something to put right in a
 * service, or a setting that is switched off or always gives the same. `sourceNode` is where the record was read.
 */
export function questionsOf(flow: FlowDocument, catalog: Catalog, sourceNode: string, error: ErrorData): readonly Question[] {
  const { also = [], ...first } = error.parkedOn ?? { setting: '', value: '' };
  const found = [first, ...also].map((parkedOn) => questionOf(flow, catalog, sourceNode, { ...error, parkedOn }));
  // A row that cannot be asked for would leave the record waiting whatever is answered.
  return found.some((question) => question === null) ? [] : (found as readonly Question[]);
}

function questionOf(flow: FlowDocument, catalog: Catalog, sourceNode: string, error: ErrorData): Question | null {
  const node = error.where?.node === undefined ? undefined : nodeById(flow, error.where.node);
  if (!error.parkedOn || !node) return null;
  if (node.kind === 'map') return lookupQuestion(flow, catalog, node, sourceNode, error);
  const target = node.kind === 'target' ? findTarget(catalog, node.settings['target']) : undefined;
  const field = target?.settings.find((candidate) => candidate.key === error.parkedOn!.setting);
  if (!target || !field) return null;
  const common = { nodeId: node.id, owner: target.id, setting: field.key, label: field.label, value: error.parkedOn.value };
  const place = [node.connection ?? '', target.id, field.key];
  if (field.type === 'valueSetting') {
    const setting = valueSettingOf(node, field);
    if (!setting?.enabled || setting.force) return null;
    const { value } = error.parkedOn;
    const columns = [column(flow, node, only, field.label, field.values)];
    // A table says what becomes of a value; what becomes of none is said by the default.
    if (value.trim() === '') return { ...common, kind: 'default', columns, identity: JSON.stringify([...place, '']), ...(setting.default.trim() !== '' && isNew(setting.default, error) && { answered: { [only]: setting.default } }) };
    const same = setting.exact ? value : plain(value);
    const row = setting.table?.find(({ from }) => (setting.exact ? from : plain(from)) === same);
    return { ...common, kind: 'row', columns, identity: JSON.stringify([...place, same]), ...(row && isNew(row.to, error) && { answered: { [only]: row.to } }) };
  }
  const row = error.parkedOn.row;
  if (field.type !== 'countryTable' || !row || row.country === '') return null;
  const there = (CountryTableSchema.safeParse(settingValue(field, node.settings)).data ?? []).find((candidate) => isSameRow(candidate, row));
  return {
    ...common,
    kind: 'country',
    row,
    columns: field.columns.filter(({ isKey }) => !isKey).map(({ key, label, values }) => column(flow, node, key, label, values)),
    identity: JSON.stringify([...place, row.country.toUpperCase(), Object.entries(row.keys).toSorted()]),
    ...(there && { answered: there.values }),
  };
}

/** True when the row came after the record was parked: it lacked one then, or had one with a word that the service does not have (which the error names). */
function isNew(to: string, { code, params = {} }: ErrorData): boolean {
  return code === 'mapping.parked' || code.endsWith('.rows_missing') || !Object.values(params).includes(to);
}

const isCountry = ({ code }: ErrorData) => code === 'mapping.unknown_country';

function lookupQuestion(flow: FlowDocument, catalog: Catalog, node: FlowNode, sourceNode: string, error: ErrorData): Question | null {
  const found = ruleOf(flow, catalog, node, sourceNode, error.where?.field ?? '');
  if (!found) return null;
  const { rule, mapping, path } = found;
  const value = error.parkedOn!.value;
  if (value.trim() === '') return null;
  const row = rule.lookup?.rows.find(({ from }) => plain(from) === plain(value));
  const label = entities[mapping.entity]?.fields.find((field) => field.path === path)?.label ?? path;
  return { kind: 'lookup', nodeId: node.id, owner: mapping.entity, setting: path, label, value, columns: [{ key: only, label }], identity: JSON.stringify([flow.id, node.id, isCountry(error) ? 'country' : path, plain(value)]), ...(row && { answered: { [only]: row.to } }) };
}

/** The rule that fills a field, such as `billing.country` or, of the second line, `lines[2].taxCode`. */
function ruleOf(flow: FlowDocument, catalog: Catalog, node: FlowNode, sourceNode: string, field: string): { readonly mapping: Mapping; readonly rule: FieldRule; readonly path: string } | null {
  const own = MapSettingsSchema.safeParse({ mapping: node.settings['mapping'] }).data?.mapping;
  // The stream's own mapping becomes the node's; with several sources it would take the place of the others' too.
  if (!own && sourcesOf(flow, node.id).length > 1) return null;
  const mapping = own ?? findStream(catalog, nodeById(flow, sourceNode)?.settings['stream'])?.defaultMapping;
  const [, list, inList] = /^(.+)\[\d+\]\.(.+)$/.exec(field) ?? [];
  const rules = list === undefined ? mapping?.fields : mapping?.lists.find((candidate) => candidate.target === list)?.fields;
  const rule = rules?.find((candidate) => candidate.target === (inList ?? field));
  return mapping && rule ? { mapping, rule, path: list === undefined ? field : `${list}[].${inList}` } : null;
}

/** The flow with the row in its place. Throws a `data` error when nothing was chosen. */
export function answerQuestion(flow: FlowDocument, catalog: Catalog, sourceNode: string, error: ErrorData, question: Question, values: Readonly<Record<string, string>>): FlowDocument {
  const chosen = Object.fromEntries(question.columns.map(({ key }) => [key, (values[key] ?? '').trim()] as const).filter(([, value]) => value !== ''));
  if (Object.keys(chosen).length === 0) throw new FluxoError({ code: 'question.empty', kind: 'data', what: `${question.label}: nothing is chosen for “${question.value}”.`, where: { flow: flow.id, node: question.nodeId, field: question.setting }, fix: 'Choose or type what it is to become.', params: { label: question.label, value: question.value } });
  const node = nodeById(flow, question.nodeId)!;
  const to = chosen[only] ?? '';
  if (question.kind === 'lookup') {
    const { mapping, rule } = ruleOf(flow, catalog, node, sourceNode, error.where?.field ?? '')!;
    const withAnswer = (one: FieldRule): FieldRule => ({ ...one, lookup: { rows: [...(one.lookup?.rows ?? []).filter(({ from }) => plain(from) !== plain(question.value)), { from: question.value.trim(), to }], unmapped: one.lookup?.unmapped ?? 'keepSource' } });
    // A country nobody knows is the same one in every address of the record.
    const isAlike = (one: FieldRule) => one === rule || (isCountry(error) && one.functions?.some(({ name }) => name === 'countryCode') === true);
    const put = (rules: readonly FieldRule[]) => rules.map((one) => (isAlike(one) ? withAnswer(one) : one));
    return setSetting(flow, node.id, 'mapping', { ...mapping, fields: put(mapping.fields), lists: mapping.lists.map((list) => ({ ...list, fields: put(list.fields) })) } as never);
  }
  const field = findTarget(catalog, node.settings['target'])!.settings.find((candidate) => candidate.key === question.setting)!;
  if (question.kind === 'country') {
    const table = CountryTableSchema.safeParse(settingValue(field, node.settings)).data ?? [];
    const keys = Object.fromEntries(Object.entries(question.row!.keys).filter(([, value]) => value !== ''));
    const row: CountryRow = { country: question.row!.country, ...(Object.keys(keys).length > 0 && { keys }), values: chosen };
    return setSetting(flow, node.id, question.setting, [...table.filter((candidate) => !isSameRow(candidate, question.row!)), row] as never);
  }
  const setting = valueSettingOf(node, field as ValueField)!;
  const same = (from: string) => (setting.exact ? from === question.value : plain(from) === plain(question.value));
  const { table, ...rest } = setting;
  const next: ValueSetting =
    question.kind === 'default' ? { ...setting, default: to }
    : table ? { ...rest, table: withRow(table.filter(({ from }) => !same(from)), { from: question.value, to }) }
    // Without a table every value stood for itself; it goes on to.
    : { ...rest, unmapped: 'keepSource', table: [{ from: question.value, to }] };
  return setSetting(flow, node.id, question.setting, next as never);
}

type ValueField = Extract<SettingField, { type: 'valueSetting' }>;
type Row = NonNullable<ValueSetting['table']>[number];

/** The row for everything else stays the last one. */
const withRow = (rows: readonly Row[], row: Row): Row[] => [...rows.filter(({ from }) => from !== '*'), row, ...rows.filter(({ from }) => from === '*')];

const valueSettingOf = (node: FlowNode, field: ValueField): ValueSetting | undefined => ValueSettingSchema.safeParse(settingValue(field, node.settings)).data;

function isSameRow(row: CountryRow, wanted: NonNullable<Question['row']>): boolean {
  const filled = (keys: Readonly<Record<string, string>> = {}) => JSON.stringify(Object.entries(keys).filter(([, value]) => value !== '').map(([key, value]) => [key, plain(value)]).toSorted());
  return row.country.toUpperCase() === wanted.country.toUpperCase() && filled(row.keys) === filled(wanted.keys);
}

function column(flow: FlowDocument, node: FlowNode, key: string, label: string, from: PickList | undefined): QuestionColumn {
  const connectionId = from?.of === 'source' ? sourceOf(flow, node.id)?.connection : node.connection;
  return { key, label, ...(from && connectionId !== undefined && { list: { connectionId, list: from.list } }) };
}
