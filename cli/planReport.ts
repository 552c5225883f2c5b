import { round } from '#shared/money/decimal.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { checkSums, totalsBy, type SumCheck, type Total, type TotalDimension } from '#shared/records/totals.ts';
import type { PlannedWrite } from '#shared/records/plan.ts';
import { formatTable } from './table.ts';

/** What a run wrote, or would write, as `--json` prints it under `plan`. */
export interface PlanJson {
  /** The run to name with `--apply`; absent for a run that wrote. */
  readonly run?: string;
  readonly totals: Readonly<Partial<Record<TotalDimension, readonly Omit<Total, 'by'>[]>>>;
  /** What was read for the documents against what they come to; null when there are none. */
  readonly check: SumCheck | null;
}

const headings: Readonly<Record<TotalDimension, string>> = { outcome: 'records', write: 'writes', document: 'documents', taxCode: 'tax code', account: 'revenue account', paymentMethod: 'payment method', day: 'day', dayTaxCode: 'day and tax code', stock: 'stock', stockMoved: 'change of stock' };
const withoutKey: Readonly<Partial<Record<TotalDimension, string>>> = { paymentMethod: '(on account)', account: '(not known)', stock: '(all)' };

export function planJson(totals: readonly Total[], summary: Pick<RunSummary, 'dryRun' | 'runId'>): PlanJson {
  const byDimension = Object.groupBy(totals, ({ by }) => by);
  return { ...(summary.dryRun && { run: summary.runId }), totals: Object.fromEntries((Object.keys(byDimension) as TotalDimension[]).map((by) => [by, totalsBy(totals, by).map(({ by: _by, ...total }) => total)])), check: checkSums(totals) };
}

/** The totals of a run as tables, smaller first; empty when nothing was written. */
export function describeTotals(totals: readonly Total[]): string {
  const documents = totals.some(({ by }) => by === 'document');
  const days: TotalDimension = totals.some(({ by }) => by === 'dayTaxCode') ? 'dayTaxCode' : 'day';
  const dimensions: readonly TotalDimension[] = ['write', ...(documents ? (['document', 'taxCode', 'account', 'paymentMethod', days] as const) : []), 'stock', 'stockMoved'];
  const tables = dimensions.flatMap((by) => {
    const rows = totalsBy(totals, by);
    return rows.length === 0 ? [] : [tableOf(by, rows)];
  });
  const check = checkSums(totals);
  return [...tables, ...(check ? [describeCheck(check)] : [])].join('\n\n');
}

function tableOf(by: TotalDimension, rows: readonly Total[]): string {
  const isPieces = by === 'stock' || by === 'stockMoved';
  const amounts = (['net', 'tax', 'total'] as const).filter((column) => rows.some((row) => row[column] !== undefined));
  const within = rows.some((row) => row.within !== undefined);
  const heading = [headings[by], ...(within ? [''] : []), 'count', ...(isPieces ? ['pieces'] : amounts)];
  const cell = (value: string | undefined) => (value === undefined ? '' : isPieces ? value : round(value, 2));
  const lines = rows.map((row) => [row.key || (withoutKey[by] ?? ''), ...(within ? [row.within ?? ''] : []), String(row.count), ...amounts.map((column) => cell(row[column]))]);
  return formatTable(heading, lines, ['count', 'net', 'tax', 'total', 'pieces']);
}

function describeCheck({ read, documents, difference, currency }: SumCheck): string {
  const [there, here] = [round(read, 2), round(documents, 2)];
  if (/^-?0(\.0+)?$/.test(difference)) return `Read ${there} ${currency} = documents ${here} ${currency}: equal to the cent.`;
  return `Read ${there} ${currency}, documents ${here} ${currency}: a difference of ${round(difference, 2)}.`;
}

/** One planned write as lines: what it is, then each field with what is there now. */
export function describeWrite({ label, thing, changes, more, planned }: PlannedWrite): string {
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  const name = thing === undefined ? '' : ` (${text(thing)})`;
  const lines = changes.map(({ path, before, after }) => `      ${path}: ${before === undefined ? '' : `${text(before)} → `}${after === undefined ? '(goes)' : text(after)}`);
  return [`  ☐ ${label}${name}${planned ? ', as planned by an earlier record' : ''}`, ...lines, ...(more ? [`      … and ${more.count} more fields`] : [])].join('\n');
}
