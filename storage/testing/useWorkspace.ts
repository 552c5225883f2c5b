import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { afterEach, beforeEach } from 'vitest';
import type { Fence } from '#engine/ports.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { openWorkspace, type Workspace, type WorkspaceOptions } from '../workspace.ts';

/** A flow with a till to read from and nothing else. */
export const tillFlow: FlowDocument = { fluxo: 1, id: 'f', name: 'Flow', nodes: [{ id: 'till', kind: 'source', connection: 'c', settings: { stream: 'till.sales' }, position: { x: 0, y: 0 } }], edges: [] };

export interface UsedWorkspace {
  readonly folder: string;
  readonly workspace: Workspace;
  /** Of the lease that a run of `tillFlow` needs. */
  readonly fence: Fence;
  /** The first value that a question to the file itself, past the store, is answered with. */
  inFile(sql: string): SQLOutputValue | undefined;
}

/** A workspace in a folder of its own, its database in this thread, opened before each test of a file and closed after it. */
export function useWorkspace(options: Omit<WorkspaceOptions, 'inThisThread'> = {}): UsedWorkspace {
  const used: { -readonly [K in keyof UsedWorkspace]: UsedWorkspace[K] } = {
    folder: '',
    workspace: undefined as unknown as Workspace,
    fence: undefined as unknown as Fence,
    inFile(sql) {
      const db = new DatabaseSync(used.workspace.database, { readOnly: true });
      try {
        return Object.values(db.prepare(sql).get() ?? {})[0];
      } finally {
        db.close();
      }
    },
  };
  beforeEach(async () => {
    used.folder = await mkdtemp(path.join(tmpdir(), 'fluxo-workspace-'));
    used.workspace = await openWorkspace(used.folder, { ...options, inThisThread: true });
    used.fence = (await used.workspace.leases.take('flow:f', 'test'))!.fence;
  });
  afterEach(async () => {
    await used.workspace.close();
    await rm(used.folder, { recursive: true, force: true });
  });
  return used;
}
