import { readFile } from 'node:fs/promises';
import path from 'node:path';

interface FileResult {
  readonly file: string;
  readonly passed: number;
  readonly skipped: number;
  /** Where to look: `file > test`, or the file that could not even be loaded. */
  readonly failures: readonly string[];
}

/** What one run of vitest said. Paths are those in the project. */
export interface Round {
  readonly results: readonly FileResult[];
  /** Files that were not finished because the process they ran in was gone, no test of them having failed. */
  readonly died: readonly string[];
  /** What went wrong outside any test. */
  readonly outside: readonly string[];
}

interface Report {
  readonly testResults: readonly { readonly name: string; readonly status: string; readonly message: string; readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[] }[];
}

/** Reads what vitest reported about `files` below `root`. A run that ended before its report is a failure of its own, and so is one that ended with an error nothing in the report speaks of. */
export async function readRound({ root, files, report, stray, exitCode }: { readonly root: string; readonly files: readonly string[]; readonly report: string; readonly stray: string; readonly exitCode: number }): Promise<Round> {
  const name = path.basename(report, '.json');
  let told: Report['testResults'];
  try {
    told = (JSON.parse(await readFile(report, 'utf8')) as Report).testResults;
  } catch {
    return { results: [], died: [], outside: [`${name}: the run ended before its report`] };
  }
  const results: FileResult[] = [];
  // Files that share a process are not even named when it is gone before their turn.
  const died = new Set(files);
  for (const { name: full, status, message, assertionResults } of told) {
    const file = path.relative(root, full);
    const failed = assertionResults.filter((result) => result.status === 'failed');
    if (status === 'failed' && failed.length === 0 && message === '') {
      died.add(file);
      continue;
    }
    died.delete(file);
    const passed = assertionResults.filter((result) => result.status === 'passed').length;
    // A file that could not even be loaded has no failed test, yet it is a failure.
    const failures = status === 'failed' && failed.length === 0 ? [`${file}: ${message.split('\n')[0]}`] : failed.map((result) => `${file} > ${result.fullName}`);
    results.push({ file, passed, skipped: assertionResults.length - passed - failed.length, failures });
  }
  const outside = (JSON.parse(await readFile(stray, 'utf8').catch(() => '[]')) as string[]).map((error) => `outside a test: ${error}`);
  if (exitCode !== 0 && outside.length === 0 && died.size === 0 && results.every(({ failures }) => failures.length === 0)) outside.push(`${name}: vitest ended with ${exitCode}`);
  return { results, died: [...died], outside };
}

/** More files than this do not fail by chance. */
const byChance = 3;

/**
 * Files that are run once more, by themselves: those whose process died, which says nothing of the tests it did not come to, and the few whose tests
 * failed beside others on a busy machine. What `tests/promises` finds is never put down to the machine: one lost record in a hundred runs is a lost record.
 */
export function secondTry({ results, died }: Round): readonly string[] {
  const failed = results.filter(({ failures }) => failures.length > 0).map(({ file }) => file);
  const isChance = failed.length <= byChance && failed.every((file) => !file.startsWith('tests/promises/'));
  return isChance ? [...died, ...failed] : died;
}

export interface Sum {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly string[];
  /** What a second try changed, a sentence each: it is told whatever the end. */
  readonly notes: readonly string[];
}

/** The sum of a round and, if there was one, of the second try of some of its files, whose word counts. What dies or fails twice has failed. */
export function sumOf(first: Round, second?: Round): Sum {
  const again = second ? secondTry(first) : [];
  const results = [...first.results.filter(({ file }) => !again.includes(file)), ...(second?.results ?? []).filter(({ file }) => again.includes(file))];
  const isOver = (error: string) => again.some((file) => error.includes(file));
  const failures = [
    ...results.flatMap((result) => result.failures),
    ...first.outside.filter((error) => !isOver(error)),
    ...(second?.outside ?? []),
    ...(second ? second.died.map((file) => `${file}: its process died, twice`) : first.died.map((file) => `${file}: its process died`)),
  ];
  const notes = [
    ...first.died.filter((file) => again.includes(file)).map((file) => `ran again because its process died: ${file}`),
    ...first.results.filter(({ file }) => again.includes(file)).flatMap((result) => result.failures.filter((failure) => !failures.includes(failure)).map((failure) => `failed beside others, passed alone: ${failure}`)),
  ];
  const count = (of: 'passed' | 'skipped') => results.reduce((sum, result) => sum + result[of], 0);
  return { passed: count('passed'), skipped: count('skipped'), failures, notes };
}
