import type { TFunction } from 'i18next';
import { connectorOf, findStream, findTarget, type Catalog, type ConnectionInfo } from '#shared/catalog/catalog.ts';
import { entities } from '#shared/entities/index.ts';
import type { FlowIssue } from '#shared/flow/check.ts';
import { nodeName } from '#shared/flow/check.ts';
import { FilterSettingsSchema, LimitSettingsSchema, type FlowNode, type NodeKind } from '#shared/flow/document.ts';
import { MapSettingsSchema, type Mapping } from '#shared/mapping/mapping.ts';
import { blockName, RulesSettingsSchema } from '#shared/rules/rules.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { settingApplies, settingValue } from '#shared/settings/check.ts';
import { sayIssueShort } from './issueText.ts';

/** What the texts of a card are made from. */
export interface CardFacts {
  readonly catalog: Catalog;
  readonly connections: readonly ConnectionInfo[];
  readonly t: TFunction;
  /** Label of a setting in the user's language. */
  readonly label: (owner: string, field: Pick<SettingField, 'key' | 'label'>) => string;
  readonly defaultMapping: Mapping | undefined;
}

/** The id of the stream or target a node works with; the owner of its settings' texts. */
export const ownerOf = (node: FlowNode): string => String(node.settings['stream'] ?? node.settings['target'] ?? node.kind);

export const connectorOfNode = (node: FlowNode): string => {
  const of = node.settings['stream'] ?? node.settings['target'];
  return typeof of === 'string' ? connectorOf(of) : '';
};

/** What the node is called on screen: the user's name, else the stream's, target's or kind's, translated. */
export function nameOf(node: FlowNode, catalog: Catalog, t: TFunction): string {
  if (node.name) return node.name;
  const of = node.settings['stream'] ?? node.settings['target'];
  const english = nodeName(node, catalog);
  return typeof of === 'string' ? t(`settings:${of}.label`, { defaultValue: english }) : t(`editor:kind.${node.kind}.label`, { defaultValue: english });
}

/** One line under the name: what is missing first, else what the node does with its settings. */
export function summaryOf(node: FlowNode, issues: readonly FlowIssue[], facts: CardFacts): string {
  const issue = issues[0];
  if (issue) return sayIssueShort(issue, facts.t, fieldLabel(node, issue, facts));
  return summaries[node.kind](node, facts);
}

/** What the user knows the field of an issue by: a setting's label, or the label of a mapped field. */
function fieldLabel(node: FlowNode, issue: FlowIssue, { catalog, label, t, defaultMapping }: CardFacts): string | undefined {
  const fields = findStream(catalog, node.settings['stream'])?.settings ?? findTarget(catalog, node.settings['target'])?.settings;
  const setting = fields?.find((field) => field.key === issue.field);
  if (setting) return label(ownerOf(node), setting);
  const entity = MapSettingsSchema.safeParse(node.settings).data?.mapping?.entity ?? defaultMapping?.entity ?? '';
  const mapped = entities[entity]?.fields.find((field) => field.path === issue.field);
  return mapped ? t(`entities:${entity}.${mapped.path}`, { defaultValue: mapped.label }) : issue.field;
}

const summaries: Readonly<Record<NodeKind, (node: FlowNode, facts: CardFacts) => string>> = {
  source: (node, facts) => serviceSummary(node, facts, findStream(facts.catalog, node.settings['stream'])?.settings ?? []),
  target: (node, facts) => serviceSummary(node, facts, findTarget(facts.catalog, node.settings['target'])?.settings ?? []),
  map: (node, { t }) => {
    const own = MapSettingsSchema.safeParse(node.settings).data?.mapping;
    if (!own) return t('editor:summary.defaultMapping');
    return t('editor:summary.ownMapping', { count: own.fields.length + own.lists.reduce((total, list) => total + list.fields.length, 0) });
  },
  filter: (node, { t }) => {
    const conditions = FilterSettingsSchema.safeParse(node.settings).data?.conditions;
    const [first, ...more] = conditions?.rows ?? [];
    if (!first) return '';
    const text = [first.field, t(`editor:op.${first.op}`), first.value].filter(Boolean).join(' ');
    return more.length === 0 ? text : t(`editor:summary.moreConditions.${conditions?.join ?? 'all'}`, { text, count: more.length });
  },
  rules: (node, { t }) => {
    const blocks = RulesSettingsSchema.safeParse(node.settings).data?.blocks.filter(({ off }) => !off) ?? [];
    const [first, ...more] = blocks;
    if (!first) return '';
    return more.length === 0 ? blockName(first) : t('editor:summary.moreRules', { text: blockName(first), count: more.length });
  },
  limit: (node, { t }) => {
    const count = LimitSettingsSchema.safeParse(node.settings).data?.count;
    return count === undefined ? '' : t('editor:summary.limit', { count });
  },
};

/** Service, then the first choices that differ from the default. */
function serviceSummary(node: FlowNode, { catalog, t, label }: CardFacts, fields: readonly SettingField[]): string {
  const owner = ownerOf(node);
  const service = catalog.connectors.find((connector) => connector.name === connectorOfNode(node))?.label ?? '';
  const chosen = fields.flatMap((field) => {
    if (node.settings[field.key] === undefined || !settingApplies(field, fields, node.settings)) return [];
    const value = settingValue(field, node.settings);
    if (field.type === 'boolean') return [value ? label(owner, field) : `${t('editor:summary.no')} ${label(owner, field)}`];
    if (field.type === 'choice') return [t(`settings:${owner}.${field.key}.options.${String(value)}`, { defaultValue: field.options.find((option) => option.value === value)?.label ?? String(value) })];
    if (field.type === 'pickMany' && Array.isArray(value)) return [`${label(owner, field)} ${value.join(', ')}`];
    if (field.type === 'date' || field.type === 'number' || (field.type === 'text' && typeof value === 'string' && value.length < 16)) return [`${label(owner, field)} ${String(value)}`];
    return [];
  });
  return [service, ...chosen.slice(0, 2)].filter(Boolean).join(' · ');
}
