import path from 'node:path';
import { utilityProcess } from 'electron';
import { superviseEngine, type EngineChild, type EngineOptions, type EngineProcess } from './engineProcess.ts';
import type { EngineStart } from './messages.ts';

/** Starts and supervises the engine as a utility process of Electron. */
export function startEngine(start: EngineStart, options: Omit<EngineOptions, 'fork'>): EngineProcess {
  const program = path.join(import.meta.dirname, 'engine.cjs');
  return superviseEngine({
    ...options,
    fork: () => utilityProcess.fork(program, [JSON.stringify(start)], { serviceName: 'Fluxo engine', stdio: 'inherit', env: withoutSecrets(process.env) }) as EngineChild,
  });
}

/** Credentials that stand in the environment are main's to give, one at a time. */
function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('FLUXO_SECRET_') && name !== 'FLUXO_PASSPHRASE'));
}
