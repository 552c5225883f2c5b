import type { Lap } from './contestants.ts';
import { mapOrder } from './handMap.ts';
import { rounds } from './measure.ts';
import type { HandWay, Round, Workbench } from './measure.ts';
import { runNodeRed } from './nodeRed.ts';
import { shopOrder } from './orders.ts';
import type { TargetRow } from './rows.ts';

export type SuiteName = 'gate' | 'full';

/** The plain loop of the reference, the same with as many as help when the service is far, and one record a POST. */
const plain: HandWay = { readers: 2, writers: 4 };
const far: HandWay = { readers: 8, writers: 16 };
const single: HandWay = { readers: 2, writers: 8 };
const batch = 500;

/** Bytes of a record's two payloads as plain text. */
function plainBytes(orders: number): number {
  let bytes = 0;
  for (let number = 1; number <= orders; number += 1) {
    const order = shopOrder(number);
    bytes += Buffer.byteLength(JSON.stringify(order)) + (order.state === 'cancelled' ? 0 : Buffer.byteLength(JSON.stringify(mapOrder(order))));
  }
  return bytes / orders;
}

const over = (list: readonly Round[], figure: (round: Round) => number | null) => list.map(figure).filter((value) => value !== null);
const ratio = (a: number | null, b: number | null) => (a === null || b === null || b === 0 ? null : a / b);

/** All rows of the targets that are about the engine and the log, in the order in which they are measured: those without a clock first. */
export async function runSuite(bench: Workbench, suite: SuiteName, size: number): Promise<readonly TargetRow[]> {
  const { service, say } = bench;
  const gate = suite === 'gate';
  const orders = size;
  await rounds(bench, 'the same records, field by field', { orders: 5000, batch, latencyMs: 0 }, plain, { times: 1, verify: true });

  const main = await rounds(bench, `${orders} orders`, { orders, batch, latencyMs: 0 }, plain, { nodeRed: true });
  const [small, large] = gate ? [20_000, 200_000] : [100_000, 1_000_000];
  const atSmall = orders === small ? main : await rounds(bench, `memory at ${small}`, { orders: small, batch, latencyMs: 0 }, plain, { times: 1 });
  const atLarge = await rounds(bench, `memory at ${large}`, { orders: large, batch, latencyMs: 0 }, plain, { times: 1 });
  const delayed = await rounds(bench, '50 ms away', { orders: Math.min(orders, 100_000), batch, latencyMs: 50 }, far, { times: gate ? 1 : bench.rounds, nodeRed: true });
  const one = await rounds(bench, 'one POST a record', { orders: gate ? 5_000 : 20_000, batch: 1, latencyMs: 0 }, single, { times: gate ? 2 : bench.rounds });

  const noCode: number[] = [];
  if (bench.nodeRed) {
    const job = { orders: 10_000, batch, latencyMs: 0 };
    for (const round of await rounds(bench, '10000 orders', job, plain, { times: Math.min(3, bench.rounds) })) {
      const lap: Lap = await runNodeRed(bench.nodeRed, service, job, 'jsonata');
      say(`Node-RED, split, switch, change with JSONata, join: ${lap.recordsPerSecond.toFixed(0)}/s`);
      noCode.push(round.fluxo.recordsPerSecond / lap.recordsPerSecond);
    }
  }

  const peak = (list: readonly Round[]) => Math.max(...over(list, (round) => round.fluxo.peakRssMb));
  const bytes = plainBytes(2000);
  const share = (list: readonly Round[]) => over(list, ({ fluxo, hand }) => ratio(fluxo.recordsPerSecond, hand.recordsPerSecond));
  const uncapped = 'the reference is not capped';
  return [
    { id: 'P8', what: `peak memory at ${large} / at ${small}, full log`, sense: '<=', target: 1.3, gate: 1.5, rounds: [peak(atLarge) / peak(atSmall)], note: `${peak(atSmall).toFixed(0)} and ${peak(atLarge).toFixed(0)} MB` },
    { id: 'P9', what: 'peak memory / hand’s', sense: '<=', target: 1, gate: 1.3, rounds: over(main, ({ fluxo, hand }) => ratio(fluxo.peakRssMb, hand.peakRssMb)), note: uncapped },
    { id: 'P9', what: 'peak memory / Node-RED’s', sense: '<=', target: 0.7, rounds: over(main, ({ fluxo, nodeRed }) => ratio(fluxo.peakRssMb, nodeRed?.peakRssMb ?? null)) },
    { id: 'P12', what: 'log on disk / plain text of both payloads', sense: '<=', target: 0.2, gate: 0.25, rounds: over(atLarge, ({ fluxo }) => fluxo.logBytes / large / bytes), note: `${over(atLarge, ({ fluxo }) => fluxo.logBytes / large)[0]?.toFixed(0)} of ${bytes.toFixed(0)} bytes a record; everything counts: rows, ledger, indexes` },
    { id: 'P1', what: `throughput / hand’s, ${orders} orders, full log`, sense: '>=', target: 0.7, gate: 0.5, rounds: share(main) },
    { id: 'P2', what: 'throughput with the log off', sense: '>=', target: 0.85, rounds: [], note: 'Fluxo has no such setting: without its log nothing could be resumed' },
    { id: 'P3', what: 'throughput on both cores / hand’s', sense: '>=', target: 1, rounds: share(main), note: 'the same figure as P1: engine and log share both cores already' },
    { id: 'P4', what: 'throughput / Node-RED’s function node over the page', sense: '>=', target: 1.5, gate: 1.2, rounds: over(main, ({ fluxo, nodeRed }) => ratio(fluxo.recordsPerSecond, nodeRed?.recordsPerSecond ?? null)) },
    { id: 'P5', what: 'throughput / Node-RED’s split, switch, change (JSONata), join', sense: '>=', target: 15, gate: 10, rounds: noCode },
    { id: 'P6', what: 'throughput / n8n’s', sense: '>=', target: 15, rounds: [], note: 'not measured here: n8n takes 2.9 GB to install' },
    { id: 'P7', what: 'processor time / hand’s, start included', sense: '<=', target: 2, gate: 2.5, rounds: over(main, ({ fluxo, hand }) => ratio(fluxo.cpuSeconds, hand.cpuSeconds)), note: `${over(main, ({ fluxo }) => fluxo.cpuSeconds)[0]?.toFixed(1)} s against ${over(main, ({ hand }) => hand.cpuSeconds)[0]?.toFixed(1)} s` },
    { id: 'P10', what: '50 ms away, default settings / hand’s best (8 + 16)', sense: '>=', target: 0.8, gate: 0.6, rounds: share(delayed), note: `${Math.max(...over(delayed, ({ fluxo }) => fluxo.mostInFlight))} requests at once at most` },
    { id: 'P10', what: '50 ms away / Node-RED’s', sense: '>=', target: 5, rounds: over(delayed, ({ fluxo, nodeRed }) => ratio(fluxo.recordsPerSecond, nodeRed?.recordsPerSecond ?? null)) },
    { id: 'P11', what: 'one POST a record / hand’s, 8 in flight', sense: '>=', target: 0.7, gate: 0.5, rounds: share(one) },
    { id: 'P16', what: 'start to first request / Node-RED’s 1.1 s', sense: '<=', target: 0.4, gate: 0.7, rounds: over(main, ({ fluxo, nodeRed }) => fluxo.startSeconds / (nodeRed?.startSeconds ?? 1.1)), note: `${over(main, ({ fluxo }) => fluxo.startSeconds)[0]?.toFixed(2)} s` },
  ];
}
