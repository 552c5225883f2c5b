import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { CallContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import { insideFolder } from '../folder.ts';
import type { Folder } from '../folder.ts';

/** What one record adds to a file, ready to be written and written again. */
export interface Addition {
  /** Inside the folder. */
  readonly file: string;
  readonly format: 'csv' | 'json' | 'ndjson';
  /** What a new file begins with: mark and names of the columns. */
  readonly start: string;
  readonly text: string;
}

/** One writer at a time for each file of this process. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Adds a record to a file and returns when it is on the disk. What an earlier try left of the very same record at the end of the file is
 * written over, so that a crash in the middle leaves no half of it. Throws `setup` for a place that may not be written and a JSON file that is no list,
 * `remote` with `maybeDone` when the disk failed on the way.
 */
export async function append(folder: Folder, addition: Addition, beforeWrite?: CallContext['beforeWrite']): Promise<void> {
  const file = await insideFolder(folder, addition.file);
  const before = queues.get(file) ?? Promise.resolve();
  const mine = before.catch(() => undefined).then(async () => (await beforeWrite?.(), write(folder, file, addition)));
  queues.set(file, mine);
  try {
    await mine;
  } finally {
    if (queues.get(file) === mine) queues.delete(file);
  }
}

async function write(folder: Folder, file: string, addition: Addition): Promise<void> {
  const handle = await openToWrite(folder, file, addition.file);
  try {
    const { size } = await handle.stat();
    const { position, text } = addition.format === 'json' ? await placeInList(handle, size, addition) : await placeAtEnd(handle, size, addition);
    const bytes = Buffer.from(text, 'utf8');
    await handle.write(bytes, 0, bytes.length, position);
    await handle.truncate(position + bytes.length);
    await handle.datasync();
  } catch (thrown) {
    if (thrown instanceof FluxoError) throw thrown;
    const cause = String((thrown as NodeJS.ErrnoException).code ?? 'error');
    throw new FluxoError({ code: 'file.write_failed', kind: 'remote', what: `“${addition.file}” could not be written (${cause}).`, where: { connection: folder.connection }, fix: 'Check the space on the drive. Fluxo looks what is there and tries again by itself.', params: { name: addition.file, cause }, maybeDone: true });
  } finally {
    await handle.close();
  }
}

async function openToWrite(folder: Folder, file: string, name: string): Promise<FileHandle> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    // Never through a link that was put there meanwhile.
    return await open(file, constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0), 0o600);
  } catch (thrown) {
    const cause = String((thrown as NodeJS.ErrnoException).code ?? 'error');
    throw new FluxoError({ code: 'file.may_not_write', kind: 'setup', what: `“${name}” may not be written (${cause}).`, where: { connection: folder.connection }, fix: 'Change the rights of the folder, close the program that holds the file, or choose another name.', params: { name, cause } });
  }
}

async function placeAtEnd(handle: FileHandle, size: number, { start, text }: Addition): Promise<{ position: number; text: string }> {
  if (size === 0) return { position: 0, text: start + text };
  const torn = await tornLength(handle, size, start + text);
  if (torn === size) return { position: 0, text: start + text };
  const last = Buffer.alloc(1);
  await handle.read(last, 0, 1, size - 1);
  if (last[0] === 0x0a) return { position: size, text };
  const rest = await tornLength(handle, size, text);
  // Somebody else's last line lacks its end.
  return rest > 0 ? { position: size - rest, text } : { position: size, text: `\n${text}` };
}

const listEnd = '\n]\n';

async function placeInList(handle: FileHandle, size: number, { text }: Addition): Promise<{ position: number; text: string }> {
  const first = `[\n${text}${listEnd}`;
  const next = `,\n${text}${listEnd}`;
  if (size === 0 || (await tornLength(handle, size, first)) === size) return { position: 0, text: first };
  const end = Buffer.alloc(Math.min(size, listEnd.length));
  await handle.read(end, 0, end.length, size - end.length);
  if (end.toString('utf8') === listEnd) return { position: size - listEnd.length, text: next };
  const torn = await tornLength(handle, size, next);
  if (torn > 0) return { position: size - torn, text: next };
  throw new FluxoError({ code: 'file.not_a_list', kind: 'setup', what: 'The JSON file does not end as a list that Fluxo wrote.', fix: 'Give another name, or move the file away. NDJSON can be added to whoever began it.' });
}

/** How much of the end of the file is a beginning of this text: what an earlier try got written of it. */
async function tornLength(handle: FileHandle, size: number, text: string): Promise<number> {
  const wanted = Buffer.from(text, 'utf8');
  const tail = Buffer.alloc(Math.min(size, wanted.length));
  await handle.read(tail, 0, tail.length, size - tail.length);
  for (let length = tail.length; length > 0; length -= 1) if (tail.subarray(tail.length - length).equals(wanted.subarray(0, length))) return length;
  return 0;
}
