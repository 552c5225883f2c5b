/**
 * `npm test`: finds or gets a Chromium, builds the app, runs the unit tests, then the tests that look at the screen, then holds every request
 * they made against the services' own definitions. Names what failed and ends with one line `N passed, N failed[, N skipped]` summed over all.
 * Arguments are handed to vitest: `npm test -- shared` runs only what matches.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ensureChromium } from './chromium.ts';

const root = path.join(import.meta.dirname, '..');

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env, shell: process.platform === 'win32' });
    child.on('error', (error) => {
      console.error(`${command} could not be started (${error.message}); run \`npm ci\` first.`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Where to look: `file > test`, or the file that could not even be loaded. */
  failures: string[];
  /** Files that were not finished because the process they ran in was gone, no test of them having failed. */
  died: string[];
}

interface Report {
  testResults: { name: string; status: string; message: string; assertionResults: { status: string; fullName: string }[] }[];
}

/** What a vitest run of these files counted; a run that died before its report counts as one failure. `stray` lists what went wrong outside any test. */
async function countsOf(files: readonly string[], report: string, stray: string, exitCode: number): Promise<Counts> {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0, failures: [], died: [] };
  let json: Report;
  try {
    json = JSON.parse(await readFile(report, 'utf8')) as Report;
  } catch {
    return { ...counts, failed: 1, failures: [`${path.basename(report, '.json')}: the run ended before its report`] };
  }
  for (const { name, status, message, assertionResults } of json.testResults) {
    const file = path.relative(root, name);
    const failed = assertionResults.filter((result) => result.status === 'failed');
    if (status === 'failed' && failed.length === 0 && message === '') {
      counts.died.push(file);
      continue;
    }
    counts.passed += assertionResults.filter((result) => result.status === 'passed').length;
    counts.skipped += assertionResults.filter((result) => result.status !== 'passed' && result.status !== 'failed').length;
    counts.failures.push(...failed.map((result) => `${file} > ${result.fullName}`));
    // A file that could not even be loaded has no failed test, yet it is a failure.
    if (status === 'failed' && failed.length === 0) counts.failures.push(`${file}: ${message.split('\n')[0]}`);
  }
  // Files that share a process are not even named when it is gone before their turn.
  const told = new Set(json.testResults.map(({ name }) => path.relative(root, name)));
  counts.died.push(...files.filter((file) => !told.has(file)));
  const outside = (JSON.parse(await readFile(stray, 'utf8').catch(() => '[]')) as string[]).filter((error) => !counts.died.some((file) => error.includes(file)));
  counts.failures.push(...outside.map((error) => `outside a test: ${error}`));
  if (exitCode !== 0 && counts.failures.length === 0 && counts.died.length === 0) counts.failures.push(`${path.basename(report, '.json')}: vitest ended with ${exitCode}`);
  counts.failed = counts.failures.length;
  return counts;
}

let reports = 0;
async function vitest(projects: readonly string[], only: readonly string[], env: NodeJS.ProcessEnv): Promise<Counts> {
  const report = path.join(scratch, `${projects[0]}-${(reports += 1)}.json`);
  const stray = `${report}.stray`;
  const chosen = projects.flatMap((project) => ['--project', project]);
  const code = await run('vitest', ['run', ...chosen, '--passWithNoTests', '--reporter=default', '--reporter=json', '--reporter=./scripts/strayErrors.ts', `--outputFile.json=${report}`, ...only], { ...env, FLUXO_STRAY_ERRORS: stray });
  return countsOf(await filesOf(chosen, only), report, stray, code);
}

/** The test files that are to run, by their path in the project. */
async function filesOf(projects: readonly string[], only: readonly string[]): Promise<readonly string[]> {
  const list = path.join(scratch, 'files.json');
  if ((await run('vitest', ['list', '--filesOnly', `--json=${list}`, ...projects, ...only])) !== 0) throw new Error('The test files could not be listed.');
  return [...new Set((JSON.parse(await readFile(list, 'utf8')) as readonly { readonly file: string }[]).map(({ file }) => path.relative(root, file)))];
}

const filters = process.argv.slice(2);
const scratch = await mkdtemp(path.join(os.tmpdir(), 'fluxo-test-'));
const total: Counts = { passed: 0, failed: 0, skipped: 0, failures: [], died: [] };
try {
  const chromium = ensureChromium();
  if ((await run('vite', ['build', '--app', '--logLevel', 'warn'])) !== 0) {
    console.error('The app could not be built, so the tests of its screen cannot run.');
    total.failed += 1;
  }
  const journal = path.join(scratch, 'journal');
  await mkdir(journal);
  // Programs are started by the hundred: what one has compiled (and, of TypeScript, stripped), the next need not, which is two thirds of a short one's start.
  const env = { ...process.env, FLUXO_CHROMIUM: chromium, FLUXO_JOURNAL_DIR: journal, FLUXO_CLI: path.join(root, 'dist/cli/fluxo.mjs'), NODE_COMPILE_CACHE: path.join(scratch, 'compiled') };
  for (const projects of [['unit', 'plain'], ['screen'], ['definitions']]) {
    const rounds = [await vitest(projects, filters, env)];
    // A process that is gone says nothing of the tests it did not come to: they run once more, which is told at the end. What dies twice has failed.
    const { died } = rounds[0]!;
    if (died.length > 0) {
      total.died.push(...died);
      rounds.push(await vitest(projects, died, env));
    }
    for (const [round, counts] of rounds.entries()) {
      total.passed += counts.passed;
      total.failed += counts.failed;
      total.skipped += counts.skipped;
      total.failures.push(...counts.failures);
      if (round === 0) continue;
      total.failed += counts.died.length;
      total.failures.push(...counts.died.map((file) => `${file}: its process died, twice`));
    }
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  total.failed += 1;
} finally {
  await rm(scratch, { recursive: true, force: true });
}
for (const file of total.died) console.log(`ran again because its process died: ${file}`);
for (const failure of total.failures) console.log(`failed: ${failure}`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
