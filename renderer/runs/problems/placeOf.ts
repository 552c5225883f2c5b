import type { ProblemCause } from '#shared/records/problems.ts';

/**
 * The place a person goes to: the error may name another node or a setting (`where`), a parked value names
 * the setting whose table lacks it.
 */
export function placeOf({ nodeId, error }: Pick<ProblemCause, 'nodeId' | 'error'>): { readonly nodeId: string; readonly field?: string } {
  const field = error.parkedOn?.setting ?? error.where?.field;
  return { nodeId: error.where?.node ?? nodeId, ...(field && { field }) };
}
