import { plainText } from '#shared/plainText.ts';

/** A row of a list as settings may name it. */
interface NamedRow {
  readonly Id: string;
  readonly Name: string;
  readonly FullyQualifiedName?: string | undefined;
  readonly AcctNum?: string | undefined;
}

/** One list of the company, found by id, name, full name or account number. */
export interface Rows<T> {
  readonly all: readonly T[];
  byId(id: string): T | undefined;
  /** What a setting means by `told`: the row with that id, else the one with that name. Undefined when there is none. */
  find(told: string): T | undefined;
}

/** Lists are small (a company has some hundred accounts), so all of it is kept. Of two rows with one name the older wins. */
export function makeRows<T extends NamedRow>(all: readonly T[]): Rows<T> {
  const byId = new Map(all.map((row) => [row.Id, row]));
  const byName = new Map<string, T>();
  for (const name of [(row: T) => row.FullyQualifiedName, (row: T) => row.Name, (row: T) => row.AcctNum]) {
    for (const row of all) {
      const key = plainText(name(row) ?? '');
      if (key !== '' && !byName.has(key)) byName.set(key, row);
    }
  }
  return { all, byId: (id) => byId.get(id), find: (told) => byId.get(told.trim()) ?? byName.get(plainText(told)) };
}
