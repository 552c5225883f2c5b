import path from 'node:path';
import * as z from 'zod';
import { FluxoError } from '#shared/errors.ts';
import { NodeSettingsSchema, putSetting, type NodeSettings, type SettingJson } from '#shared/settings/levels.ts';
import type { Alone } from './flows.ts';
import { sortedSettings } from './flowInOrder.ts';
import { readDocument, writeDocument, type FileKind } from './jsonDocument.ts';

const version = 1;
const name = 'settings.json';
const FileSchema = z.strictObject({ fluxo: z.literal(version), nodeSettings: NodeSettingsSchema });
const kind: FileKind<z.infer<typeof FileSchema>> = { area: 'settings', called: 'file', version, schema: FileSchema };

export interface NodeSettingsFile {
  /** What the workspace gives to the nodes of all its flows; undefined without such a file. Throws `settings.broken_file`, `settings.newer_version`, `settings.unreadable_file`. */
  get(): Promise<NodeSettings | undefined>;
  /** One setting; `undefined` takes it away. Returns what stood there; `allow` sees that first, and may throw. */
  put(owner: string, key: string, value: SettingJson | undefined, allow?: (before: SettingJson | undefined) => void): Promise<SettingJson | undefined>;
}

/** `settings.json` of a workspace: settings for nodes of all flows. Without any, the file is not made. */
export function makeNodeSettingsFile(workspace: string, alone: Alone): NodeSettingsFile {
  const file = path.join(workspace, name);
  const get = async (): Promise<NodeSettings | undefined> => {
    try {
      return (await readDocument(file, name, kind)).document.nodeSettings;
    } catch (thrown) {
      if (thrown instanceof FluxoError && thrown.code === 'settings.no_file') return undefined;
      throw thrown;
    }
  };
  return {
    get,
    put: (owner, key, value, allow) =>
      alone(name, async () => {
        const all = await get();
        const before = all?.[owner]?.[key];
        allow?.(before);
        const next = putSetting(all, owner, key, value);
        if (all || next) await writeDocument(file, name, 'settings', { fluxo: version, nodeSettings: sortedSettings(next ?? {}) });
        return before;
      }),
  };
}
