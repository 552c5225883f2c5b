import type { TFunction } from 'i18next';
import { findStream, findTarget, type Catalog, type ConnectionInfo } from '#shared/catalog/catalog.ts';
import { entities } from '#shared/entities/index.ts';
import type { FlowChange } from '#shared/flow/compare.ts';
import { portRef, type FlowDocument, type FlowNode } from '#shared/flow/document.ts';
import type { Json } from '#shared/flow/history/patch.ts';
import { FieldRuleSchema, MapSettingsSchema, type FieldRule } from '#shared/mapping/mapping.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { nameOf, ownerOf } from '#renderer/canvas/summary.ts';

/** What the sentences about a comparison are made from. */
export interface ChangeFacts {
  readonly before: FlowDocument;
  readonly after: FlowDocument;
  readonly catalog: Catalog;
  readonly connections: readonly ConnectionInfo[];
  readonly t: TFunction;
}

/** Members of a setting that only hold it together: no word for them makes a sentence clearer. */
const silent = new Set(['values', 'table', 'rows', 'keys', 'list', 'conditions']);
const longest = 60;

/** One plain sentence for a change. */
export function sayChange(change: FlowChange, facts: ChangeFacts): string {
  const { t, before, after, catalog, connections } = facts;
  const nodeOf = (id: string | undefined) => after.nodes.find((node) => node.id === id) ?? before.nodes.find((node) => node.id === id);
  const called = (id: string | undefined) => {
    const node = nodeOf(id);
    return node ? nameOf(node, catalog, t) : (id ?? '');
  };
  const { part, what, nodeId, key = '' } = change;
  const node = called(nodeId);
  switch (part) {
    case 'node':
      return t(`versions:say.node.${what}`, { node });
    case 'line':
      return t(`versions:say.line.${what}`, { from: called(portRef(change.line!.from).node), to: called(portRef(change.line!.to).node) });
    case 'name': {
      const was = before.nodes.find((candidate) => candidate.id === nodeId);
      return t('versions:say.name', { from: was ? nameOf(was, catalog, t) : '', to: node });
    }
    case 'connection': {
      const [from, to] = [change.from, change.to].map((id) => connections.find((connection) => connection.id === id)?.name ?? id);
      return t(`versions:say.connection.${to === undefined ? 'removed' : from === undefined ? 'added' : 'changed'}`, { node, from, to });
    }
    case 'disabled':
      return t(`versions:say.${change.to === true ? 'off' : 'on'}`, { node });
    case 'mapping':
      return sayMapping(change, node, nodeOf(nodeId), facts);
    case 'setting':
      return saySetting(change, node, settingsOwner(nodeOf(nodeId)), facts);
    case 'flowSetting':
      return saySetting(change, t('versions:say.allNodes', { of: ownerName(change.owner ?? '', facts) }), change.owner ?? '', facts);
    case 'flow':
      return sayFlow(change, facts);
    case 'places':
      return t('versions:say.places', { count: change.count ?? 0 });
    default:
      return t(`versions:say.${part}.${what}`, { name: shortened(key) });
  }
}

const shortened = (text: string) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

const settingsOwner = (node: FlowNode | undefined) => (node ? ownerOf(node) : '');

/** What a stream or target is called. */
const ownerName = (owner: string, { catalog, t }: ChangeFacts) => t(`settings:${owner}.label`, { defaultValue: findStream(catalog, owner)?.label ?? findTarget(catalog, owner)?.label ?? owner });

function saySetting({ what, key = '', within = [], from, to }: FlowChange, node: string, owner: string, { t, catalog }: ChangeFacts): string {
  const field = (findStream(catalog, owner)?.settings ?? findTarget(catalog, owner)?.settings)?.find((candidate) => candidate.key === key);
  const label = t(`settings:${owner}.${key}.label`, { defaultValue: t(`versions:setting.${key}`, { defaultValue: field?.label ?? key }) });
  const setting = [label, ...within.filter((word) => !silent.has(word)).map((word) => wordOf(word, owner, field, t))].join(', ');
  const say = (value: Json | undefined) => valueText(value, field, owner, t);
  const isRow = within.length > 0 && (typeof to === 'object' || typeof from === 'object');
  return t(`versions:say.${isRow ? 'row' : 'setting'}.${what}`, { node, setting, from: say(from), to: say(to) });
}

/** A member or row inside a setting: a column's label, a known word, or the row's own name. */
function wordOf(word: string, owner: string, field: SettingField | undefined, t: TFunction): string {
  const column = field?.type === 'countryTable' ? field.columns.find((candidate) => candidate.key === word) : undefined;
  if (column && field) return t(`settings:${owner}.${field.key}.columns.${column.key}`, { defaultValue: column.label });
  return t(`versions:member.${word}`, { defaultValue: word });
}

/** A value as a person reads it: the label of a choice, the outcome of a row, the names of a list. */
export function valueText(value: Json | undefined, field: SettingField | undefined, owner: string, t: TFunction): string {
  if (value === undefined || value === null || value === '') return t('versions:value.none');
  if (typeof value === 'boolean') return t(`versions:value.${value ? 'yes' : 'no'}`);
  if (typeof value === 'string') {
    const option = field?.type === 'choice' ? field.options.find((candidate) => candidate.value === value) : undefined;
    if (option && field) return t('versions:value.text', { text: t(`settings:${owner}.${field.key}.options.${value}`, { defaultValue: option.label }) });
    return t('versions:value.text', { text: shortened(value) });
  }
  if (typeof value === 'number') return String(value);
  // Rows are quoted one by one.
  if (Array.isArray(value) && value.some((item) => typeof item === 'object')) return shortened(value.map((item) => valueText(item as Json, field, owner, t)).join(', '));
  if (Array.isArray(value)) return t('versions:value.text', { text: shortened(value.map(String).join(', ')) });
  const row = value as { readonly [member: string]: Json };
  if (typeof row['to'] === 'string') return valueText(row['to'], undefined, owner, t);
  if (typeof row['values'] === 'object' && row['values'] !== null) return t('versions:value.text', { text: shortened(Object.values(row['values']).join(', ')) });
  if (typeof row['field'] === 'string' && typeof row['op'] === 'string') return t('versions:value.text', { text: [row['field'], t(`editor:op.${row['op']}`, { defaultValue: row['op'] }), row['value']].filter(Boolean).join(' ') });
  return shortened(Object.values(row).filter((inner) => typeof inner !== 'object' && inner !== '').join(', ')) || t('versions:value.more');
}

function sayMapping({ key = '', from, to }: FlowChange, node: string, on: FlowNode | undefined, { t, catalog, before, after }: ChangeFacts): string {
  const entity = MapSettingsSchema.safeParse(on?.settings).data?.mapping?.entity ?? defaultEntity(after, catalog) ?? defaultEntity(before, catalog) ?? '';
  const info = entities[entity]?.fields.find((candidate) => candidate.path === key);
  const field = t(`entities:${entity}.${key}`, { defaultValue: info?.label ?? key });
  const [old, now] = [FieldRuleSchema.safeParse(from).data, FieldRuleSchema.safeParse(to).data];
  if (!now) return t('versions:say.mapping.removed', { node, field, from: old ? sourceText(old, t) : '' });
  if (!old) return t('versions:say.mapping.added', { node, field, to: sourceText(now, t) });
  if (JSON.stringify(old.from) !== JSON.stringify(now.from)) return t('versions:say.mapping.changed', { node, field, from: sourceText(old, t), to: sourceText(now, t) });
  const differing = (['lookup', 'functions', 'default', 'maxLength', 'tooLong', 'write'] as const).filter((part) => JSON.stringify(old[part]) !== JSON.stringify(now[part]));
  return t('versions:say.mapping.how', { node, field, parts: differing.map((part) => t(`versions:rule.${part}`)).join(', ') });
}

const defaultEntity = (flow: FlowDocument, catalog: Catalog) => flow.nodes.flatMap((node) => findStream(catalog, node.settings['stream'])?.defaultMapping?.entity ?? [])[0];

function sourceText({ from }: FieldRule, t: TFunction): string {
  switch (from.kind) {
    case 'path':
      return t('versions:value.text', { text: from.path });
    case 'constant':
      return t('versions:value.constant', { text: shortened(from.value) });
    case 'firstOf':
      return t('versions:value.text', { text: shortened(from.paths.join(' / ')) });
    case 'template':
    case 'formula':
      return t('versions:value.text', { text: shortened(from.text) });
  }
}

function sayFlow({ what, key = '', from, to }: FlowChange, { t }: ChangeFacts): string {
  if (key === 'name') return t('versions:say.flow.name', { from, to });
  if (key === 'description' || key === 'schedule') return t(`versions:say.flow.${key}`);
  const setting = t(`versions:policy.${key}`, { defaultValue: key });
  return t(`versions:say.flow.policy.${what}`, { setting, from: from === undefined ? '' : String(from), to: to === undefined ? '' : String(to) });
}
