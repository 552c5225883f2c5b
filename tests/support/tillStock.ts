import type { Ledger } from './house.ts';

/** How much of an article lies in a branch of the till, reserved or not; undefined where it counts none. */
export function thereIn(ledger: Ledger, sku: string, branch: number): number | undefined {
  const level = ledger['stock']!.find((row) => String(row['articleNumber']) === sku && row['branchNumber'] === branch);
  return level && (level['free'] + level['reserved']) / 1000;
}

/** What can be sold of each article over all branches, in thousandths; less than none where more was sold than there was. */
export function freeThousandths(ledger: Ledger): ReadonlyMap<string, number> {
  const free = new Map<string, number>();
  for (const row of ledger['stock']!) free.set(String(row['articleNumber']), (free.get(String(row['articleNumber'])) ?? 0) + Number(row['free']));
  return free;
}
