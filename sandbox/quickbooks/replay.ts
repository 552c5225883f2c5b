import { createHash } from 'node:crypto';
import { faultLine, refuse } from './faults.ts';
import type { JsonObject } from './json.ts';

/** Remembers what was answered to a `requestid`, so that a repeated write writes nothing. */
export interface Replay {
  /**
   * The first answer to this id again, or what `write` answers now. Refusals are not kept: they wrote nothing, and the same
   * request may succeed later. Answers 600 when the id comes with other content, 2050 when it is too long.
   */
  once(id: string | undefined, content: string, write: () => JsonObject): JsonObject;
}

const longestId = 50;
/** How long the service remembers is not documented; this is plenty for a test and bounded for a bench. */
const mostRemembered = 50_000;

export function makeReplay(): Replay {
  const answers = new Map<string, { readonly fingerprint: string; readonly answer: JsonObject }>();
  return {
    once(id, content, write) {
      if (id === undefined || id === '') return write();
      if (id.length > longestId) refuse(faultLine.badLength('requestid', 0, longestId, id.length));
      const fingerprint = createHash('sha256').update(content).digest('base64');
      const known = answers.get(id);
      if (known) return known.fingerprint === fingerprint ? known.answer : refuse(faultLine.duplicateRequestId(id));
      const answer = write();
      answers.set(id, { fingerprint, answer });
      if (answers.size > mostRemembered) answers.delete(answers.keys().next().value as string);
      return answer;
    },
  };
}
