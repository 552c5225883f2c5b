/** How far the schedule of each flow was seen to. */
export interface ScheduleStore {
  seenTo(flowId: string): Promise<{ readonly until: number; readonly plan: string } | null>;
  /** `plan` is the schedule it was seen to under: after a change it counts anew. */
  seeTo(flowId: string, seen: { readonly until: number; readonly plan: string }): Promise<void>;
}

/** What flows were last heard of. All moments in milliseconds since the epoch. */
export interface HeartbeatStore {
  /** The end of the last whole run that went through, and the start of the last one that read something new. */
  signsOf(flowId: string): Promise<{ readonly ranAt: number | null; readonly readAt: number | null }>;
  /** Since when this is expected of the flow: `now` for a rule that is new or another one than before. */
  expectedSince(flowId: string, rule: string, now: number): Promise<number>;
  /** When some process last looked after the schedule; null before the first time. */
  watchedUntil(): Promise<number | null>;
  noteWatched(now: number): Promise<void>;
}
