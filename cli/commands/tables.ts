import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { FluxoError, describeError } from '#shared/errors.ts';
import type { Host } from '#host/host.ts';
import { makeCatalog } from '#host/registry.ts';
import { csvHeader, readTableCsv, tableCsv } from '#host/tables/csv.ts';
import { tableReports, type TableReport } from '#host/tables/tableReport.ts';
import type { TableListItem } from '#shared/ipc/contract.ts';
import { columnKey } from '#shared/tables/columns.ts';
import { tableFile, withRowsRead, type TableColumn, type TableDocument } from '#shared/tables/table.ts';
import { exitCodes, textOption, WrongCall, workspaceOptions, type Command, type ExitCode, type Output, type Values } from '../command.ts';
import { oneNamed } from '../oneNamed.ts';
import { openCliHost } from '../openCliHost.ts';
import { formatTable } from '../table.ts';

type Call = Parameters<Command['run']>[0];

export const tables: Command = {
  name: 'tables',
  args: 'list|show|import|export|check [TABLE] [FILE]',
  summary: 'Shows the mapping tables that flows share, fills them from CSV, writes them as CSV, and says which values that came by have no row.',
  options: {
    ...workspaceOptions,
    replace: { type: 'boolean', help: 'import: only the rows of the file remain (default: they are added, and those for the same value changed)' },
    new: { type: 'string', value: 'NAME', help: 'import: make a new table of that name; TABLE is left out' },
    countries: { type: 'boolean', help: 'import --new: a table by country; its columns are those of the header' },
    key: { type: 'string', value: 'COLUMN', multiple: true, help: 'import --new --countries: a column that rows are found by, beside the country' },
    'dry-run': { type: 'boolean', help: 'import: say what would change, and change nothing' },
    out: { type: 'string', value: 'FILE', help: 'export: write it to this file instead of stdout' },
  },
  run: async (call) => {
    const [action = 'list', ...rest] = call.args;
    const actions: Readonly<Record<string, (host: Host, call: Call, rest: readonly string[]) => Promise<ExitCode>>> = { list, show, import: importRows, export: exportRows, check };
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (!act) throw new WrongCall(`“${action}” is none of ${Object.keys(actions).join(', ')}.`);
    const host = await openCliHost(call.values);
    try {
      return await act(host, call, rest);
    } finally {
      await host.close();
    }
  },
};

async function list(host: Host, { values, output }: Call, rest: readonly string[]): Promise<ExitCode> {
  none(rest);
  const all = await host.handlers['tables.list']({});
  if (values['json'] === true) output.result(JSON.stringify({ tables: all }));
  else if (all.length === 0) output.tell('No shared table yet. `fluxo tables import --new NAME FILE` makes one from a CSV.');
  else output.result(formatTable(['id', 'name', 'kind', 'rows', 'used by'], all.map((table) => [table.id, table.name, table.broken ? 'cannot be read' : table.kind, String(table.rowCount), usedBy(table)]), ['rows']));
  return exitCodes.done;
}

const usedBy = ({ usedBy: uses }: TableListItem): string => [...new Set(uses.map(({ flowName }) => flowName))].join(', ') || '–';

async function show(host: Host, { values, output }: Call, [name, ...rest]: readonly string[]): Promise<ExitCode> {
  none(rest);
  const { document } = await findTable(host, name);
  const { usedBy: uses } = (await host.handlers['tables.list']({})).find(({ id }) => id === document.id)!;
  if (values['json'] === true) output.result(JSON.stringify({ table: document, usedBy: uses }));
  else {
    const [heading, ...rows] = cellsOf(document);
    output.result(formatTable(heading!, rows));
    output.say(`${document.name} (${tableFile(document.id)}): ${rows.length} ${rows.length === 1 ? 'row' : 'rows'}, ${uses.length === 0 ? 'not used' : `used by ${[...new Set(uses.map(({ flowName }) => flowName))].join(', ')}`}.`);
  }
  return exitCodes.done;
}

function cellsOf(table: TableDocument): readonly (readonly string[])[] {
  if (table.kind === 'pairs') return [['from', 'to'], ...table.rows.map(({ from, to }) => [from, to])];
  return [['country', ...table.columns.map(({ key }) => key)], ...table.rows.map((row) => [row.country, ...table.columns.map(({ key, isKey }) => (isKey ? row.keys?.[key] : row.values[key]) ?? '')])];
}

async function importRows(host: Host, { values, output }: Call, args: readonly string[]): Promise<ExitCode> {
  const wish = textOption(values, 'new');
  const [name, [file, ...rest]] = wish === undefined ? [args[0], args.slice(1)] : [undefined, args];
  none(rest);
  if (file === undefined) throw new WrongCall('Name the CSV file; `-` reads it from stdin.');
  if (wish === undefined && (values['countries'] === true || values['key'] !== undefined)) throw new WrongCall('--countries and --key go together with --new.');
  const text = file === '-' ? await readAll(process.stdin) : await readFile(file, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    throw new WrongCall(`${file} cannot be read (${thrown.code ?? 'unknown'}).`);
  });
  const { document, revision } = wish === undefined ? await findTable(host, name) : { document: emptyTable(wish, values, text), revision: null };
  const read = readTableCsv(text, { kind: document.kind, columns: document.kind === 'countries' ? document.columns : [] });
  for (const { line, reason } of read.faults) output.say(`  ! line ${line}: ${reason.text}`);
  const taken = document.kind === 'pairs' ? read.pairs.length : read.countries.length;
  if (taken === 0) throw new FluxoError({ code: 'table.csv_nothing', kind: 'data', what: 'No line of the file can become a row; nothing was changed.', where: { file }, fix: 'Correct the lines that are named above.' });
  const next = withRowsRead(document, read, values['replace'] === true ? 'replace' : 'add');
  const before = new Set(document.rows.map((row) => JSON.stringify(row)));
  const changed = next.rows.filter((row) => !before.has(JSON.stringify(row))).length;
  const dryRun = values['dry-run'] === true;
  const id = dryRun ? document.id : await save(host, next, revision);
  output.tell(`${next.name}: ${taken} ${taken === 1 ? 'row' : 'rows'} read, ${changed} new or changed, ${next.rows.length} in all${read.faults.length > 0 ? `, ${read.faults.length} lines left out` : ''}.${dryRun ? ' Nothing was changed (dry run).' : wish === undefined ? '' : ` Its id is ${id}.`}`);
  if (values['json'] === true) output.result(JSON.stringify({ table: dryRun && wish !== undefined ? null : id, read: taken, changed, rows: next.rows.length, faults: read.faults, dryRun }));
  return read.faults.length > 0 ? exitCodes.problems : exitCodes.done;
}

async function save(host: Host, table: TableDocument, revision: string | null): Promise<string> {
  if (revision === null) return (await host.handlers['tables.create']({ name: table.name, content: table.kind === 'pairs' ? { kind: table.kind, rows: table.rows } : { kind: table.kind, columns: table.columns, rows: table.rows } })).tableId;
  await host.handlers['tables.save']({ document: table, revision });
  return table.id;
}

/** A table to read rows into; by country its columns are those of the header. */
function emptyTable(name: string, values: Values, text: string): TableDocument {
  const head = { fluxo: 1, id: 'new', name } as const;
  if (values['countries'] !== true) return { ...head, kind: 'pairs', rows: [] };
  const isKey = (Array.isArray(values['key']) ? values['key'] : []) as string[];
  const labels = csvHeader(text).slice(1);
  const columns = labels.reduce<TableColumn[]>((all, label) => [...all, { key: columnKey(label, all.map(({ key }) => key)), label, ...(isKey.includes(label) && { isKey: true }) }], []);
  const wrong = isKey.find((key) => !labels.includes(key));
  if (wrong !== undefined) throw new WrongCall(`The header has no column “${wrong}”; it has ${labels.join(', ') || 'none'}.`);
  if (columns.length === 0 || labels.includes('')) throw new WrongCall('The first line names the columns: country, then the others, each with a name.');
  return { ...head, kind: 'countries', columns, rows: [] };
}

async function exportRows(host: Host, { values, output }: Call, [name, ...rest]: readonly string[]): Promise<ExitCode> {
  none(rest);
  const { document } = await findTable(host, name);
  const out = textOption(values, 'out');
  const csv = tableCsv(document);
  if (out === undefined && values['json'] !== true) output.result(csv.replace(/\n$/, ''));
  if (out !== undefined) {
    await mkdir(path.dirname(path.resolve(out)), { recursive: true });
    // With its mark of the byte order a spreadsheet takes it for UTF-8.
    await writeFile(path.resolve(out), `\uFEFF${csv}`);
    output.tell(`${document.rows.length} ${document.rows.length === 1 ? 'row' : 'rows'} written to ${out}.`);
  }
  if (values['json'] === true) output.result(JSON.stringify({ table: document.id, rows: document.rows.length, ...(out === undefined ? { csv } : { file: out }) }));
  return exitCodes.done;
}

async function check(host: Host, { values, output }: Call, [name, ...rest]: readonly string[]): Promise<ExitCode> {
  none(rest);
  const only = name === undefined ? undefined : (await findTable(host, name)).document.id;
  const reports = await tableReports(host.workspace, makeCatalog(), only);
  if (reports.length === 0) output.tell('No shared table yet.');
  for (const report of reports) tell(report, output);
  if (values['json'] === true) output.result(JSON.stringify({ tables: reports }));
  return reports.some(isProblem) ? exitCodes.problems : exitCodes.done;
}

/** What stands in the way of a record: a table that cannot be used, or a value that waits or is refused. */
const isProblem = ({ error, places }: TableReport): boolean => error !== undefined || places.some((place) => place.error !== undefined || (place.missing.length > 0 && (place.unmapped === 'park' || place.unmapped === 'fail')));

const becomes = { park: 'such a record waits', fail: 'such a record is refused', keepSource: 'it stays as it is', leaveEmpty: 'it becomes empty', useDefault: 'it becomes the default' } as const;

function tell({ id, name, rows, places, error }: TableReport, output: Output): void {
  output.tell(`${name}${name === id ? '' : ` (${id})`}: ${rows} ${rows === 1 ? 'row' : 'rows'}${places.length === 0 ? ', not used' : ''}`);
  if (error) output.tell(`  ✗ ${describeError(error).replaceAll('\n', '\n    ')}`);
  for (const place of places) {
    const where = `${place.flowName}, ${place.nodeId}.${place.setting}`;
    if (place.error) output.tell(`  ✗ ${where}: ${describeError(place.error).replaceAll('\n', '\n    ')}`);
    else if (error) output.tell(`  ✗ ${where} uses it`);
    else if (place.missing.length === 0) output.tell(`  ✓ ${where}: ${place.records === 0 ? 'no record seen yet' : `all of the last ${place.records} records have a row`}`);
    else output.tell(`  ${place.unmapped === 'park' || place.unmapped === 'fail' ? '!' : '·'} ${where}: without a row in the last ${place.records} records: ${place.missing.map(({ value, count }) => `${value} (${count})`).join(', ')}; ${becomes[place.unmapped]}\n    → Add rows in the app, or: fluxo tables import ${id} FILE`);
  }
}

/** By id, else by name whatever its case. */
async function findTable(host: Host, name: string | undefined): Promise<{ readonly document: TableDocument; readonly revision: string }> {
  if (name === undefined) throw new WrongCall('Name a table. `fluxo tables` lists them.');
  return host.workspace.tables.get(oneNamed(await host.workspace.tables.list(), name, 'tables')?.id ?? name);
}

function none(rest: readonly string[]): void {
  if (rest.length > 0) throw new WrongCall(`“${rest[0]}” is one word too many.`);
}
