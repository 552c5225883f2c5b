import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Leases, RunStore, ScheduleStore } from '#engine/ports.ts';
import { FluxoError } from '#shared/errors.ts';
import { makeConnectionFiles, type ConnectionFiles } from './files/connections.ts';
import { makeFlowFiles, type Alone, type FlowFiles } from './files/flows.ts';
import { makeLeases, type LeaseOptions } from './leases.ts';
import { makeRunStore, type Sweeping } from './runs/runStore.ts';
import { makeScheduleStore } from './schedules.ts';
import { openDatabase } from './sqlite/database.ts';

/** A workspace folder, opened. Several processes may have the same one open. */
export interface Workspace {
  readonly folder: string;
  readonly store: RunStore & Sweeping;
  readonly leases: Leases;
  readonly schedules: ScheduleStore;
  readonly flows: FlowFiles;
  readonly connections: ConnectionFiles;
  close(): Promise<void>;
}

/** Opens a workspace folder and makes what it lacks: `flows/` and `.fluxo/` with the database. Throws `setup` errors of the disk and of the database. */
export async function openWorkspace(folder: string, options: { readonly leases?: LeaseOptions; readonly now?: () => number } = {}): Promise<Workspace> {
  const root = path.resolve(folder);
  const own = path.join(root, '.fluxo');
  try {
    await mkdir(path.join(root, 'flows'), { recursive: true });
    // Holds customers' data: for nobody but its owner.
    await mkdir(own, { recursive: true, mode: 0o700 });
    await writeFile(path.join(own, '.gitignore'), '*\n', { flag: 'wx' }).catch((thrown: unknown) => {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
    });
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
    throw new FluxoError({ code: 'workspace.not_writable', kind: 'setup', what: `The workspace folder cannot be used (${code}).`, where: { file: path.basename(root) }, fix: 'Choose a folder you may write to.', params: { cause: code } }, { cause: thrown });
  }
  const db = await openDatabase(path.join(own, 'fluxo.db'));
  const leases = makeLeases(db, options.leases);
  const alone: Alone = (name, work) => leases.hold(`file:${name}`, 'saving', work);

  return {
    folder: root,
    store: makeRunStore(db, options.now),
    leases,
    schedules: makeScheduleStore(db),
    flows: makeFlowFiles(root, alone),
    connections: makeConnectionFiles(root, alone),
    async close() {
      leases.close();
      await db.close();
    },
  };
}
