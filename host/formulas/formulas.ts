import type { Formulas } from '#engine/ports.ts';
import { FluxoError, type ErrorData } from '#shared/errors.ts';
import { mostMs } from '#shared/formulas/evaluateGuarded.ts';
import { faultError } from '#shared/formulas/faults.ts';
import type { FormulaAnswer, FormulaJob } from '#shared/formulas/jobs.ts';
import type { FormulaChild } from './messages.ts';

/** JSONata gives up by itself after `mostMs`; a process that is not heard of this much longer hangs where no guard of its own reaches. */
const graceMs = 500;
/** A first start may be slow on a busy machine. */
const startMs = 10_000;

/** How an order ended: all answered, or the process died, took all the memory it may have, or fell silent. */
type End = 'done' | 'died' | 'full' | 'silent';

export interface FormulaProcess extends Formulas {
  /** Ends the process; one that is asked again starts another. */
  close(): void;
}

/**
 * Keeps at most one formula process, started when it is first needed and again after it died. One order at a time; a job on which
 * the process dies or hangs has an error for its answer, and the jobs after it go to a new process.
 */
export function makeFormulas({ fork }: { readonly fork: () => FormulaChild }): FormulaProcess {
  let child: FormulaChild | null = null;
  let heardOf = false;
  let lastId = 0;
  let queue: Promise<unknown> = Promise.resolve();
  let onReply: ((answers: readonly FormulaAnswer[], id: number) => void) | null = null;
  let onGone: ((ofItsOwnLimit: boolean) => void) | null = null;

  const born = (): FormulaChild => {
    if (child) return child;
    const started = fork();
    heardOf = false;
    started.onMessage((reply) => {
      if (child === started) onReply?.(reply.answers, reply.id);
    });
    started.onExit((ofItsOwnLimit) => {
      if (child !== started) return;
      child = null;
      onGone?.(ofItsOwnLimit);
    });
    return (child = started);
  };
  const end = () => {
    const ended = child;
    child = null;
    ended?.kill();
  };

  /** One order to one process: the answers until it was through, died or fell silent. */
  const send = (jobs: readonly FormulaJob[], careful: boolean) =>
    new Promise<{ readonly answers: readonly FormulaAnswer[]; readonly end: End }>((resolve) => {
      const id = ++lastId;
      const answers: FormulaAnswer[] = [];
      let timer: NodeJS.Timeout | undefined;
      const settle = (how: End) => {
        clearTimeout(timer);
        onReply = onGone = null;
        if (how === 'silent') end();
        resolve({ answers, end: how });
      };
      const watch = () => {
        clearTimeout(timer);
        timer = setTimeout(settle, heardOf ? mostMs + graceMs : startMs, 'silent');
      };
      onReply = (more, of) => {
        heardOf = true;
        if (of === 0) watch();
        if (of !== id) return;
        answers.push(...more);
        if (answers.length >= jobs.length) settle('done');
        else watch();
      };
      onGone = (ofItsOwnLimit) => settle(ofItsOwnLimit ? 'full' : 'died');
      const used = born();
      watch();
      used.postMessage({ id, jobs, careful });
    });

  const evaluate = async (jobs: readonly FormulaJob[]): Promise<readonly FormulaAnswer[]> => {
    const answers: FormulaAnswer[] = [];
    let careful = false;
    let deaths = 0;
    while (answers.length < jobs.length) {
      const left = jobs.slice(answers.length);
      const came = await send(left, careful);
      answers.push(...came.answers);
      if (came.end === 'done') break;
      if (came.answers.length > 0) deaths = 0;
      // Only a process that says each answer at once tells on which job it ended.
      if (!careful && left.length - came.answers.length > 1) {
        careful = true;
        continue;
      }
      deaths += 1;
      // Silence is the job's own, and so is a full memory; a death may have another reason, such as a machine out of memory, so it is tried once more.
      if (came.end === 'died' && deaths < 2) continue;
      answers.push({ error: deathOf(came.end) });
      deaths = 0;
    }
    return answers;
  };

  return {
    evaluate: (jobs) => {
      if (jobs.length === 0) return Promise.resolve([]);
      const done = queue.then(() => evaluate(jobs));
      queue = done.catch(() => undefined);
      return done;
    },
    close: end,
  };
}

function deathOf(end: Exclude<End, 'done'>): ErrorData {
  const { data } = faultError({ code: end === 'silent' ? 'D1012' : 'too_much_memory' }, 'data');
  return new FluxoError(data).data;
}
