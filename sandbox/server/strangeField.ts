import type { LookAlikeAnswer } from './lookAlike.ts';

/** An answer in which everything has one field more, as a service gives it after an update nobody was told of. Its value is `kept`. */
export function strangeField(answer: LookAlikeAnswer): LookAlikeAnswer {
  const type = answer.headers?.['content-type'] ?? '';
  const text = answer.body.toString();
  if (/json/.test(type) && text !== '') return { ...answer, body: JSON.stringify(JSON.parse(text), (_name, value: unknown) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value, fluxo_strange: 'kept' } : value)) };
  // Behind the last element of everything that has elements, which is where a newer schema puts a new one.
  if (/xml/.test(type)) return { ...answer, body: text.replaceAll(/(<\/[^>]+>)(\s*)(?=<\/(?!\w*:?(?:Envelope|Body)>))/g, '$1<fluxoStrange>kept</fluxoStrange>$2') };
  return answer;
}
