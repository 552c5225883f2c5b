import * as z from 'zod';
import type { SettingField, Settings } from './fields.ts';

/** Where a setting of a node can be given, the nearest first: the nearest one that has a value wins. */
export const settingLevels = ['node', 'flow', 'connection', 'workspace'] as const;
export type SettingLevel = (typeof settingLevels)[number];
/** The levels that hold settings for several nodes. */
export type UpperLevel = Exclude<SettingLevel, 'node'>;
/** Where a value in use comes from; `standard` = nobody chose, the connector's own default holds (or there is none). */
export type SettingOrigin = SettingLevel | 'standard';

/** Settings for nodes, by the stream or target they are for (`quickbooks.sales`), as the flow, a connection and the workspace hold them. */
export const NodeSettingsSchema = z.record(z.string().min(1).max(100), z.record(z.string().min(1).max(100), z.json()));
export type NodeSettings = z.infer<typeof NodeSettingsSchema>;
export type SettingJson = NodeSettings[string][string];

export interface ResolvedSettings {
  /** The node's own with what the levels above give beside them; the very same object when they give nothing. */
  readonly settings: Settings;
  /** By key, where the value comes from; a key that nobody gave is not in it, its standard holds. */
  readonly origins: Readonly<Record<string, SettingLevel>>;
}

/** False for what belongs to one node (its mapping) or to a connection (secrets). */
export const isForLevels = (field: SettingField): boolean => field.type !== 'secret' && field.type !== 'mapping';

/**
 * The settings that hold for a node, and where each comes from. Values are taken whole: a table at a nearer level takes the place of one further
 * up, rows are not mixed. An empty value at a nearer level, of a setting without a default, means that there is none here.
 */
export function resolveSettings(fields: readonly SettingField[], given: Readonly<Partial<Record<SettingLevel, Settings>>>): ResolvedSettings {
  const own = given.node ?? {};
  const origins: Record<string, SettingLevel> = {};
  const settings: Record<string, unknown> = { ...own };
  let changed = false;
  for (const key of Object.keys(own)) if (own[key] !== undefined) origins[key] = 'node';
  for (const field of fields) {
    if (!isForLevels(field)) continue;
    const holding = settingLevels.filter((level) => given[level]?.[field.key] !== undefined);
    const [nearest] = holding;
    if (nearest === undefined) continue;
    origins[field.key] = nearest;
    const value = given[nearest]![field.key];
    if (holding.length > 1 && isEmpty(value) && !hasDefault(field)) {
      delete settings[field.key];
      changed = true;
    } else if (nearest !== 'node') {
      settings[field.key] = value;
      changed = true;
    }
  }
  return { settings: changed ? settings : own, origins };
}

const isEmpty = (value: unknown) => value === '' || (Array.isArray(value) && value.length === 0);
const hasDefault = (field: SettingField) => 'default' in field && field.default !== undefined;

/** The settings with one put in, or taken out (`undefined`); undefined when nothing is left. What is there keeps its place in the file. */
export function putSetting(all: NodeSettings | undefined, owner: string, key: string, value: SettingJson | undefined): NodeSettings | undefined {
  const before = all?.[owner] ?? {};
  const { [key]: _old, ...others } = before;
  const next = value === undefined ? others : { ...before, [key]: value };
  const { [owner]: _before, ...rest } = all ?? {};
  const whole = Object.keys(next).length === 0 ? rest : { ...all, [owner]: next };
  return Object.keys(whole).length === 0 ? undefined : whole;
}
