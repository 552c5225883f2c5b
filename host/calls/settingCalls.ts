import { nodeName } from '#shared/flow/check.ts';
import { settingUsers } from '#shared/flow/levels.ts';
import type { Handlers } from '#shared/ipc/contract.ts';
import { checkHeld } from '#shared/settings/heldSettings.ts';
import type { HostParts } from '../host.ts';
import { makeCatalog } from '../registry.ts';

type SettingCalls = Pick<Handlers, 'settings.workspace' | 'settings.users' | 'settings.put'>;

/** Settings that connections and the workspace give to nodes; those of a flow are part of its document. */
export function settingCalls({ workspace, emit }: HostParts): SettingCalls {
  const catalog = makeCatalog();
  return {
    'settings.workspace': async () => (await workspace.nodeSettings.get()) ?? {},
    'settings.users': async () => {
      const files = (await workspace.flows.list()).filter(({ broken }) => !broken);
      const flows = await Promise.all(files.map(({ id }) => workspace.flows.get(id).then(({ document }) => [document], () => [])));
      return flows.flat().flatMap((flow) => settingUsers(flow, catalog, (node) => nodeName(node, catalog)));
    },
    'settings.put': async ({ place, owner, key, value }) => {
      if (place.level === 'workspace') {
        if (value !== undefined) checkHeld(catalog, owner, key, value);
        await workspace.nodeSettings.put(owner, key, value);
        emit('settings.changed', {});
        return { saved: true };
      }
      const connection = (await workspace.connections.list()).find(({ id }) => id === place.connectionId);
      // What is not there is refused by the file; what is wrong may always be taken away.
      if (connection && value !== undefined) checkHeld(catalog, owner, key, value, connection.connector);
      await workspace.connections.putNodeSetting(place.connectionId, owner, key, value);
      emit('connections.changed', {});
      return { saved: true };
    },
  };
}
