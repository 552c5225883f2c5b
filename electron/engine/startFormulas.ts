import path from 'node:path';
import { utilityProcess } from 'electron';
import { makeFormulas, type FormulaProcess } from '#host/formulas/formulas.ts';
import type { FormulaReply } from '#host/formulas/messages.ts';

/**
 * The formula process as a utility process of Electron: with no environment and nothing to say to the engine but through main. Electron
 * ignores Node's permission flags for these (seen up to 42.4; docs/decisions/0011), so here the bundle's having no code for files or network,
 * and JSONata's having no way to either, is what there is.
 */
export function startFormulas(): FormulaProcess {
  const program = path.join(import.meta.dirname, 'formulas.cjs');
  return makeFormulas({
    fork: () => {
      const child = utilityProcess.fork(program, [], { serviceName: 'Fluxo formulas', stdio: 'ignore', env: {} });
      return {
        postMessage: (order) => child.postMessage(order),
        kill: () => void child.kill(),
        onMessage: (listener) => void child.on('message', (reply: unknown) => listener(reply as FormulaReply)),
        onExit: (listener) => void child.once('exit', () => listener(false)),
      };
    },
  });
}
