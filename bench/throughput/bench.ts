import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describeMachine } from '../machine.ts';
import { cleanAtTheEnd } from '../child.ts';
import { installNodeRed } from './nodeRed.ts';
import type { TargetRow } from './rows.ts';
import { startService } from './service.ts';
import { runSuite } from './suites.ts';
import type { SuiteName } from './suites.ts';

export interface ThroughputOptions {
  readonly suite: SuiteName;
  readonly size: number;
  readonly rounds: number;
  readonly peers: readonly string[];
  readonly say: (line: string) => void;
}

export interface ThroughputResult extends ReturnType<typeof describeMachine> {
  readonly suite: SuiteName;
  readonly size: number;
  readonly rows: readonly TargetRow[];
}

/** The shipped command line against a hand-written loop, and on demand Node-RED, on a service in a process of its own. Throws when one of them did not deliver the same records. */
export async function runThroughput({ suite, size, rounds, peers, say }: ThroughputOptions): Promise<ThroughputResult> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'fluxo-bench-'));
  const clean = cleanAtTheEnd(scratch);
  const service = await startService();
  try {
    const nodeRed = peers.includes('nodered') ? await installNodeRed(path.join(scratch, 'node-red'), say) : null;
    const rows = await runSuite({ service, scratch, rounds, nodeRed, say }, suite, size);
    return { ...describeMachine(), suite, size, rows };
  } finally {
    await service.stop();
    clean();
  }
}
