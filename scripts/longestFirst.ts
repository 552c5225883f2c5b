import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take a minute or more, longest first (seconds on two cores, 22 November 2026): begun last, one of them would run alone while the other core waits. */
const long = [
  'tests/promises/diskFaults.test.ts', // 105
  'tests/promises/interrupted.test.ts', // 140
  'tests/promises/killPoints.test.ts', // 90
  'bench/bench.test.ts',
  'tests/promises/canary.test.ts',
  'tests/cli.test.ts',
  'engine/run/crash.test.ts',
  'tests/promises/leases.test.ts',
  'tests/badInput.test.ts',
];
const root = path.join(import.meta.dirname, '..');
const rankOf = ({ moduleId }: TestSpecification) => {
  const at = long.indexOf(path.relative(root, moduleId).replaceAll('\\', '/'));
  return at < 0 ? long.length : at;
};

/** Begins with what takes longest; the rest in vitest's own order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}
