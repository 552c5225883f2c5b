import v8 from 'node:v8';
import { evaluateGuarded } from '#shared/formulas/evaluateGuarded.ts';
import { faultError } from '#shared/formulas/faults.ts';
import type { FormulaAnswer, FormulaJob } from '#shared/formulas/jobs.ts';
import { checkPlain } from '#shared/formulas/result.ts';
import type { FormulaOrder, FormulaReply } from './messages.ts';

/**
 * The program of the formula process: works formulas out in JSONata and does nothing else. It is started with no environment, no
 * rights to files but its own code, little memory, and is given one record at a time. Whoever started it watches the time and kills it.
 */

// Node's flag says the same; Electron's utility process takes no flags of V8.
v8.setFlagsFromString('--max-old-space-size=128');

/** Within this many milliseconds something is said, so that whoever waits knows how far it is. */
const quietMs = 50;

async function answer(job: FormulaJob): Promise<FormulaAnswer> {
  try {
    return { value: checkPlain(await evaluateGuarded(job.text, job.scope)) };
  } catch (thrown) {
    return { error: faultError(thrown, 'data', undefined, job.text).data };
  }
}

async function work({ id, jobs, careful }: FormulaOrder): Promise<void> {
  let answers: FormulaAnswer[] = [];
  let said = Date.now();
  for (const [at, job] of jobs.entries()) {
    answers.push(await answer(job));
    if (at < jobs.length - 1 && !careful && Date.now() - said < quietMs) continue;
    reply({ id, answers });
    answers = [];
    // Lets what was said leave before the next job may hold everything up.
    await new Promise((resolve) => setImmediate(resolve));
    said = Date.now();
  }
}

interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: FormulaOrder }) => void): void;
}
const { parentPort } = process as unknown as { parentPort?: ParentPort };
const reply = (message: FormulaReply): void => void (parentPort ? parentPort.postMessage(message) : process.send?.(message));

// The first word: it is there, and its time begins.
reply({ id: 0, answers: [] });
if (parentPort) parentPort.on('message', ({ data }) => void work(data));
else {
  process.on('message', (order: FormulaOrder) => void work(order));
  process.on('disconnect', () => process.exit());
}
