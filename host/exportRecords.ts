import { stringify } from 'csv-stringify/sync';
import { open, mkdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { RunStore } from '#engine/ports.ts';
import { dropUndefined } from '#shared/dropUndefined.ts';
import type { Exported, Input } from '#shared/ipc/contract.ts';
import type { RecordRow } from '#shared/records/story.ts';

const pageSize = 500;
/** Names of fields that hold what is about a person. */
const personal = /name|naam|mail|phone|tel|mobile|street|address|adres|line[12]|city|plaats|postal|zip|vat|iban|birth|contact/i;
const email = /[^\s"'<>(),;:]+@[^\s"'<>(),;:]+/g;
const mask = '•••';

type Cell = string | number;

/**
 * Writes the rows that meet a filter into `exports/` of the workspace, newest first, a page at a time. Unless personal data was asked for, names and contact
 * data are masked: who a record is about, e-mail addresses wherever they stand, and fields of a record that are called like such things.
 */
export async function exportRecords(store: Pick<RunStore, 'records' | 'fieldValues'>, workspaceDir: string, now: number, { format, personal: withPersonal, fields, ...filter }: Input<'records.export'>): Promise<Exported> {
  const name = `records-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-')}.${format}`;
  await mkdir(path.join(workspaceDir, 'exports'), { recursive: true });
  const file = await open(path.join(workspaceDir, 'exports', name), 'wx', 0o600);
  const safe = (text: string) => (withPersonal ? text : text.replace(email, mask));
  const cells = (row: RecordRow, values: readonly string[] | null): Record<string, Cell> => ({
    time: new Date(row.at).toISOString(),
    flow: row.flowId,
    run: row.runId,
    place: row.seq,
    key: safe(row.key),
    title: safe(row.title),
    about: withPersonal ? (row.subtitle ?? '') : row.subtitle === undefined ? '' : mask,
    amount: row.amount ?? '',
    outcome: row.outcome,
    code: row.reason?.code ?? '',
    reason: safe(row.reason?.text ?? ''),
    node: row.reason?.node ?? row.nodeId,
    becameType: row.target?.type ?? '',
    becameId: safe(row.target?.id ?? ''),
    becameLabel: safe(row.target?.label ?? ''),
    milliseconds: row.ms,
    ...Object.fromEntries(fields.map((field, index) => [field, withPersonal || !personal.test(field) ? safe(values?.[index] ?? '') : mask])),
  });
  try {
    const records = await writePages(file, format, store, dropUndefined(filter), fields, cells);
    return { file: `exports/${name}`, records };
  } finally {
    await file.close();
  }
}

async function writePages(file: FileHandle, format: 'csv' | 'json', store: Pick<RunStore, 'records' | 'fieldValues'>, filter: Omit<Parameters<RunStore['records']>[0], 'limit'>, fields: readonly string[], cells: (row: RecordRow, values: readonly string[] | null) => Record<string, Cell>): Promise<number> {
  let [written, last] = [0, undefined as RecordRow | undefined];
  if (format === 'json') await file.appendFile('[');
  for (;;) {
    const from = last && (filter.runId === undefined ? { after: { runId: last.runId, seq: last.seq } } : { afterSeq: last.seq });
    const { rows } = await store.records({ ...filter, ...from, limit: pageSize, newestFirst: true });
    const values = fields.length > 0 && rows.length > 0 ? await store.fieldValues(rows, fields) : [];
    const lines = rows.map((row, index) => cells(row, values[index] ?? null));
    // A text that begins like a formula would be worked out by a spreadsheet; https://owasp.org/www-community/attacks/CSV_Injection
    if (format === 'csv') await file.appendFile(stringify(lines, { header: written === 0, bom: written === 0, escape_formulas: true, ...(written === 0 && rows.length === 0 && { columns: [] }) }));
    else if (lines.length > 0) await file.appendFile(`${written === 0 ? '' : ','}\n${lines.map((line) => JSON.stringify(line)).join(',\n')}`);
    written += rows.length;
    last = rows.at(-1);
    if (rows.length < pageSize) break;
  }
  if (format === 'json') await file.appendFile('\n]\n');
  return written;
}
