import type { LookAlikeAnswer } from './lookAlike.ts';

/** A JSON answer with the first item of its first list twice, as a service gives it whose pages overlap. Any other answer stays as it is. */
export function doubleFirst(answer: LookAlikeAnswer): LookAlikeAnswer {
  if (!/json/.test(answer.headers?.['content-type'] ?? '')) return answer;
  const body: unknown = JSON.parse(answer.body.toString());
  const list = firstList(body);
  if (!list) return answer;
  list.unshift(structuredClone(list[0]));
  return { ...answer, body: JSON.stringify(body) };
}

/** The first list that holds something, the outermost before those inside. */
function firstList(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value.length > 0 ? value : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const inside = Object.values(value);
  return inside.find((each): each is unknown[] => Array.isArray(each) && each.length > 0) ?? inside.map(firstList).find((found) => found !== undefined);
}
