import type { FinishedRecord, RunStore } from '#engine/ports.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import type { Outcome } from '#shared/records/outcomes.ts';
import type { Workspace } from '#storage/workspace.ts';
import { makeOrder } from './orders.ts';

export const flow: FlowDocument = { fluxo: 1, id: 'bench-log', name: 'Orders into the books', nodes: [{ id: 'till', kind: 'source', connection: 'till', settings: { stream: 'till.orders' }, position: { x: 0, y: 0 } }], edges: [] };

const pageSize = 1000;
/** Pages that are finished while the next one is taken, as in a run. */
const mostUnkept = 4;

/** Two in a thousand are refused, one in twenty is skipped. */
export const outcomeOf = (index: number): Outcome => (index % 500 === 3 ? 'rejected' : index % 20 === 7 ? 'skipped' : 'created');

export interface Written {
  readonly rows: number;
  readonly seconds: number;
  /** Texts of source and mapped records, in bytes. */
  readonly plainBytes: number;
  /** Microseconds of processor time per record: in the caller's thread (packing and waiting, the making of the records left out) and in the others. */
  readonly callerUs: number;
  readonly threadUs: number;
}

/** Writes a run of `rows` orders through the store as the engine does, until it is done or `enough` says so. */
export async function writeRun(workspace: Workspace, runId: string, rows: number, enough: () => boolean = () => false): Promise<Written> {
  const { store, leases } = workspace;
  const lease = await leases.take(`flow:${flow.id}`, flow.name);
  if (!lease) throw new Error('Somebody else writes to the log of the bench.');
  await store.startRun({ runId, flow, dryRun: false, trigger: 'cli', at: Date.now(), resume: null }, lease.fence);
  const unkept: Promise<void>[] = [];
  let written = 0;
  let plainBytes = 0;
  let making = 0;
  const began = performance.now();
  const [all, own] = [process.cpuUsage(), process.threadCpuUsage()];
  for (; written < rows && !enough(); written += pageSize) {
    const before = process.threadCpuUsage();
    const orders = Array.from({ length: Math.min(pageSize, rows - written) }, (_, at) => makeOrder(written + at));
    for (const { record, mapped } of orders) plainBytes += Buffer.byteLength(JSON.stringify(record.source)) + Buffer.byteLength(JSON.stringify(mapped));
    making += microseconds(process.threadCpuUsage(before));
    const { records } = await store.takePage(runId, 'till', { records: orders.map(({ record }) => record), cursor: written, dedupe: false, steps: [] }, lease.fence);
    unkept.push(finish(store, runId, records.map(({ seq }, at) => ended(seq, written + at, orders[at]!.mapped)), lease.fence));
    if (unkept.length > mostUnkept) await unkept.shift();
  }
  await Promise.all(unkept);
  const seconds = (performance.now() - began) / 1000;
  const caller = microseconds(process.threadCpuUsage(own));
  const total = microseconds(process.cpuUsage(all));
  await store.finishRun(runId, { status: 'problems', at: Date.now(), nodes: {} }, lease.fence);
  await lease.release();
  return { rows: written, seconds, plainBytes, callerUs: (caller - making) / written, threadUs: (total - caller) / written };
}

const microseconds = ({ user, system }: NodeJS.CpuUsage) => user + system;
const finish = (store: RunStore, runId: string, records: readonly FinishedRecord[], fence: Parameters<RunStore['finishRecords']>[2]) => store.finishRecords(runId, { records, shared: [], nodes: {} }, fence);

function ended(seq: number, index: number, mapped: FinishedRecord['mapped']): FinishedRecord {
  const outcome = outcomeOf(index);
  const base = { seq, outcome, mapped, steps: [{ kind: 'note' as const, at: 1, node: 'books', text: { code: 'bench.sent', text: 'Sent with 499 others.' } }], at: 1_800_000_000_000 + index, ms: 3 };
  if (outcome === 'rejected') return { ...base, reason: { code: 'bench.refused', text: 'The books refuse it: no tax code for 19 %.' }, problem: { error: { code: 'bench.refused', kind: 'data', what: 'No tax code.' }, cause: 'bench.refused' } };
  if (outcome === 'skipped') return { ...base, reason: { code: 'bench.skipped', text: 'Nothing changed since it was written.' } };
  return { ...base, reason: { code: 'bench.created', text: `Created SalesReceipt ${900_000 + index}.` }, target: { type: 'SalesReceipt', id: String(900_000 + index) } };
}
