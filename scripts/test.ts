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
}

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numFailedTestSuites: number;
  testResults: { name: string; status: string; message: string; assertionResults: { status: string; fullName: string }[] }[];
}

/** What a vitest run counted; a run that died before its report counts as one failure. */
async function countsOf(report: string, stray: string, exitCode: number): Promise<Counts> {
  try {
    const json = JSON.parse(await readFile(report, 'utf8')) as Report;
    // A file that could not even be loaded has no failed test, yet it is a failure.
    const failed = json.numFailedTests > 0 || exitCode === 0 ? json.numFailedTests : Math.max(1, json.numFailedTestSuites);
    const outside = JSON.parse(await readFile(stray, 'utf8').catch(() => '[]')) as string[];
    const failures = json.testResults.flatMap(({ name, status, message, assertionResults }) => {
      const file = path.relative(root, name);
      const tests = assertionResults.filter((result) => result.status === 'failed').map((result) => `${file} > ${result.fullName}`);
      return tests.length === 0 && status === 'failed' ? [message === '' ? file : `${file}: ${message.split('\n')[0]}`] : tests;
    });
    return { passed: json.numPassedTests, failed, skipped: json.numPendingTests + json.numTodoTests, failures: [...failures, ...outside.map((error) => `outside a test: ${error}`)] };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, failures: [`${path.basename(report, '.json')}: the run ended before its report`] };
  }
}

const filters = process.argv.slice(2);
const scratch = await mkdtemp(path.join(os.tmpdir(), 'fluxo-test-'));
const total: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
try {
  const chromium = ensureChromium();
  if ((await run('vite', ['build', '--app', '--logLevel', 'warn'])) !== 0) {
    console.error('The app could not be built, so the tests of its screen cannot run.');
    total.failed += 1;
  }
  const journal = path.join(scratch, 'journal');
  await mkdir(journal);
  for (const project of ['unit', 'screen', 'definitions']) {
    const report = path.join(scratch, `${project}.json`);
    const stray = path.join(scratch, `${project}-stray.json`);
    const code = await run('vitest', ['run', '--project', project, '--passWithNoTests', '--reporter=default', '--reporter=json', '--reporter=./scripts/strayErrors.ts', `--outputFile.json=${report}`, ...filters], { ...process.env, FLUXO_CHROMIUM: chromium, FLUXO_JOURNAL_DIR: journal, FLUXO_STRAY_ERRORS: stray, FLUXO_CLI: path.join(root, 'dist/cli/fluxo.mjs') });
    const counts = await countsOf(report, stray, code);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    total.failures.push(...counts.failures);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  total.failed += 1;
} finally {
  await rm(scratch, { recursive: true, force: true });
}
for (const failure of total.failures) console.log(`failed: ${failure}`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
