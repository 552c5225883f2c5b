import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { FormulaChild, FormulaReply } from './messages.ts';

/** Flags of the process: little memory, and Node's permission model with no rights but to read its own code. No files else, no network, no processes, no addons. */
export const formulaFlags = (code: readonly string[]): string[] => ['--max-old-space-size=128', '--max-semi-space-size=4', '--permission', ...code.map((place) => `--allow-fs-read=${place}`)];

/** The checkout's files of which the program consists. */
function ownCode(program: string): readonly string[] {
  const root = path.join(path.dirname(program), '../..');
  const find = createRequire(program);
  const libraries = ['jsonata', 're2js', 'big.js'].map((name) => path.join(root, 'node_modules', name));
  // A checkout may have its libraries behind a link: the link and both ways to them have to be open.
  const modules = path.join(root, 'node_modules');
  const link = lstatSync(modules).isSymbolicLink() ? [modules] : [];
  const real = ['jsonata', 're2js', 'big.js'].map((name) => path.join(realpathSync(path.dirname(find.resolve(name))).split(`${path.sep}node_modules${path.sep}`)[0]!, 'node_modules', name));
  return [...new Set([program, ...link, path.join(root, 'package.json'), path.join(root, 'shared', '*'), path.join(root, 'host', 'formulas', '*'), ...[...libraries, ...real].flatMap((place) => [place, path.join(place, '*')])])];
}

/** A process without environment that may read `code` and nothing else. */
export function forkCaged(program: string, code: readonly string[]): ChildProcess {
  return fork(program, [], { env: {}, execArgv: formulaFlags(code), serialization: 'advanced', stdio: ['ignore', 'ignore', process.env['FLUXO_FORMULAS_STDERR'] ? 'inherit' : 'ignore', 'ipc'] });
}

/** Starts the formula process as a plain Node process, for the command line and the preview. It inherits no environment and ends with this one. */
export function forkFormulas(): FormulaChild {
  const source = path.join(import.meta.dirname, 'process.ts');
  const fromSource = existsSync(source);
  const program = fromSource ? source : path.join(import.meta.dirname, 'formulas.cjs');
  const child = forkCaged(program, fromSource ? ownCode(program) : [program]);
  // Idle, it keeps no program from ending.
  child.unref();
  child.channel?.unref();
  return {
    postMessage: (order) => void (child.connected && child.send(order, () => undefined)),
    kill: () => void child.kill('SIGKILL'),
    onMessage: (listener) => void child.on('message', (reply: FormulaReply) => listener(reply)),
    onExit: (listener) => {
      let told = false;
      const tell = (ofItsOwnLimit: boolean) => {
        if (!told) listener(ofItsOwnLimit);
        told = true;
      };
      // A machine without memory kills, V8 aborts.
      child.once('exit', (_code, signal) => tell(signal === 'SIGABRT'));
      child.once('error', () => tell(false));
    },
  };
}
