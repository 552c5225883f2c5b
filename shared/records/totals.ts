import { add, subtract } from '../money/decimal.ts';
import type { Decimal } from '../money/decimal.ts';

/**
 * What the totals of a run are told by. `outcome`: the source's own amounts, by what became of the records. `write`: the kinds of writes.
 * The others are of the documents written: their kind, tax codes, revenue accounts, ways of payment, days, and the tax codes of each day; or of quantities: pieces by where they
 * are, and by how many they become more or fewer.
 */
export const totalDimensions = ['outcome', 'write', 'document', 'taxCode', 'account', 'paymentMethod', 'day', 'dayTaxCode', 'stock', 'stockMoved'] as const;
export type TotalDimension = (typeof totalDimensions)[number];

/** What one write, or one record, adds to a total. */
export interface TotalPart {
  readonly by: TotalDimension;
  /** In words a bookkeeper knows: the name of the tax code, not its id. Empty where there is none, such as a sale without a way of payment. */
  readonly key: string;
  /** Currency of an outcome's amount, tax code of a day. */
  readonly within?: string;
  /** Absent = 1. */
  readonly count?: number;
  readonly net?: Decimal;
  readonly tax?: Decimal;
  /** Including tax. */
  readonly total?: Decimal;
}

export type Total = TotalPart & { readonly count: number };

/** Stands for all keys of a dimension beyond the most that are told apart. */
export const otherKeys = '…';

const nameOf = ({ by, key, within = '' }: TotalPart): string => `${by}\n${key}\n${within}`;

/** Two parts of the same total as one. */
export function addTotals(a: TotalPart, b: TotalPart): Total {
  const both = (field: 'net' | 'tax' | 'total') => {
    const [one, other] = [a[field], b[field]];
    return one === undefined && other === undefined ? {} : { [field]: add(one ?? '0', other ?? '0') };
  };
  return { by: a.by, key: a.key, ...(a.within !== undefined && { within: a.within }), count: (a.count ?? 1) + (b.count ?? 1), ...both('net'), ...both('tax'), ...both('total') };
}

/** Parts added up by dimension and key, exactly. */
export function addUp(parts: Iterable<TotalPart>): readonly Total[] {
  const totals = new Map<string, Total>();
  for (const part of parts) {
    const name = nameOf(part);
    const before = totals.get(name);
    totals.set(name, before ? addTotals(before, part) : { ...part, count: part.count ?? 1 });
  }
  return [...totals.values()];
}

/** Dimensions in which a sale counts once, however many targets make a document of it: else a flow into books and a file would show each day twice. */
const oncePerSale: ReadonlySet<TotalDimension> = new Set<TotalDimension>(['taxCode', 'account', 'paymentMethod', 'day', 'dayTaxCode']);

/** What one record adds, of what each of its targets would add: sales by the first target that tells a dimension, writes, documents and quantities by all. */
export function totalsOfRecord(byTarget: Iterable<readonly TotalPart[]>): readonly TotalPart[] {
  const told = new Set<TotalDimension>();
  const all: TotalPart[] = [];
  for (const parts of byTarget) {
    const own = parts.filter(({ by }) => !told.has(by));
    for (const { by } of own) if (oncePerSale.has(by)) told.add(by);
    all.push(...own);
  }
  return all;
}

/** Amount and currency of a record as its stream describes it (`29.04 EUR`, `€ 29.04`); null when it says no amount or no currency. */
export function readAmount(text: string | undefined): { readonly amount: Decimal; readonly currency: string } | null {
  const amount = text === undefined ? null : /-?\d+(\.\d+)?/.exec(text);
  if (!amount) return null;
  const currency = (text!.slice(0, amount.index) + text!.slice(amount.index + amount[0].length)).trim();
  return currency === '' ? null : { amount: amount[0], currency };
}

/** Of the totals of a run those of one dimension, the largest groups of amounts or counts kept in the order of their keys. */
export function totalsBy(totals: readonly Total[], by: TotalDimension): readonly Total[] {
  const order = (total: Total) => (total.key === otherKeys ? 1 : 0);
  return totals.filter((total) => total.by === by).toSorted((a, b) => order(a) - order(b) || a.key.localeCompare(b.key, 'en', { numeric: true }) || (a.within ?? '').localeCompare(b.within ?? '', 'en', { numeric: true }));
}

/** Whether what was read for the documents of a run and what they come to agree: to the cent, in one currency. */
export interface SumCheck {
  readonly read: Decimal;
  readonly documents: Decimal;
  readonly difference: Decimal;
  readonly currency: string;
}

/** Null when the run made no documents, or what was read has several currencies, or tells none. Only records that were created became documents; by their days each sale counts once. */
export function checkSums(totals: readonly Total[]): SumCheck | null {
  const days = totals.filter(({ by }) => by === 'day');
  const documents = days.length > 0 ? days : totals.filter(({ by }) => by === 'document');
  const read = totals.filter(({ by, key }) => by === 'outcome' && key === 'created');
  if (documents.length === 0 || read.length !== 1) return null;
  const sumOf = (some: readonly Total[]) => some.reduce((sum, { total }) => add(sum, total ?? '0'), '0');
  const [there, here] = [sumOf(read), sumOf(documents)];
  return { read: there, documents: here, difference: subtract(there, here), currency: read[0]?.within ?? '' };
}
