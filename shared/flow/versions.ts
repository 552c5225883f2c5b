import * as z from 'zod';
import type { FlowDocument } from './document.ts';
import { sameJson } from './history/patch.ts';

export const versionKinds = ['automatic', 'named', 'live', 'restored'] as const;

/** A kept state of a flow. */
export const FlowVersionSchema = z.strictObject({
  /** Made from its time; sorts as the versions came. */
  id: z.string().regex(/^[0-9a-z-]{1,64}$/),
  /** Milliseconds; since when the flow looked like this. */
  at: z.number(),
  /** `automatic` ones are thinned out as they age, the others stay until somebody removes them. */
  kind: z.enum(versionKinds),
  name: z.string().min(1).max(120).optional(),
  nodeCount: z.number().int().min(0),
});
export type FlowVersion = z.infer<typeof FlowVersionSchema>;

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Somebody at work gets a version of what was before at most so often, in milliseconds. */
export const automaticEvery = 10 * minute;

/** How far apart automatic versions stay, by age: all of a day, one an hour for a week, one a day for three months, then one a week. */
const spacing = [
  { younger: day, apart: 0 },
  { younger: 7 * day, apart: hour },
  { younger: 92 * day, apart: day },
  { younger: Infinity, apart: 7 * day },
] as const;

/** The versions that may go: of automatic ones too close to each other for their age the last stays. */
export function thinOut(versions: readonly FlowVersion[], now: number): readonly FlowVersion[] {
  const gone: FlowVersion[] = [];
  let newer = { at: 0, apart: -1 };
  for (const version of versions.filter(({ kind }) => kind === 'automatic').toSorted((a, b) => b.at - a.at)) {
    const { apart } = spacing.find(({ younger }) => now - version.at < younger) ?? spacing[3];
    // Counted in whole hours, days and weeks, so that what stays today stays tomorrow.
    if (apart > 0 && newer.apart === apart && Math.floor(version.at / apart) === Math.floor(newer.at / apart)) gone.push(version);
    else newer = { at: version.at, apart };
  }
  return gone;
}

/** What a run does by the flow: without where cards lie, how they are framed, and when it starts. */
function doing({ nodes, edges, policy, frames, nodeSettings }: FlowDocument): unknown {
  const off = new Set(frames?.filter(({ disabled }) => disabled).map(({ id }) => id));
  return { edges, policy, nodeSettings, nodes: nodes.map(({ position: _place, frame, disabled, ...node }) => ({ ...node, off: disabled === true || (frame !== undefined && off.has(frame)) })) };
}

/** True when both flows do the same in a run. */
export function doSame(a: FlowDocument, b: FlowDocument): boolean {
  return a === b || sameJson(doing(a), doing(b));
}

/** The live version as it runs: its drawing, with the name and the schedule of today, because those hold at once. */
export function asItRuns(live: FlowDocument, draft: FlowDocument): FlowDocument {
  const { schedule: _old, ...rest } = live;
  return { ...rest, name: draft.name, ...(draft.schedule && { schedule: draft.schedule }) };
}
