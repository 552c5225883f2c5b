import type { SecretValue } from '#connectors/sdk/connector.ts';
import type { Formulas, SecretStore } from '#engine/ports.ts';
import type { PreferenceStore } from '#host/host.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Answer, Preferences } from '#shared/ipc/contract.ts';
import type { FromEngine, Question } from './messages.ts';

/** The engine's end of what only main has. Credentials come one connection at a time, when they are needed. */
export function makeAskMain(post: (message: FromEngine) => void, secretBackend: string) {
  const waiting = new Map<number, (answer: Answer<unknown>) => void>();
  let lastId = 0;

  const ask = async <T>(question: Question): Promise<T> => {
    const id = ++lastId;
    const answer = await new Promise<Answer<unknown>>((resolve) => {
      waiting.set(id, resolve);
      post({ is: 'ask', id, question });
    });
    if (answer.ok) return answer.data as T;
    throw new FluxoError(answer.error);
  };

  const secrets: SecretStore = {
    backend: secretBackend,
    get: (connectionId) => ask<SecretValue | null>({ about: 'secret.get', connectionId }),
    set: (connectionId, value) => ask({ about: 'secret.set', connectionId, value }),
    delete: (connectionId) => ask({ about: 'secret.delete', connectionId }),
  };
  const preferences: PreferenceStore = {
    get: () => ask<Preferences>({ about: 'preferences.get' }),
    set: (change) => ask<Preferences>({ about: 'preferences.set', change }),
  };
  const formulas: Formulas = { evaluate: (jobs) => ask({ about: 'formulas.evaluate', jobs }) };
  return {
    secrets,
    preferences,
    formulas,
    showBackups: () => ask<boolean>({ about: 'backups.show' }),
    openOutside: (url: string) => ask<boolean>({ about: 'page.open', url }),
    onGiven(id: number, answer: Answer<unknown>): void {
      waiting.get(id)?.(answer);
      waiting.delete(id);
    },
  };
}
