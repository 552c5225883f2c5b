import { changesBetween } from '#shared/records/changes.ts';
import type { FieldChange } from '#shared/records/plan.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { leaves } from './compareRecords.ts';

/** What differs between two versions of a record, field by field, what the second lacks last. */
export function diffRecords(before: SourceRecord, after: SourceRecord): readonly FieldChange[] {
  const changes = changesBetween(before, after);
  const told = new Set([...changes.map(({ path }) => path), ...leaves(after).map(([path]) => path)]);
  return [...changes, ...leaves(before).flatMap(([path, value]) => (told.has(path) || value === null || value === '' ? [] : [{ path, before: value }]))];
}
