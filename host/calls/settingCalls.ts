import { findStream, findTarget } from '#shared/catalog/catalog.ts';
import { FluxoError } from '#shared/errors.ts';
import { nodeName } from '#shared/flow/check.ts';
import { sameJson } from '#shared/flow/history/patch.ts';
import { settingUsers } from '#shared/flow/levels.ts';
import type { Handlers, Input } from '#shared/ipc/contract.ts';
import { checkHeld } from '#shared/settings/heldSettings.ts';
import type { SettingJson } from '#shared/settings/levels.ts';
import type { HostParts } from '../host.ts';
import { makeCatalog } from '../registry.ts';

type SettingCalls = Pick<Handlers, 'settings.workspace' | 'settings.users' | 'settings.put'>;

/** Settings that connections and the workspace give to nodes; those of a flow are part of its document. */
export function settingCalls({ workspace, emit }: HostParts): SettingCalls {
  const catalog = makeCatalog();
  const labelOf = (owner: string, key: string) => (findStream(catalog, owner) ?? findTarget(catalog, owner))?.settings.find((field) => field.key === key)?.label ?? key;
  /** Refuses to write over anything but what the caller knew of. */
  const onlyOver = ({ owner, key, insteadOf }: Input<'settings.put'>, connection?: string) => insteadOf && ((now: SettingJson | undefined) => {
    if (sameJson(now, insteadOf.value)) return;
    const field = labelOf(owner, key);
    const fix = 'Look at it there, and change it if it should be another one.';
    if (connection === undefined) throw new FluxoError({ code: 'setting.changed_in_workspace', kind: 'setup', what: `What the workspace gives for “${field}” was changed again meanwhile, so it stays as it is.`, where: { field: key }, fix, params: { owner, field: key } });
    throw new FluxoError({ code: 'setting.changed_in_connection', kind: 'setup', what: `What the connection “${connection}” gives for “${field}” was changed again meanwhile, so it stays as it is.`, where: { connection, field: key }, fix, params: { owner, field: key, connection } });
  });
  return {
    'settings.workspace': async () => (await workspace.nodeSettings.get()) ?? {},
    'settings.users': async () => {
      const files = (await workspace.flows.list()).filter(({ broken }) => !broken);
      const flows = await Promise.all(files.map(({ id }) => workspace.flows.get(id).then(({ document }) => [document], () => [])));
      return flows.flat().flatMap((flow) => settingUsers(flow, catalog, (node) => nodeName(node, catalog)));
    },
    'settings.put': async (input) => {
      const { place, owner, key, value } = input;
      if (place.level === 'workspace') {
        if (value !== undefined) checkHeld(catalog, owner, key, value);
        const before = await workspace.nodeSettings.put(owner, key, value, onlyOver(input));
        emit('settings.changed', {});
        return saved(before);
      }
      const connection = (await workspace.connections.list()).find(({ id }) => id === place.connectionId);
      // What is not there is refused by the file; what is wrong may always be taken away.
      if (connection && value !== undefined) checkHeld(catalog, owner, key, value, connection.connector);
      const before = await workspace.connections.putNodeSetting(place.connectionId, owner, key, value, onlyOver(input, connection?.name ?? place.connectionId));
      emit('connections.changed', {});
      return saved(before);
    },
  };
}

const saved = (before: SettingJson | undefined) => ({ saved: true as const, ...(before !== undefined && { before }) });
