import type { ErrorData } from '../errors.ts';
import type { FlowIssue } from '../flow/check.ts';
import type { Reason } from '../records/outcomes.ts';

/** What is looked at before a flow goes live, in the order of the checklist. */
export const preflightTopics = ['drawing', 'connections', 'settings', 'records', 'data', 'start', 'overlap', 'schedule'] as const;
export type PreflightTopic = (typeof preflightTopics)[number];

/** What was found, in the words of whoever found it; each of the three has its translations. */
export type FindingSaid = { readonly by: 'look'; readonly reason: Reason } | { readonly by: 'check'; readonly issue: FlowIssue } | { readonly by: 'service'; readonly error: ErrorData };

/** One thing to put right (`error`), to think about (`warning`) or to know (`info`) before the flow runs by itself. */
export interface Finding {
  readonly topic: PreflightTopic;
  readonly severity: 'error' | 'warning' | 'info';
  readonly said: FindingSaid;
  /** Records it is about. */
  readonly count?: number;
  /** What a few of them are called. */
  readonly examples?: readonly string[];
  /** Where it is put right: a node and its setting, or a connection. */
  readonly place?: { readonly nodeId: string; readonly field?: string } | { readonly connectionId: string };
}

export interface Preflight {
  /** The worst first within each topic. */
  readonly findings: readonly Finding[];
  /** The dry run whose records were looked at; absent when there has been none. */
  readonly dryRun?: { readonly runId: string; readonly read: number; readonly at: number };
}

const weight = { error: 0, warning: 1, info: 2 } as const;

export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  const place = ({ topic }: Finding) => preflightTopics.indexOf(topic);
  return findings.toSorted((a, b) => place(a) - place(b) || weight[a.severity] - weight[b.severity] || (b.count ?? 0) - (a.count ?? 0));
}

/** The worst that a topic has; null when there is nothing to say about it. */
export function worstOf(findings: readonly Finding[]): Finding['severity'] | null {
  return (['error', 'warning', 'info'] as const).find((severity) => findings.some((finding) => finding.severity === severity)) ?? null;
}
