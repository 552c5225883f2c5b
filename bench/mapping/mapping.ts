import { isDeepStrictEqual } from 'node:util';
import { generateMapping } from '#engine/mapping/generateMapping.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import { mapOrder } from '../throughput/handMap.ts';
import { orderMapping } from '../throughput/job.ts';
import { shopOrder, type ShopOrder } from '../throughput/orders.ts';

/** One way of doing the work, and what it takes. */
export interface Contestant {
  readonly name: string;
  readonly microseconds: number;
}

export interface Duel {
  readonly contestants: readonly Contestant[];
  /** The named contestant's speed as a share of the first one's. */
  share(name: string): number;
}

/**
 * Processor time of each contestant per record, in turn and many times over the same page; the least of all turns counts, because
 * whatever else the machine does only ever adds to it. Records are parsed anew for each turn, as they come from a service.
 */
export function duel(contestants: Readonly<Record<string, (record: never) => unknown>>, page: string, { turns, passes }: { readonly turns: number; readonly passes: number }): Duel {
  const least = new Map<string, number>();
  let kept: unknown;
  for (let turn = 0; turn < turns; turn++) {
    for (const [name, work] of Object.entries(contestants)) {
      const records = JSON.parse(page) as never[];
      for (let pass = 0; pass < 3; pass++) for (const record of records) kept = work(record);
      const before = process.cpuUsage();
      for (let pass = 0; pass < passes; pass++) for (const record of records) kept = work(record);
      const used = process.cpuUsage(before);
      const each = (used.user + used.system) / passes / records.length;
      least.set(name, Math.min(least.get(name) ?? Infinity, each));
    }
  }
  if (kept === undefined) throw new Error('nothing was made');
  const all = [...least].map(([name, microseconds]) => ({ name, microseconds }));
  return { contestants: all, share: (name) => all[0]!.microseconds / all.find((each) => each.name === name)!.microseconds };
}

/** The mapping of the throughput rows: by hand, by generated code, by closures. Throws when they do not make the same. */
export function benchMapping(turns = 60): Duel {
  const records = Array.from({ length: 1000 }, (_, at) => ({ columns: shopOrder(at + 1) }));
  const [generated, closures] = [generateMapping(orderMapping), compileMapping(orderMapping)];
  type Given = { readonly columns: ShopOrder };
  const ways = { 'by hand': (record: Given) => mapOrder(record.columns), 'generated code': (record: Given) => generated(record).value, closures: (record: Given) => closures(record).value };
  // Whether a number is left as it came or told as text is the mapping's affair, not a difference in work done.
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'number' ? String(inner) : inner))) as unknown;
  for (const record of records) {
    const byHand = plain(ways['by hand'](record));
    if (!Object.values(ways).every((way) => isDeepStrictEqual(plain(way(record)), byHand))) throw new Error(`order ${record.columns.id} is not mapped as by hand`);
  }
  return duel(ways, JSON.stringify(records), { turns, passes: 5 });
}
