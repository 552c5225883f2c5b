import type { RunSummary } from '#shared/records/runs.ts';

/** What the engine tells while it works; the host coalesces before it reaches a screen. */
export interface EngineEvents {
  progress(summary: RunSummary): void;
  finished(summary: RunSummary): void;
}
