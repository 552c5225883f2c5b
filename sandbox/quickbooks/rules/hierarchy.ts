import type { Company } from '../company.ts';
import type { EntityName } from '../entities/definition.ts';
import { faultLine, refuse } from '../faults.ts';
import { numberAt, referenceAt, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Row } from '../store.ts';

const deletedMark = ' (deleted)';
const deepestLevel = 4;

/** The name with the mark of an inactive row put on or taken off; the plain name is free for others meanwhile. */
export function markIfInactive(name: string, active: boolean): string {
  const plain = name.endsWith(deletedMark) ? name.slice(0, -deletedMark.length) : name;
  return active ? plain : `${plain}${deletedMark}`;
}

/** `FullyQualifiedName` (`Parent:Child`) and, below a parent, its level; answers 900 for a row under itself, 6000 for too deep a tree. */
export function placeInTree(company: Company, table: EntityName, fields: JsonObject, name: string, id: string | undefined): JsonObject {
  const parentId = referenceAt(fields, 'ParentRef');
  if (parentId === undefined) return { FullyQualifiedName: name };
  if (parentId === id) refuse(faultLine.ownParent());
  const parent = company.store.table(table).get(parentId)?.json;
  const level = (numberAt(parent, 'Level') ?? 0) + 1;
  if (level > deepestLevel) refuse(faultLine.business(`You can only have up to ${deepestLevel + 1} levels in this list.`, 'ParentRef'));
  return { FullyQualifiedName: `${textAt(parent, 'FullyQualifiedName') ?? ''}:${name}`, Level: level };
}

/** Answers 6240 when another active row of one of the tables has this value. */
export function demandUnique(company: Company, tables: readonly EntityName[], property: string, value: string, self: Row | undefined, selfTable: EntityName, others: string): void {
  for (const table of tables) {
    const holder = company.store.table(table).find(property, value).find((row) => row.json['Active'] !== false && !(table === selfTable && row.id === self?.id));
    if (holder) refuse(faultLine.duplicateName(others));
  }
}
