import { compileCommon } from '#shared/formulas/compileCommon.ts';
import { generateMapping } from '#engine/mapping/generateMapping.ts';
import { parseFormula } from '#shared/formulas/parseFormula.ts';
import { resultOf } from '#shared/formulas/result.ts';
import jsonata from 'jsonata';
import { isDeepStrictEqual } from 'node:util';
import { shopOrder } from '../throughput/orders.ts';
import type { Contestant, Duel } from './mapping.ts';

/** What shops write, all of the common part. */
export const commonFormulas: readonly string[] = [
  'customer.first & " " & customer.last',
  'customer.phone ?? "none"',
  '$round(total * 1.21, 2)',
  'payment in ["ideal", "card"] ? "bank" : "cash"',
  '$uppercase($substring(address.zip, 0, 4))',
  'total > 100 and state = "complete"',
  '$sum(lines.(price * qty))',
  '$join(lines.sku, ", ")',
];

/** Eight formulas on each record: JSONata as it comes (each parsed once), closures, and generated code as part of a mapping. Throws when they differ. */
export async function benchFormulas(turns = 12): Promise<Duel> {
  const page = JSON.stringify(Array.from({ length: 200 }, (_, at) => shopOrder(at + 1)));
  const bare = commonFormulas.map((text) => jsonata(text));
  const closures = commonFormulas.map((text) => compileCommon(parseFormula(text).common!));
  const generated = generateMapping({ entity: 'x', fields: commonFormulas.map((text, at) => ({ target: `f${at}`, from: { kind: 'formula', text } })), lists: [] });
  const ways: Readonly<Record<string, (record: unknown) => unknown>> = {
    JSONata: async (record) => {
      const made: unknown[] = [];
      for (const formula of bare) made.push(await formula.evaluate(record));
      return made;
    },
    closures: (record) => closures.map((work) => work(record)),
    'generated code': (record) => generated(record).value,
  };
  const [first] = JSON.parse(page) as unknown[];
  const wanted = ((await ways['JSONata']!(first)) as unknown[]).map((value) => resultOf(value));
  if (!isDeepStrictEqual(closures.map((work) => resultOf(work(first))), wanted) || !isDeepStrictEqual(Object.values(generated(first).value), wanted)) throw new Error('the formulas do not give the same');

  const least = new Map<string, number>();
  for (let turn = 0; turn < turns; turn++) {
    for (const [name, work] of Object.entries(ways)) {
      const records = JSON.parse(page) as unknown[];
      const passes = name === 'JSONata' ? 1 : 20;
      const before = process.cpuUsage();
      for (let pass = 0; pass < passes; pass++) for (const record of records) await work(record);
      const used = process.cpuUsage(before);
      least.set(name, Math.min(least.get(name) ?? Infinity, (used.user + used.system) / passes / records.length));
    }
  }
  const contestants = [...least].map(([name, microseconds]): Contestant => ({ name, microseconds }));
  return { contestants, share: (name) => contestants[0]!.microseconds / contestants.find((each) => each.name === name)!.microseconds };
}
