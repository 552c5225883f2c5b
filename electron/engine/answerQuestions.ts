import type { Formulas, SecretStore } from '#engine/ports.ts';
import type { PreferenceStore } from '#host/host.ts';
import { asFluxoError } from '#shared/errors.ts';
import type { Answer } from '#shared/ipc/contract.ts';
import { openConsent } from '../outsideLinks.ts';
import type { Question } from './messages.ts';

/** Main's side of what the engine asks for; errors go back as data. */
export function answerQuestions(secrets: SecretStore, preferences: PreferenceStore, formulas: Formulas, showBackups: () => Promise<boolean>): (question: Question) => Promise<Answer<unknown>> {
  const answer = (question: Question): Promise<unknown> => {
    switch (question.about) {
      case 'secret.get': return secrets.get(question.connectionId);
      case 'secret.set': return secrets.set(question.connectionId, question.value);
      case 'secret.delete': return secrets.delete(question.connectionId);
      case 'page.open': return openConsent(question.url);
      case 'backups.show': return showBackups();
      case 'formulas.evaluate': return formulas.evaluate(question.jobs);
      case 'preferences.get': return preferences.get();
      case 'preferences.set': return preferences.set(question.change);
    }
  };
  return async (question) => {
    try {
      return { ok: true, data: await answer(question) };
    } catch (thrown) {
      return { ok: false, error: asFluxoError(thrown).data };
    }
  };
}
