import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes half a minute or more on two cores, longest first (22 November 2026): begun last, one of them would run alone while the other core waits. */
const long = [
  'tests/promises/killPoints.test.ts',
  'tests/promises/diskFaults.test.ts',
  'tests/promises/interrupted.test.ts',
  'tests/cli.test.ts',
  'tests/promises/canary.test.ts',
  'tests/badInput.test.ts',
  'bench/bench.test.ts',
  'tests/promises/leases.test.ts',
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
