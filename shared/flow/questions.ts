import { plainText } from '../plainText.ts';
import { findStream, findTarget, type Catalog } from '../catalog/catalog.ts';
import { entities } from '../entities/index.ts';
import { FluxoError, type ErrorData } from '../errors.ts';
import { MapSettingsSchema, type FieldRule, type Mapping } from '../mapping/mapping.ts';
import { settingValue } from '../settings/check.ts';
import { lookupKey } from '../rules/evaluate.ts';
import { blockName, RulesSettingsSchema, type RuleBlock, type RuleMap } from '../rules/rules.ts';
import { CountrySettingSchema, type CountryRow } from '../settings/countryTable.ts';
import type { PickList, SettingField } from '../settings/fields.ts';
import type { SettingJson } from '../settings/levels.ts';
import { ValueSettingSchema, type ValueSetting } from '../settings/valueSetting.ts';
import { isSameCountryRow, withCountryRow, withPair, type CountriesTable, type PairTable, type TableDocument } from '../tables/table.ts';
import type { FlowDocument, FlowNode } from './document.ts';
import { setSetting } from './edit.ts';
import { originOf, resolveFlow, setFlowSetting, type Above } from './levels.ts';
import { nodeById, sourceOf, sourcesOf } from './graph.ts';

/** One thing to fill in. Lists are read live; where there is none the answer is typed. */
export interface QuestionColumn {
  readonly key: string;
  readonly label: string;
  readonly list?: { readonly connectionId: string; readonly list: string };
}

/** What records wait for, as something a person can answer once: the row that a table of their flow lacks. */
export interface Question {
  readonly kind: 'row' | 'default' | 'country' | 'lookup' | 'rule';
  /** The node whose setting (or mapping) takes the answer. */
  readonly nodeId: string;
  /** The table of the workspace that takes the answer in the place of the flow. */
  readonly table?: { readonly id: string; readonly name: string };
  /** Whose setting it is: a target such as `quickbooks.sales`, the entity of a mapping, or `rules`. */
  readonly owner: string;
  /** Key of the setting, the path of the mapped field, or the id of the rule. */
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

/** Tables of the workspace by id; those that cannot be read are not in it. */
export type Tables = ReadonlyMap<string, TableDocument>;
const noTables: Tables = new Map();

/** Where an answer goes: into the flow, into a table that flows share, or to the level that gives the setting. */
export type GivenAnswer =
  | { readonly in: 'flow'; readonly flow: FlowDocument }
  | { readonly in: 'table'; readonly table: TableDocument }
  /** Into what a connection or the workspace gives to nodes, because the node has its table from there. */
  | { readonly in: 'level'; readonly level: 'connection' | 'workspace'; readonly connectionId?: string; readonly owner: string; readonly key: string; readonly value: SettingJson };

/**
 * The questions behind a parked record: one, or one for each row it lacks. None when no row answers it: a single choice, something to put right in a
 * service, or a setting that is switched off or always gives the same. `sourceNode` is where the record was read.
 */
export function questionsOf(flow: FlowDocument, catalog: Catalog, sourceNode: string, error: ErrorData, tables: Tables = noTables): readonly Question[] {
  const { also = [], ...first } = error.parkedOn ?? { setting: '', value: '' };
  const found = [first, ...also].map((parkedOn) => questionOf(flow, catalog, sourceNode, { ...error, parkedOn }, tables));
  // A row that cannot be asked for would leave the record waiting whatever is answered.
  return found.some((question) => question === null) ? [] : (found as readonly Question[]);
}

function questionOf(flow: FlowDocument, catalog: Catalog, sourceNode: string, error: ErrorData, tables: Tables): Question | null {
  const node = error.where?.node === undefined ? undefined : nodeById(flow, error.where.node);
  if (!error.parkedOn || !node) return null;
  if (node.kind === 'map') return lookupQuestion(flow, catalog, node, sourceNode, error, tables);
  if (node.kind === 'rules') return ruleQuestion(flow, node, error, tables);
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
    const shared = pairsOf(setting.sharedTable, tables);
    if (shared === null) return null;
    const same = setting.exact ? value : plainText(value);
    const row = (shared?.rows ?? setting.table)?.find(({ from }) => (setting.exact ? from : plainText(from)) === same);
    return { ...common, ...inTable(shared), kind: 'row', columns, identity: identityOf(shared, same, [...place, same]), ...(row && isNew(row.to, error) && { answered: { [only]: row.to } }) };
  }
  const row = error.parkedOn.row;
  if (field.type !== 'countryTable' || !row || row.country === '') return null;
  const shared = countriesOf(node, field, tables);
  if (shared === null) return null;
  const there = (shared?.rows ?? ownRows(node, field)).find((candidate) => isSameCountryRow(candidate, row));
  const found = [row.country.toUpperCase(), Object.entries(row.keys).toSorted()];
  return {
    ...common,
    ...inTable(shared),
    kind: 'country',
    row,
    columns: field.columns.filter(({ isKey }) => !isKey).map(({ key, label, values }) => column(flow, node, key, label, values)),
    identity: identityOf(shared, JSON.stringify(found), [...place, ...found]),
    ...(there && { answered: there.values }),
  };
}

const inTable = (shared: TableDocument | undefined) => shared && { table: { id: shared.id, name: shared.name } };
/** Whoever uses the same table is asked the same, whatever the place. */
const identityOf = (shared: TableDocument | undefined, same: string, place: readonly unknown[]) => JSON.stringify(shared ? ['table', shared.id, same] : place);

/** The shared table of that id; undefined when none is named, null when there is none of the kind. */
function pairsOf(id: string | undefined, tables: Tables): PairTable | undefined | null {
  const table = id === undefined ? undefined : tables.get(id);
  return id === undefined ? undefined : table?.kind === 'pairs' ? table : null;
}

function countriesOf(node: FlowNode, field: SettingField, tables: Tables): CountriesTable | undefined | null {
  const setting = CountrySettingSchema.safeParse(settingValue(field, node.settings)).data ?? [];
  const table = Array.isArray(setting) ? undefined : tables.get(setting.sharedTable);
  return Array.isArray(setting) ? undefined : table?.kind === 'countries' ? table : null;
}

function ownRows(node: FlowNode, field: SettingField): readonly CountryRow[] {
  const setting = CountrySettingSchema.safeParse(settingValue(field, node.settings)).data ?? [];
  return Array.isArray(setting) ? setting : [];
}

/** True when the row came after the record was parked: it lacked one then, or had one with a word that the service does not have (which the error names). */
function isNew(to: string, { code, params = {} }: ErrorData): boolean {
  return code === 'mapping.parked' || code.endsWith('.rows_missing') || !Object.values(params).includes(to);
}

const isCountry = ({ code }: ErrorData) => code === 'mapping.unknown_country';

function lookupQuestion(flow: FlowDocument, catalog: Catalog, node: FlowNode, sourceNode: string, error: ErrorData, tables: Tables): Question | null {
  const found = ruleOf(flow, catalog, node, sourceNode, error.where?.field ?? '');
  if (!found) return null;
  const { rule, mapping, path } = found;
  const value = error.parkedOn!.value;
  if (value.trim() === '') return null;
  const shared = pairsOf(rule.lookup?.sharedTable, tables);
  if (shared === null) return null;
  const row = (shared?.rows ?? rule.lookup?.rows)?.find(({ from }) => plainText(from) === plainText(value));
  const label = entities[mapping.entity]?.fields.find((field) => field.path === path)?.label ?? path;
  return { kind: 'lookup', nodeId: node.id, owner: mapping.entity, setting: path, label, value, ...inTable(shared), columns: [{ key: only, label }], identity: identityOf(shared, plainText(value), [flow.id, node.id, isCountry(error) ? 'country' : path, plainText(value)]), ...(row && { answered: { [only]: row.to } }) };
}

type RuleTable = Pick<RuleMap, 'rows' | 'sharedTable' | 'exact'>;

/** The block a record waits for and its tables: its own one, or those inside its rows. */
function blockOf(node: FlowNode, setting: string): { readonly block: RuleBlock; readonly own: readonly RuleTable[] } | null {
  const block = RulesSettingsSchema.safeParse(node.settings).data?.blocks.find(({ id }) => setting === id || setting === lookupKey(id));
  if (!block) return null;
  if (setting === block.id) return block.map?.on ? { block, own: [block.map] } : null;
  return { block, own: block.rows.flatMap((row) => [row.use, ...(row.otherwise ? [row.otherwise] : [])]).flatMap(({ steps = [] }) => steps.flatMap(({ table }) => table ?? [])) };
}

/** Of several tables inside a block the first that lacks the value takes the answer, else the first. */
function lackingTable(own: readonly RuleTable[], value: string, tables: Tables): { readonly table: RuleTable; readonly shared: PairTable | undefined; readonly row: PairTable['rows'][number] | undefined } | null {
  const looked = own.flatMap((table) => {
    const shared = pairsOf(table.sharedTable, tables);
    if (shared === null) return [];
    const rows = shared?.rows ?? table.rows;
    return [{ table, shared, row: rows.find(({ from }) => (table.exact ? from === value : plainText(from) === plainText(value))) }];
  });
  return looked.find(({ row }) => !row) ?? looked[0] ?? null;
}

function ruleQuestion(flow: FlowDocument, node: FlowNode, error: ErrorData, tables: Tables): Question | null {
  const { setting, value } = error.parkedOn!;
  const found = blockOf(node, setting);
  const looked = found && lackingTable(found.own, value, tables);
  if (!found || !looked || value.trim() === '') return null;
  const label = blockName(found.block);
  return { kind: 'rule', nodeId: node.id, owner: 'rules', setting, label, value, ...inTable(looked.shared), columns: [{ key: only, label }], identity: identityOf(looked.shared, plainText(value), [flow.id, node.id, setting, plainText(value)]), ...(looked.row && { answered: { [only]: looked.row.to } }) };
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

/**
 * The flow, the table it shares with others or the setting of the level that gives it, with the row in its place. `flow` is as it is kept: `above` says what else its
 * nodes are given. Throws a `data` error when nothing was chosen.
 */
export function answerQuestion(flow: FlowDocument, catalog: Catalog, sourceNode: string, error: ErrorData, question: Question, values: Readonly<Record<string, string>>, tables: Tables = noTables, above: Above = { connections: [] }): GivenAnswer {
  const chosen = Object.fromEntries(question.columns.map(({ key }) => [key, (values[key] ?? '').trim()] as const).filter(([, value]) => value !== ''));
  if (Object.keys(chosen).length === 0) throw new FluxoError({ code: 'question.empty', kind: 'data', what: `${question.label}: nothing is chosen for “${question.value}”.`, where: { flow: flow.id, node: question.nodeId, field: question.setting }, fix: 'Choose or type what it is to become.', params: { label: question.label, value: question.value } });
  const to = chosen[only] ?? '';
  const row = question.row && countryRow(question.row, chosen);
  const table = question.table && tables.get(question.table.id);
  if (table?.kind === 'pairs') return { in: 'table', table: { ...table, rows: withPair(table.rows, { from: question.value.trim(), to }) } };
  if (table && row) return { in: 'table', table: { ...table, rows: withCountryRow(table.rows, row) } as TableDocument };
  if (question.kind === 'lookup') return { in: 'flow', flow: answerInMapping(flow, catalog, sourceNode, error, question, to) };
  if (question.kind === 'rule') return { in: 'flow', flow: answerInRules(flow, nodeById(flow, question.nodeId)!, question, to) };
  return answerInSetting(flow, catalog, question, to, row, above);
}

function countryRow({ country, keys }: NonNullable<Question['row']>, values: Readonly<Record<string, string>>): CountryRow {
  const filled = Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== ''));
  return { country, ...(Object.keys(filled).length > 0 && { keys: filled }), values };
}

function answerInMapping(flow: FlowDocument, catalog: Catalog, sourceNode: string, error: ErrorData, question: Question, to: string): FlowDocument {
  const node = nodeById(flow, question.nodeId)!;
  const { mapping, rule } = ruleOf(flow, catalog, node, sourceNode, error.where?.field ?? '')!;
  const withAnswer = (one: FieldRule): FieldRule => ({ ...one, lookup: { rows: [...(one.lookup?.rows ?? []).filter(({ from }) => plainText(from) !== plainText(question.value)), { from: question.value.trim(), to }], unmapped: one.lookup?.unmapped ?? 'keepSource' } });
  // A country nobody knows is the same one in every address of the record.
  const isAlike = (one: FieldRule) => one === rule || (isCountry(error) && one.functions?.some(({ name }) => name === 'countryCode') === true);
  const put = (rules: readonly FieldRule[]) => rules.map((one) => (isAlike(one) ? withAnswer(one) : one));
  return setSetting(flow, node.id, 'mapping', { ...mapping, fields: put(mapping.fields), lists: mapping.lists.map((list) => ({ ...list, fields: put(list.fields) })) } as never);
}

/** The row goes where the table stands: a table of a connection that was put into the node would cover all its other rows. */
function answerInSetting(flow: FlowDocument, catalog: Catalog, question: Question, to: string, row: CountryRow | undefined, above: Above): GivenAnswer {
  const resolved = resolveFlow(flow, catalog, above);
  const node = nodeById(resolved.flow, question.nodeId)!;
  const value = answeredSetting(node, catalog, question, to, row) as SettingJson;
  const { owner, setting: key } = question;
  const origin = originOf(resolved, node.id, key);
  if (origin === 'connection') return { in: 'level', level: origin, connectionId: node.connection!, owner, key, value };
  if (origin === 'workspace') return { in: 'level', level: origin, owner, key, value };
  return { in: 'flow', flow: origin === 'flow' ? setFlowSetting(flow, owner, key, value) : setSetting(flow, node.id, key, value) };
}

function answeredSetting(node: FlowNode, catalog: Catalog, question: Question, to: string, row: CountryRow | undefined): unknown {
  const field = findTarget(catalog, node.settings['target'])!.settings.find((candidate) => candidate.key === question.setting)!;
  if (row) return [...ownRows(node, field).filter((candidate) => !isSameCountryRow(candidate, row)), row];
  const setting = valueSettingOf(node, field as ValueField)!;
  const same = (from: string) => (setting.exact ? from === question.value : plainText(from) === plainText(question.value));
  const { table, ...rest } = setting;
  const next: ValueSetting =
    question.kind === 'default' ? { ...setting, default: to }
    : table ? { ...rest, table: withPair(table.filter(({ from }) => !same(from)), { from: question.value, to }) }
    // Without a table every value stood for itself; it goes on to.
    : { ...rest, unmapped: 'keepSource', table: [{ from: question.value, to }] };
  return next;
}

function answerInRules(flow: FlowDocument, node: FlowNode, { setting, value }: Question, to: string): FlowDocument {
  const { blocks } = RulesSettingsSchema.parse(node.settings);
  const found = blockOf(node, setting);
  const place = found && lackingTable(found.own, value, noTables)?.table;
  const put = <T extends RuleTable>(table: T): T => (place && JSON.stringify(table) === JSON.stringify(place) ? { ...table, rows: withPair(table.rows, { from: value.trim(), to }) } : table);
  const inAction = (action: RuleBlock['rows'][number]['use']) => ({ ...action, ...(action.steps && { steps: action.steps.map((step) => (step.table ? { ...step, table: put(step.table) } : step)) }) });
  const next = blocks.map((block) => {
    if (block.id !== found?.block.id) return block;
    if (setting === block.id) return block.map ? { ...block, map: put(block.map) } : block;
    return { ...block, rows: block.rows.map((one) => ({ ...one, use: inAction(one.use), ...(one.otherwise && { otherwise: inAction(one.otherwise) }) })) };
  });
  return setSetting(flow, node.id, 'blocks', next as never);
}

type ValueField = Extract<SettingField, { type: 'valueSetting' }>;

const valueSettingOf = (node: FlowNode, field: ValueField): ValueSetting | undefined => ValueSettingSchema.safeParse(settingValue(field, node.settings)).data;

function column(flow: FlowDocument, node: FlowNode, key: string, label: string, from: PickList | undefined): QuestionColumn {
  const connectionId = from?.of === 'source' ? sourceOf(flow, node.id)?.connection : node.connection;
  return { key, label, ...(from && connectionId !== undefined && { list: { connectionId, list: from.list } }) };
}
