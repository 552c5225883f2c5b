/**
 * `npm run bench -- [--orders N] [--rounds N] [--json FILE]`: records/s of the demo flow, peak memory, and its share of a hand-written loop
 * that makes the same calls. Method and figures: docs/bench.md. Ends with 1 when the books differ, 2 for a wrong call.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runBench } from './bench.ts';
import { describeBench, rowsOf } from './report.ts';

function wholeNumber(text: string, name: string, least: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least) return number;
  console.error(`--${name} takes a whole number from ${least}, not “${text}”.`);
  process.exit(2);
}

for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => process.exit(130));

const { values } = parseArgs({ options: { orders: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '3' }, json: { type: 'string' } } });
const orders = wholeNumber(values.orders, 'orders', 100);
const rounds = wholeNumber(values.rounds, 'rounds', 1);
try {
  const result = await runBench({ orders, rounds, say: (line) => console.error(line) });
  console.log(`\n${describeBench(result)}`);
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ ...result, rows: rowsOf(result) }, null, 2)}\n`);
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exitCode = 1;
}
