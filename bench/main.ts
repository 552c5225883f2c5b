/**
 * `npm run bench -- --suite books|gate|full|pace|mapping|mapper|log|canvas …`: how fast the shipped command line is, by ratios to hand-written loops that do the same. Method and figures:
 * docs/bench.md. Ends with 1 when a gate fails or the contestants did not deliver the same, 2 for a wrong call.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../scripts/freshBuild.ts';
import { runBench } from './bench.ts';
import { runCanvasBench } from './canvas/bench.ts';
import { describePanel, runPanelSuite } from './panel/suite.ts';
import { describeLog, runLogSuite } from './log/suite.ts';
import { runPaceSuite } from './pace/suite.ts';
import { runMapperSuite } from './mapper/suite.ts';
import { runMappingSuite } from './mapping/suite.ts';
import { describeBench, rowsOf } from './report.ts';
import { runThroughput } from './throughput/bench.ts';
import { describeRows } from './throughput/describe.ts';
import { verdictOf, type TargetRow } from './throughput/rows.ts';
import type { describeMachine } from './machine.ts';

const help = `npm run bench -- [options]
  --suite books   orders of the till into the books, against a hand-written loop with the same calls (default)
  --suite gate    throughput over HTTP with the gates of a build, small sizes
  --suite full    all rows of the targets about engine and log
  --suite mapping mapping and formulas alone: one thread, no service, no log
  --suite mapper  typing in a mapper of 200 fields, in Chromium: from a letter to its result on the screen
  --suite pace    what the engine adds to a call of a service 50 ms away, and how much of a service’s limit of calls it uses
  --suite log     the log at a million rows: what its pages, searches and stories cost, at rest and while a run writes (short: --log)
  --suite canvas  a large flow on the canvas: elements, cards drawn, pictures a second
  --nodes N       canvas: nodes (default 5000)
  --suite log-panel   the log panel of the built app over a million rows: jumps and scrolling, in Chromium
  --rows N        log, log-panel: rows (default 1000000)
  --rounds N      rounds in turn (books, gate, canvas 3, full 5)
  --orders N      books: orders (default 10000)
  --size 20k|100k|1m   throughput: orders of the main rows (gate 20k, full 100k)
  --peers nodered      throughput, canvas: also Node-RED 5.0.7, installed with npm into a scratch folder
  --json FILE     every figure of every round`;

function wrongCall(text: string): never {
  console.error(`${text}\n\n${help}`);
  process.exit(2);
}

function wholeNumber(text: string, name: string, least: number): number {
  const number = Number(text);
  return Number.isInteger(number) && number >= least ? number : wrongCall(`--${name} takes a whole number from ${least}, not “${text}”.`);
}

for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => process.exit(130));

const texts = ['suite', 'rounds', 'orders', 'rows', 'nodes', 'size', 'peers', 'json'] as const;
const options = Object.fromEntries(texts.map((name) => [name, { type: 'string' as const }])) as Record<(typeof texts)[number], { type: 'string' }>;
const { values } = parseArgs({ options: { ...options, log: { type: 'boolean' }, help: { type: 'boolean' } } });
const sizes: Readonly<Record<string, number>> = { '20k': 20_000, '100k': 100_000, '1m': 1_000_000 };
const say = (line: string) => console.error(line);
const keep = async (result: object) => (values.json === undefined ? undefined : writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`));

async function books(): Promise<void> {
  const result = await runBench({ orders: wholeNumber(values.orders ?? '10000', 'orders', 100), rounds: wholeNumber(values.rounds ?? '3', 'rounds', 1), say });
  console.log(`\n${describeBench(result)}`);
  await keep({ ...result, rows: rowsOf(result) });
}

async function throughput(suite: 'gate' | 'full'): Promise<void> {
  const size = sizes[values.size ?? (suite === 'gate' ? '20k' : '100k')] ?? wrongCall(`--size takes one of ${Object.keys(sizes).join(', ')}.`);
  const result = await runThroughput({ suite, size, rounds: wholeNumber(values.rounds ?? (suite === 'gate' ? '3' : '5'), 'rounds', 1), peers: knownPeers(), say });
  tellRows(result);
  await keep(result);
}

function knownPeers(): readonly string[] {
  const peers = (values.peers ?? '').split(',').filter((peer) => peer !== '');
  return peers.some((peer) => peer !== 'nodered') ? wrongCall('--peers knows nodered only.') : peers;
}

/** Prints the rows; one behind its gate ends the command with 1. */
function tellRows(result: ReturnType<typeof describeMachine> & { readonly rows: readonly TargetRow[] }, more?: string): void {
  console.log(`\nFluxo ${result.fluxo} (${result.commit ?? 'no checkout'}), Node ${result.node}, ${result.system}, ${result.processors}, ${[more, result.at].filter(Boolean).join(', ')}\n\n${describeRows(result.rows)}`);
  const failed = result.rows.filter((row) => verdictOf(row) === 'FAILED');
  if (failed.length === 0) return;
  console.error(`\nBehind its gate: ${failed.map((row) => `${row.id} ${row.what}`).join('; ')}.`);
  process.exitCode = 1;
}

async function canvas(): Promise<void> {
  const result = await runCanvasBench({ nodes: wholeNumber(values.nodes ?? '5000', 'nodes', 500), rounds: wholeNumber(values.rounds ?? '3', 'rounds', 1), peers: knownPeers(), say });
  tellRows(result, `Chromium ${result.chromium}, ${result.nodes} nodes`);
  await keep(result);
}

async function pace(): Promise<void> {
  const result = await runPaceSuite({ rounds: wholeNumber(values.rounds ?? '3', 'rounds', 1), say });
  tellRows(result);
  await keep(result);
}

async function log(): Promise<void> {
  const result = await runLogSuite({ rows: wholeNumber(values.rows ?? '1000000', 'rows', 1000), say });
  console.log(`\n${describeLog(result)}`);
  await keep(result);
}

async function panel(): Promise<void> {
  const result = await runPanelSuite({ rows: wholeNumber(values.rows ?? '1000000', 'rows', 1000), say });
  console.log(`\n${describePanel(result)}`);
  await keep(result);
}

async function mapper(): Promise<void> {
  const result = await runMapperSuite({ fields: 200, letters: 120 });
  console.log(`\n${result.text}`);
  await keep(result.rows);
}

if (values.help) {
  console.log(help);
  process.exit();
}
const suite = values.log ? 'log' : (values.suite ?? 'books');
if (suite !== 'books' && suite !== 'gate' && suite !== 'full' && suite !== 'mapping' && suite !== 'mapper' && suite !== 'log' && suite !== 'log-panel' && suite !== 'canvas' && suite !== 'pace') wrongCall('--suite takes books, gate, full, pace, mapping, mapper, log, log-panel or canvas.');
try {
  if (suite !== 'mapping' && suite !== 'log') await ensureBuilt();
  if (suite === 'mapping') console.log(await runMappingSuite());
  else if (suite === 'mapper') await mapper();
  else if (suite === 'log') await log();
  else if (suite === 'log-panel') await panel();
  else if (suite === 'canvas') await canvas();
  else if (suite === 'pace') await pace();
  else await (suite === 'books' ? books() : throughput(suite));
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exitCode = 1;
}
