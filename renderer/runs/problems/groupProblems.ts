import type { Problem } from '#shared/records/problems.ts';
import type { ErrorData } from '#shared/errors.ts';

/** Problems that one act of a person solves: the same cause at the same node of the same flow. */
export interface ProblemGroup {
  readonly id: string;
  readonly flowId: string;
  readonly nodeId: string;
  readonly outcome: Problem['outcome'];
  readonly cause: string;
  /** The error of the newest member: its sentence stands for all. */
  readonly error: ErrorData;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Newest first. */
  readonly members: readonly Problem[];
}

/**
 * Gathers problems by flow, node and cause. Groups with most members first, of equals the newest first,
 * so that the first row is the one whose solution helps most.
 */
export function groupProblems(problems: readonly Problem[]): readonly ProblemGroup[] {
  const byCause = Map.groupBy(problems, (problem) => JSON.stringify([problem.flowId, problem.nodeId, problem.outcome, problem.cause]));
  return [...byCause]
    .map(([id, unsorted]) => {
      const members = unsorted.toSorted((a, b) => b.lastAt - a.lastAt || b.lastSeq - a.lastSeq);
      const newest = members[0] as Problem;
      return {
        id,
        flowId: newest.flowId,
        nodeId: newest.nodeId,
        outcome: newest.outcome,
        cause: newest.cause,
        error: newest.error,
        count: members.length,
        firstAt: Math.min(...members.map((member) => member.firstAt)),
        lastAt: newest.lastAt,
        members,
      };
    })
    .toSorted((a, b) => b.count - a.count || b.lastAt - a.lastAt);
}

/**
 * The place a person goes to: the error may name another node or a setting (`where`), a parked value names
 * the setting whose table lacks it.
 */
export function placeOf(group: Pick<ProblemGroup, 'nodeId' | 'error'>): { readonly nodeId: string; readonly field?: string } {
  const field = group.error.parkedOn?.setting ?? group.error.where?.field;
  return { nodeId: group.error.where?.node ?? group.nodeId, ...(field && { field }) };
}
