import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { recognise, rowKey } from '#connectors/sdk/anyRecord/recognise.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { insideFolder } from '../folder.ts';
import type { Folder } from '../folder.ts';
import { sniff } from '../reading/dialect.ts';
import { makeHashedBytes } from '../reading/hashedBytes.ts';
import { readRows } from '../reading/rows.ts';

/** What a file holds already: the newest version of each record by its key. Keys are kept as short hashes, however long they are. */
export interface Contents {
  /** Names of the columns; null for no file, and empty for JSON. */
  readonly columns: readonly string[] | null;
  readonly delimiter: string;
  versionOf(key: string): string | undefined;
  /** The newest rows of a record as they stand there, read anew; none when it is not there. */
  rowsOf(key: string): Promise<readonly SourceRecord[]>;
}

const noHash = () => makeHashedBytes(createHash('sha256'), 0);
const short = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 16);

/** Reads a file that Fluxo or somebody else began. Rows of one order stand together and count as one. */
export async function readContents(folder: Folder, entity: string, name: string, format: 'csv' | 'json' | 'ndjson', signal: AbortSignal): Promise<Contents> {
  const none: Contents = { columns: null, delimiter: '', versionOf: () => undefined, rowsOf: async () => [] };
  const file = await insideFolder(folder, name);
  const found = await stat(file).catch(() => null);
  if (!found || found.size === 0) return none;
  const dialect = await sniff(file, { format, encoding: 'auto', delimiter: '', header: 'yes' });
  if (!dialect || dialect.encoding !== 'utf8') throw new FluxoError({ code: 'file.other_encoding', kind: 'setup', what: `“${name}” is not written in UTF-8, so nothing can be added to it.`, where: { connection: folder.connection }, fix: 'Save it as UTF-8, or give another name.', params: { name } });
  const versions = new Map<string, string>();
  const places = new Map<string, readonly [start: number, end: number]>();
  let group: { key: string; rows: SourceRecord[]; start: number; end: number } | undefined;
  const keep = () => {
    if (!group) return;
    versions.set(short(group.key), String(recognise(entity, group.rows, { from: name, keyField: '' })['version']));
    places.set(short(group.key), [group.start, group.end]);
  };
  const reading = { file, name, dialect, listPath: '', signal };
  let before = 0;
  // Half a record at the end, left by a crash, is none: it is written over.
  for await (const { value, end } of readRows({ ...reading, start: 0, size: found.size, isSettled: false, bytes: noHash() })) {
    const start = before;
    before = end;
    const key = rowKey(entity, value, '');
    if (group && group.key === key && entity === 'order' && format === 'csv') {
      group.rows.push(value);
      group.end = end;
      continue;
    }
    keep();
    group = { key, rows: [value], start, end };
  }
  keep();
  return {
    columns: dialect.columns,
    delimiter: dialect.delimiter,
    versionOf: (key) => versions.get(short(key)),
    async rowsOf(key) {
      const place = places.get(short(key));
      if (!place) return [];
      // A JSON list cannot be entered in the middle; of the others only the place is read.
      const [start, size] = format === 'json' ? [0, found.size] : place;
      let rows: SourceRecord[] = [];
      for await (const { value } of readRows({ ...reading, start, size, isSettled: true, bytes: noHash() })) if (rowKey(entity, value, '') === key) rows = format === 'csv' ? [...rows, value] : [value];
      return rows;
    },
  };
}
