import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { HeartbeatStore, Leases, RunStore, ScheduleStore } from '#engine/ports.ts';
import { FluxoError } from '#shared/errors.ts';
import { makeConnectionFiles, type ConnectionFiles } from './files/connections.ts';
import { makeFlowEdits, type FlowEdits } from './files/flowEdits.ts';
import { makeFlowVersions, type FlowVersions } from './files/flowVersions.ts';
import { makeFlowFiles, type Alone, type FlowFiles } from './files/flows.ts';
import { makeNodeSettingsFile, type NodeSettingsFile } from './files/nodeSettings.ts';
import { makePinFiles, type PinFiles } from './files/pins.ts';
import { makeTableFiles, type TableFiles } from './files/tables.ts';
import { usualTtlMs, type LeaseOptions } from './leases.ts';
import type { PrivacyStore } from './privacy/privacy.ts';
import { openRoom } from './room.ts';
import { packing } from './runs/packing.ts';
import type { Sweeping } from './runs/runStore.ts';
import { openRoomInThread } from './thread/roomInThread.ts';

/** A workspace folder, opened. Several processes may have the same one open. */
export interface Workspace {
  readonly folder: string;
  /** Path of the database. */
  readonly database: string;
  readonly store: RunStore & Sweeping;
  readonly leases: Leases;
  readonly schedules: ScheduleStore;
  readonly heartbeats: HeartbeatStore;
  readonly privacy: PrivacyStore;
  readonly flows: FlowFiles;
  /** What was done to each flow, step by step, and its kept states. */
  readonly edits: FlowEdits;
  readonly versions: FlowVersions;
  readonly tables: TableFiles;
  readonly connections: ConnectionFiles;
  /** What it gives to the nodes of all flows. */
  readonly nodeSettings: NodeSettingsFile;
  readonly pins: PinFiles;
  /** Aborts when the database's thread died: nothing can be kept any more until Fluxo is started again. */
  readonly died: AbortSignal;
  close(): Promise<void>;
}

export interface WorkspaceOptions {
  /** Milliseconds since the epoch; absent = the machine's clock. */
  readonly now?: () => number;
  /** After how long of silence an owner's leases may be taken over, in milliseconds. */
  readonly leaseTtlMs?: number;
  /** The database in the caller's own thread: for tests that open hundreds of them or have leases of their own. */
  readonly inThisThread?: true | LeaseOptions;
}

/** Where the database of a workspace folder lies. */
export const databaseOf = (folder: string): string => path.join(path.resolve(folder), '.fluxo', 'fluxo.db');

/** Opens a workspace folder and makes what it lacks: `flows/` and `.fluxo/` with the database, which gets a thread of its own. Throws `setup` errors of the disk and of the database. */
export async function openWorkspace(folder: string, { now = Date.now, leaseTtlMs = usualTtlMs, inThisThread }: WorkspaceOptions = {}): Promise<Workspace> {
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
  const file = databaseOf(root);
  const died = new AbortController();
  const { store, leases, schedules, heartbeats, privacy, close } = inThisThread
    ? await openRoom(file, { now, leases: { ttlMs: leaseTtlMs, ...(inThisThread !== true && inThisThread) } })
    : await openRoomInThread(file, { now, leaseTtlMs, died: (error) => died.abort(error) });
  const ownFolderOf = (flowId: string) => path.join(own, 'flows', flowId);
  const alone: Alone = (name, work) => leases.hold(`file:${name}`, 'saving', work);

  return {
    folder: root,
    database: file,
    store: packing(store),
    leases,
    schedules,
    heartbeats,
    privacy,
    flows: makeFlowFiles(root, alone),
    edits: makeFlowEdits(ownFolderOf),
    versions: makeFlowVersions(ownFolderOf, alone),
    tables: makeTableFiles(root, alone),
    connections: makeConnectionFiles(root, alone),
    nodeSettings: makeNodeSettingsFile(root, alone),
    pins: makePinFiles(root, alone),
    died: died.signal,
    close,
  };
}
