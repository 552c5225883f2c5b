import type { ErrorData } from '#shared/errors.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import type { RunStatus } from '#shared/records/outcomes.ts';
import type { NodeCounts, RunPart, RunSummary, RunVersion } from '#shared/records/runs.ts';

export interface NewRun {
  readonly runId: string;
  readonly flow: FlowDocument;
  readonly dryRun: boolean;
  readonly trigger: RunSummary['trigger'];
  readonly part?: RunPart;
  readonly version?: RunVersion;
  /** True when it leads through part of the flow only: nothing it reads counts as read, and no problem is closed by what went well in it. */
  readonly partial?: boolean;
  readonly at: number;
  /** Hash of what the flow does; a plan can only be carried out by the flow it was made with. */
  readonly flowMark?: string;
  /** The dry run whose records this run does as planned; then no others go on in it. */
  readonly carryOut?: string;
  /** Which records that earlier runs left open go on in this run; null = none (a dry run). */
  readonly resume: { readonly onlyKey?: string; /** Sources that are switched off: their records wait. */ readonly notFrom: readonly string[] } | null;
}

export interface StartedRun {
  /** Records an earlier run left unfinished, or a plan holds, now part of this one. */
  readonly resumed: number;
}

export interface RunEnd {
  readonly status: Exclude<RunStatus, 'running'>;
  readonly at: number;
  readonly error?: ErrorData;
  readonly nodes: Readonly<Record<string, NodeCounts>>;
}

/** What a cursor belongs to: a source node that is given another connection or stream begins anew and keeps its place in the old one. */
export interface SourceRef {
  readonly flowId: string;
  readonly nodeId: string;
  readonly connectionId: string;
  /** `connector.stream`. */
  readonly stream: string;
}
