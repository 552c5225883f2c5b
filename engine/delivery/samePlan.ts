import { notMadeYet, type FieldChange, type PlannedWrite } from '#shared/records/plan.ts';
import { stableText } from '#shared/records/stableText.ts';
import type { Value } from '#shared/records/story.ts';

/** What was done so far of a plan: by this run, and by one that was interrupted. */
export interface Progress {
  /** Ids of what was made. */
  readonly made: Set<string>;
  /** Values that were written into things, by `wroteKey`. */
  readonly wrote: Set<string>;
}

export const wroteKey = (write: PlannedWrite, path: string, value: Value | undefined): string => stableText([write.effect, write.thing ?? null, path, value ?? null]);

/**
 * What a write would do otherwise than planned, as sentences' ends such as `TotalAmt 12 → 13 instead of 12 → 14`; empty when it does exactly what was planned. What the plan knew
 * only as “to be made” may be whatever was made of it since, and a value that the plan itself has written meanwhile is no surprise.
 */
export function differences(planned: PlannedWrite, now: PlannedWrite, progress: Progress): readonly string[] {
  if (planned.mark === now.mark) return [];
  const found: string[] = [];
  if (!isSame(planned.thing, now.thing, progress)) found.push(`${textOf(now.thing)} instead of ${textOf(planned.thing)}`);
  const byPath = new Map(planned.changes.map((change) => [change.path, change]));
  for (const change of now.changes) {
    const before = byPath.get(change.path);
    byPath.delete(change.path);
    if (!before) found.push(sayChange(change));
    else if (!isSame(before.after, change.after, progress) || !isSameBefore(before, change, now, progress)) found.push(`${sayChange(change)} instead of ${sayValues(before)}`);
  }
  // What the plan wrote itself into this thing meanwhile need not be written again.
  for (const missing of byPath.values()) if (!progress.wrote.has(wroteKey(now, missing.path, missing.after))) found.push(`${missing.path} stays as it is instead of ${sayValues(missing)}`);
  if (planned.more?.mark !== now.more?.mark) found.push('…');
  return found;
}

function isSameBefore(planned: FieldChange, now: FieldChange, write: PlannedWrite, progress: Progress): boolean {
  return isSame(planned.before, now.before, progress) || progress.wrote.has(wroteKey(write, now.path, now.before));
}

function isSame(planned: Value | undefined, now: Value | undefined, { made }: Progress): boolean {
  if (planned === undefined || now === undefined) return planned === now;
  if (typeof planned === 'string' && planned.includes(notMadeYet) && typeof now !== 'object') {
    const at = planned.indexOf(notMadeYet);
    const [front, back] = [planned.slice(0, at), planned.slice(at + notMadeYet.length)];
    const text = String(now);
    return text === planned || (text.startsWith(front) && text.endsWith(back) && made.has(text.slice(front.length, text.length - back.length)));
  }
  if (typeof planned === 'object' && planned !== null && typeof now === 'object' && now !== null && !Array.isArray(planned) && !Array.isArray(now)) {
    const [one, other] = [planned as { readonly [key: string]: Value }, now as { readonly [key: string]: Value }];
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].every((key) => isSame(one[key], other[key], { made, wrote: new Set() }));
  }
  return stableText(planned) === stableText(now);
}

const shown = 60;
function textOf(value: Value | undefined): string {
  if (value === undefined) return '–';
  const text = typeof value === 'string' ? value : stableText(value);
  return text.length > shown ? `${text.slice(0, shown)}…` : text;
}

const sayValues = ({ before, after }: FieldChange): string => (before === undefined ? textOf(after) : `${textOf(before)} → ${textOf(after)}`);
const sayChange = (change: FieldChange): string => `${change.path} ${sayValues(change)}`;
