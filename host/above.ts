import type { Above } from '#shared/flow/levels.ts';
import type { Workspace } from '#storage/workspace.ts';

/** What the connections and the workspace give to nodes, as their files have it now. Throws a `setup` error when one of them cannot be read. */
export async function readAbove({ connections, nodeSettings }: Pick<Workspace, 'connections' | 'nodeSettings'>): Promise<Above> {
  const [all, workspace] = await Promise.all([connections.list(), nodeSettings.get()]);
  return { connections: all, workspace };
}

/** The same for lists that must not fail with a file that another screen tells about: what cannot be read gives nothing. */
export async function readAboveIfThere({ connections, nodeSettings }: Pick<Workspace, 'connections' | 'nodeSettings'>): Promise<Above> {
  const [all, workspace] = await Promise.all([connections.list().catch(() => []), nodeSettings.get().catch(() => undefined)]);
  return { connections: all, workspace };
}
