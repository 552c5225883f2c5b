import { formatTable } from '#cli/table.ts';
import { leftOut } from './books.ts';
import type { BenchResult, Lap, Round } from './bench.ts';

/** One line of the result: the median over the rounds, and each of them. */
export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly median: number | null;
  readonly rounds: readonly (number | null)[];
  readonly note?: string;
}

type Figure = (round: Round) => number | null;

export function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  const middle = Math.floor(known.length / 2);
  if (known.length === 0) return null;
  return known.length % 2 === 1 ? known[middle]! : (known[middle - 1]! + known[middle]!) / 2;
}

/** Ratios are taken within each round, where both met the same machine. */
const ratio = (a: number | null, b: number | null) => (a === null || b === null || b === 0 ? null : a / b);

export function rowsOf({ rounds, orders }: BenchResult): readonly Row[] {
  const row = (name: string, unit: string, figure: Figure, note?: string): Row => {
    const values = rounds.map(figure);
    return { name, unit, median: median(values), rounds: values, ...(note !== undefined && { note }) };
  };
  const lap = (name: 'hand' | 'fluxo'): Row[] => [
    row(`${name}: throughput`, 'records/s', (round) => round[name].recordsPerSecond),
    row(`${name}: processor time, start included`, 's', (round) => round[name].cpuSeconds),
    row(`${name}: peak memory`, 'MB', (round) => round[name].peakRssMb),
    row(`${name}: calls to the till`, '', (round) => round[name].books.calls.till),
    row(`${name}: calls to the books`, '', (round) => round[name].books.calls.books, name === 'fluxo' ? callNote(rounds) : undefined),
    row(`${name}: processor time of the look-alikes`, 's', (round) => round[name].lookAlikesCpuSeconds),
  ];
  return [
    ...lap('hand'),
    ...lap('fluxo'),
    row('fluxo: calls to the books per order', '', (round) => round.fluxo.books.calls.books / round.fluxo.read, 'a real company lets 10 a second through'),
    row('fluxo / hand: throughput', '', (round) => ratio(round.fluxo.recordsPerSecond, round.hand.recordsPerSecond)),
    row('fluxo / hand: processor time', '', (round) => ratio(round.fluxo.cpuSeconds, round.hand.cpuSeconds)),
    row('fluxo / hand: peak memory', '', (round) => ratio(round.fluxo.peakRssMb, round.hand.peakRssMb)),
    row('second run, nothing new: duration', 's', (round) => round.again.seconds, `read ${rounds[0]?.again.read ?? 0}: the planted problems, tried again`),
    row('second run, nothing new: calls to both', '', (round) => round.again.books.calls.till + round.again.books.calls.books),
    row('log: database per record', 'bytes', (round) => round.log.bytesPerRecord),
    ...(['byOutcome', 'bySearch', 'story'] as const).flatMap((query) => [row(`log: ${queryNames[query]}, p50`, 'ms', (round) => round.log[query].p50Ms), row(`log: ${queryNames[query]}, p95`, 'ms', (round) => round.log[query].p95Ms)]),
    row(`memory: peak at ${orders} / at ${Math.max(1, Math.round(orders / 10))}`, '', (round) => ratio(round.fluxo.peakRssMb, round.tenth.peakRssMb)),
  ];
}

const queryNames = { byOutcome: 'page of 100 by outcome', bySearch: 'page of 100 by search', story: 'one record’s story' } as const;

function callNote(rounds: readonly Round[]): string {
  const total = ({ books }: Lap) => books.calls.till + books.calls.books;
  const differences = rounds.map((round) => total(round.fluxo) - total(round.hand));
  return differences.every((difference) => difference === 0) ? 'the same as hand' : `DIFFERS from hand by ${differences.map((difference) => (difference > 0 ? `+${difference}` : String(difference))).join(', ')}`;
}

function shown(value: number | null): string {
  if (value === null) return 'n/a';
  if (Number.isInteger(value)) return String(value);
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** The result for people. */
export function describeBench(result: BenchResult): string {
  const { books } = result.rounds[0]!.fluxo;
  const range = ({ rounds }: Row) => {
    const known = rounds.filter((value) => value !== null);
    return known.length < 2 || known.every((value) => value === known[0]) ? '' : `${shown(Math.min(...known))} to ${shown(Math.max(...known))}`;
  };
  return [
    `Fluxo ${result.fluxo}${result.commit === null ? '' : ` (${result.commit})`}, Node ${result.node}, ${result.system}, ${result.processors}`,
    `${result.orders} orders of the till into the books, ${result.rounds.length} ${result.rounds.length === 1 ? 'round' : 'rounds'} in turn; medians, ratios within each round.`,
    `Both left the same books: ${books.documents} documents of ${books.total} EUR in all (orders ${leftOut.from} to ${leftOut.to}, with the planted troubles, left out).`,
    '',
    formatTable(['figure', 'median', 'unit', 'rounds', 'note'], rowsOf(result).map((row) => [row.name, shown(row.median), row.unit, range(row), row.note ?? '']), ['median']),
  ].join('\n');
}
