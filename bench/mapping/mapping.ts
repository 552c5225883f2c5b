import { isDeepStrictEqual } from 'node:util';
import { generateMapping } from '#engine/mapping/generateMapping.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import { mapByHand } from './byHand.ts';
import { makeOrders, shopMapping, type ShopOrder } from './fixture.ts';

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

/** The mapping of performance.md's fixture: by hand, by generated code, by closures. Throws when they do not make the same. */
export function benchMapping(turns = 60): Duel {
  const orders = makeOrders(1000);
  const [generated, closures] = [generateMapping(shopMapping), compileMapping(shopMapping)];
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
  for (const order of orders) {
    const byHand = plain(mapByHand(order));
    if (![generated, closures].every((map) => isDeepStrictEqual(plain(map(order).value), byHand))) throw new Error(`order ${order.id} is not mapped as by hand`);
  }
  return duel({ 'by hand': mapByHand, 'generated code': (order: ShopOrder) => generated(order), closures: (order: ShopOrder) => closures(order) }, JSON.stringify(orders), { turns, passes: 5 });
}
