import path from 'node:path';
import { mkdir, writeFile } from 'node:fs/promises';
import { FluxoError } from '#shared/errors.ts';
import type { Handlers } from '#shared/ipc/contract.ts';
import { tableVersion, type TableDocument } from '#shared/tables/table.ts';
import type { HostParts } from '../host.ts';
import { idFor } from '../idFor.ts';
import { makeCatalog } from '../registry.ts';
import { readTableCsv, tableCsv } from '../tables/csv.ts';
import { tableGivers, tableUses } from '../tables/tableUses.ts';

type TableCalls = Pick<Handlers, 'tables.list' | 'tables.get' | 'tables.save' | 'tables.create' | 'tables.remove' | 'tables.readCsv' | 'tables.exportCsv'>;

/** The mapping tables of the workspace. */
export function tableCalls({ workspace, emit }: HostParts): TableCalls {
  const catalog = makeCatalog();
  return {
    'tables.list': async () => {
      const [files, uses] = await Promise.all([workspace.tables.list(), tableUses(workspace, catalog)]);
      return files.map((file) => ({ ...file, usedBy: uses.get(file.id) ?? [] }));
    },
    'tables.get': ({ tableId }) => workspace.tables.get(tableId),
    'tables.save': async ({ document, revision }) => {
      const saved = await workspace.tables.save(document, revision);
      emit('tables.changed', { tableId: document.id });
      return saved;
    },
    'tables.create': async ({ name, content }) => {
      const tableId = idFor(name, new Set((await workspace.tables.list()).map(({ id }) => id)), 'table');
      const document: TableDocument = content.kind === 'pairs' ? { fluxo: tableVersion, id: tableId, name, kind: 'pairs', rows: content.rows } : { fluxo: tableVersion, id: tableId, name, kind: 'countries', columns: content.columns, rows: content.rows };
      await workspace.tables.save(document, null);
      emit('tables.changed', { tableId });
      return { tableId };
    },
    'tables.remove': async ({ tableId }) => {
      const used = (await tableUses(workspace, catalog)).get(tableId) ?? [];
      const users = new Set([...used.map(({ flowName }) => flowName), ...(await tableGivers(workspace, tableId))]);
      if (users.size > 0) {
        const flows = [...users].join(', ');
        throw new FluxoError({ code: 'table.in_use', kind: 'setup', what: `The table is used by ${flows}.`, where: { file: `tables/${tableId}.table.json` }, fix: 'Choose other tables there first.', params: { flows } });
      }
      await workspace.tables.remove(tableId);
      emit('tables.changed', { tableId });
      return { removed: true };
    },
    'tables.readCsv': async ({ text, kind, columns }) => readTableCsv(text, { kind, columns }),
    'tables.exportCsv': async ({ tableId }) => {
      const { document } = await workspace.tables.get(tableId);
      const file = path.join('exports', `${tableId}.csv`);
      await mkdir(path.join(workspace.folder, 'exports'), { recursive: true });
      // With its mark of the byte order a spreadsheet takes it for UTF-8.
      await writeFile(path.join(workspace.folder, file), `\uFEFF${tableCsv(document)}`);
      return { file: file.replaceAll(path.sep, '/'), text: tableCsv(document) };
    },
  };
}
