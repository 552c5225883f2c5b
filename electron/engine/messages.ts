import type { SecretValue } from '#connectors/sdk/connector.ts';
import type { FormulaJob } from '#shared/formulas/jobs.ts';
import type { Answer, CallName, EventName, Preferences } from '#shared/ipc/contract.ts';

/** How main starts the engine's process: given as its one argument, as JSON. */
export interface EngineStart {
  readonly version: string;
  readonly workspaceDir: string;
  readonly resourcesDir: string;
  readonly locale: string;
  /** Where main keeps credentials: shown to the user, never used to open them. */
  readonly secretBackend: string;
}

/** What main says to the engine. */
export type ToEngine =
  | { readonly is: 'call'; readonly id: number; readonly name: CallName; readonly input: unknown }
  | { readonly is: 'given'; readonly id: number; readonly answer: Answer<unknown> }
  | { readonly is: 'stop' };

/** What the engine says to main. `ask` is for what only main has: the keychain, the user's preferences and the way to the browser. */
export type FromEngine =
  | { readonly is: 'answer'; readonly id: number; readonly answer: Answer<unknown> }
  | { readonly is: 'event'; readonly event: EventName; readonly payload: unknown }
  | { readonly is: 'ask'; readonly id: number; readonly question: Question }
  | { readonly is: 'ready' };

export type Question =
  | { readonly about: 'secret.get'; readonly connectionId: string }
  | { readonly about: 'secret.set'; readonly connectionId: string; readonly value: SecretValue }
  | { readonly about: 'secret.delete'; readonly connectionId: string }
  /** A consent page for the person's own browser. */
  | { readonly about: 'page.open'; readonly url: string }
  /** The folder of the workspace's backups, in a window of the system. */
  | { readonly about: 'backups.show' }
  /** JSONata, in a process that only main can start. */
  | { readonly about: 'formulas.evaluate'; readonly jobs: readonly FormulaJob[] }
  | { readonly about: 'preferences.get' }
  | { readonly about: 'preferences.set'; readonly change: Preferences };

