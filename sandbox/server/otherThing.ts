import type { LookAlikeAnswer } from './lookAlike.ts';

/** The answer with another id than the one it is about. Anything but a JSON object with an id stays as it is. */
export function otherThing(answer: LookAlikeAnswer): LookAlikeAnswer {
  const type = answer.headers?.['content-type'] ?? '';
  const text = answer.body.toString();
  if (!/json/.test(type) || text === '') return answer;
  const value = JSON.parse(text) as unknown;
  if (typeof value !== 'object' || value === null || !('id' in value)) return answer;
  return { ...answer, body: JSON.stringify({ ...value, id: `other-${String(value.id)}` }) };
}
