import path from 'node:path';
import { utilityProcess } from 'electron';
import type { EngineChild, EngineProcess } from './engineProcess.ts';
import { superviseEngine, type EngineOptions } from './engineProcess.ts';
import type { EngineStart } from './messages.ts';

/** Starts and supervises the engine as a utility process of Electron. */
export function startEngine(start: EngineStart, options: Omit<EngineOptions, 'fork'>): EngineProcess {
  const program = path.join(import.meta.dirname, 'engine.cjs');
  return superviseEngine({
    ...options,
    fork: () => utilityProcess.fork(program, [JSON.stringify(start)], { serviceName: 'Fluxo engine', stdio: 'inherit' }) as EngineChild,
  });
}
