/**
 * `npm test`: finds or gets a Chromium, builds the app, runs the unit tests, then the tests that look at the screen, then holds every request
 * they made against the services' own definitions.
 * What died, or failed beside others, has a second try by itself, which is told. Names what failed and ends with one line
 * `N passed, N failed[, N skipped]` summed over all.
 * Arguments are handed to vitest: `npm test -- shared` runs only what matches.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ensureChromium } from './chromium.ts';
import { readRound, secondTry, sumOf, type Round, type Sum } from './testRounds.ts';

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

let reports = 0;
async function vitest(projects: readonly string[], only: readonly string[], env: NodeJS.ProcessEnv, more: readonly string[] = []): Promise<Round> {
  const report = path.join(scratch, `${projects[0]}-${(reports += 1)}.json`);
  const stray = `${report}.stray`;
  const chosen = projects.flatMap((project) => ['--project', project]);
  const exitCode = await run('vitest', ['run', ...chosen, '--passWithNoTests', '--reporter=default', '--reporter=json', '--reporter=./scripts/strayErrors.ts', `--outputFile.json=${report}`, ...more, ...only], { ...env, FLUXO_STRAY_ERRORS: stray });
  return readRound({ root, files: await filesOf(chosen, only), report, stray, exitCode });
}

/** The test files that are to run, by their path in the project. */
async function filesOf(projects: readonly string[], only: readonly string[]): Promise<readonly string[]> {
  const list = path.join(scratch, 'files.json');
  if ((await run('vitest', ['list', '--filesOnly', `--json=${list}`, ...projects, ...only])) !== 0) throw new Error('The test files could not be listed.');
  return [...new Set((JSON.parse(await readFile(list, 'utf8')) as readonly { readonly file: string }[]).map(({ file }) => path.relative(root, file)))];
}

const filters = process.argv.slice(2);
const scratch = await mkdtemp(path.join(os.tmpdir(), 'fluxo-test-'));
const sums: Sum[] = [];
const failedAtAll = (failure: string) => void sums.push({ passed: 0, skipped: 0, failures: [failure], notes: [] });
try {
  const chromium = ensureChromium();
  if ((await run('vite', ['build', '--app', '--logLevel', 'warn'])) !== 0) {
    failedAtAll('the app could not be built, so the tests of its screen cannot run');
  }
  const journal = path.join(scratch, 'journal');
  await mkdir(journal);
  // Programs are started by the hundred: what one has compiled (and, of TypeScript, stripped), the next need not, which is two thirds of a short one's start.
  const env = { ...process.env, FLUXO_CHROMIUM: chromium, FLUXO_JOURNAL_DIR: journal, FLUXO_CLI: path.join(root, 'dist/cli/fluxo.mjs'), NODE_COMPILE_CACHE: path.join(scratch, 'compiled') };
  for (const projects of [['unit', 'plain'], ['screen'], ['definitions']]) {
    const first = await vitest(projects, filters, env);
    const again = secondTry(first);
    sums.push(sumOf(first, again.length > 0 ? await vitest(projects, again, env, ['--no-file-parallelism']) : undefined));
  }
} catch (error) {
  failedAtAll(error instanceof Error ? error.message : String(error));
} finally {
  await rm(scratch, { recursive: true, force: true });
}
const failures = sums.flatMap((sum) => sum.failures);
const [passed, skipped] = (['passed', 'skipped'] as const).map((of) => sums.reduce((total, sum) => total + sum[of], 0)) as [number, number];
for (const note of sums.flatMap(({ notes }) => notes)) console.log(note);
for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failures.length === 0 && passed > 0 ? 0 : 1;
