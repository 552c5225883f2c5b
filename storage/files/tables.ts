import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { asFluxoError, FluxoError, type ErrorData } from '#shared/errors.ts';
import { IdSchema } from '#shared/flow/id.ts';
import type { CountryRow } from '#shared/settings/countryTable.ts';
import { TableDocumentSchema, tableVersion, type TableDocument, type TableKind } from '#shared/tables/table.ts';
import type { Alone } from './flows.ts';
import { readDocument, writeText, type FileKind } from './jsonDocument.ts';

const ending = '.table.json';
const kind: FileKind<TableDocument> = { area: 'table', called: 'table file', version: tableVersion, schema: TableDocumentSchema };

export interface TableFileItem {
  readonly id: string;
  readonly name: string;
  readonly kind: TableKind;
  readonly rowCount: number;
  /** Milliseconds, of the file. */
  readonly updatedAt: number;
  /** Set when the file cannot be used; it is listed all the same, so that nothing vanishes. */
  readonly broken?: ErrorData;
}

export interface TableFiles {
  /** By name. */
  list(): Promise<readonly TableFileItem[]>;
  /** Throws `table.not_found`, `table.broken_file`, `table.newer_version`, `table.wrong_id`. */
  get(tableId: string): Promise<{ readonly document: TableDocument; readonly revision: string }>;
  /** `revision` = the one that was edited, or null for a new table. Throws `table.changed_elsewhere` when the file has another one by now. */
  save(document: TableDocument, revision: string | null): Promise<{ readonly revision: string }>;
  remove(tableId: string): Promise<void>;
}

/** The mapping tables of a workspace: `tables/<id>.table.json`, one file each and in it one line a row, so that a diff shows which rows changed. */
export function makeTableFiles(workspace: string, alone: Alone): TableFiles {
  const folder = path.join(workspace, 'tables');
  const shownAs = (tableId: string) => `tables/${tableId}${ending}`;
  const fileOf = (tableId: string) => {
    if (!IdSchema.safeParse(tableId).success) throw notFound(tableId);
    return path.join(folder, tableId + ending);
  };

  async function get(tableId: string) {
    const found = await readDocument(fileOf(tableId), shownAs(tableId), kind).catch((thrown: unknown) => {
      throw thrown instanceof FluxoError && thrown.code === 'table.no_file' ? notFound(tableId) : thrown;
    });
    if (found.document.id !== tableId) {
      throw new FluxoError({ code: 'table.wrong_id', kind: 'setup', what: `The table file ${shownAs(tableId)} holds the id “${found.document.id}”; file name and id must be the same.`, where: { file: shownAs(tableId), field: 'id' }, fix: `Set its “id” to “${tableId}”, or name the file ${found.document.id}${ending}.`, params: { file: shownAs(tableId), id: found.document.id, wanted: tableId } });
    }
    return found;
  }

  return {
    async list() {
      const names = await readdir(folder).catch(() => []);
      const items = await Promise.all(
        names.filter((name) => name.endsWith(ending) && !name.startsWith('.')).map(async (name): Promise<TableFileItem> => {
          const id = name.slice(0, -ending.length);
          const updatedAt = await stat(path.join(folder, name)).then((found) => Math.round(found.mtimeMs), () => 0);
          try {
            const { document } = await get(id);
            return { id, name: document.name, kind: document.kind, rowCount: document.rows.length, updatedAt };
          } catch (thrown) {
            return { id, name: id, kind: 'pairs', rowCount: 0, updatedAt, broken: asFluxoError(thrown).data };
          }
        }),
      );
      return items.sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
    },
    get,
    async save(document, revision) {
      const file = fileOf(document.id);
      return alone(`tables/${document.id}`, async () => {
        await mkdir(folder, { recursive: true });
        const now = await readDocument(file, shownAs(document.id), kind).then((found) => found.revision, (thrown: unknown) => (thrown instanceof FluxoError && thrown.code === 'table.no_file' ? null : 'broken'));
        if (now !== revision) throw new FluxoError({ code: 'table.changed_elsewhere', kind: 'setup', what: `The table “${document.name}” was changed elsewhere meanwhile.`, where: { file: shownAs(document.id) }, fix: 'Load it again, then make your change once more.', params: { table: document.name } });
        return { revision: await writeText(file, shownAs(document.id), 'table', tableText(document)) };
      });
    },
    async remove(tableId) {
      await rm(fileOf(tableId)).catch((thrown: unknown) => {
        throw thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT' ? notFound(tableId) : thrown;
      });
    },
  };
}

function notFound(tableId: string): FluxoError {
  const file = `tables/${tableId}${ending}`;
  return new FluxoError({ code: 'table.not_found', kind: 'setup', what: `There is no table “${tableId}” in this workspace (${file}).`, where: { file }, fix: 'Choose another table, or bring the file back.', params: { table: tableId, file } });
}

/** One line a row, in the order of the table. */
export function tableText(table: TableDocument): string {
  const head = { fluxo: table.fluxo, id: table.id, name: table.name, ...(table.description !== undefined && { description: table.description }), kind: table.kind, ...(table.kind === 'countries' && { columns: table.columns.map(({ key, label, isKey }) => ({ key, label, ...(isKey && { isKey }) })) }) };
  const rows = table.kind === 'pairs' ? table.rows.map(({ from, to }) => ({ from, to })) : table.rows.map((row) => inOrder(row, table.columns.map(({ key }) => key)));
  const lines = rows.map((row) => `    ${oneLine(row)}`);
  const begin = JSON.stringify(head, null, 2).slice(0, -2);
  return `${begin},\n  "rows": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`;
}

function oneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${oneLine(inner)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

/** What a row is found by first, each part in the order of the columns; what is empty is left out. */
function inOrder({ country, keys = {}, values }: CountryRow, columns: readonly string[]): CountryRow {
  const sorted = (part: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(part).filter(([, value]) => value !== '').sort(([a], [b]) => columns.indexOf(a) - columns.indexOf(b)));
  const found = sorted(keys);
  return { country, ...(Object.keys(found).length > 0 && { keys: found }), values: sorted(values) };
}
