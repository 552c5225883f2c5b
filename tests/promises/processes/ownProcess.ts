import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Bundled } from '../bundled.ts';

/** A process of this folder that does as it is told: a task in, its answer out, one at a time. */
export interface OwnProcess<Task, Answer> {
  readonly child: ChildProcess;
  /** Rejects when the process dies before it answers. */
  ask(task: Task): Promise<Answer>;
  end(): Promise<void>;
}

/** Starts `program`, a bundle of a script of this folder, with `settings` as its environment; ready when it says so. */
export async function startProcess<Task extends object, Answer>({ file, env }: Pick<Bundled, 'file' | 'env'>, settings: Readonly<Record<string, string>>): Promise<OwnProcess<Task, Answer>> {
  const child = fork(file, { execArgv: ['--disable-warning=ExperimentalWarning'], env: { ...process.env, ...env, ...settings }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const answer = () =>
    new Promise<Answer>((resolve, reject) => {
      // Killed while nobody waited for it.
      if (child.exitCode !== null || child.signalCode !== null) return reject(new Error('it is gone'));
      const died = (code: number | null, signal: string | null) => reject(new Error(`it ended with ${signal ?? code}`));
      child.once('exit', died);
      child.once('message', (message) => {
        child.off('exit', died);
        resolve(message as Answer);
      });
    });
  await answer();
  return {
    child,
    ask: (task) => {
      const coming = answer();
      child.send(task, () => undefined);
      return coming;
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** The other side: does each task and answers it. */
export function obey<Task, Answer>(work: (task: Task) => Promise<Answer>): void {
  process.on('message', (task) => void work(task as Task).then((answer) => process.send!(answer)));
  process.send!({ ready: true });
}
