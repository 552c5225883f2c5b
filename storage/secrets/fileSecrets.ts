import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { SecretValue } from '#connectors/sdk/connector.ts';
import type { SecretStore } from '#engine/ports.ts';
import { FluxoError } from '#shared/errors.ts';
import { atomicWrite } from '#storage/files/atomicWrite.ts';

/** 64 MiB and some 150 ms to make the key: guessing a passphrase costs that much each time. */
const cost = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 2 ** 20 } as const;
const lockPatienceMs = 10_000;
const sqliteBusy = 5;

const FileSchema = z.strictObject({
  fluxoSecrets: z.literal(1),
  kdf: z.literal('scrypt-65536-8-1'),
  salt: z.base64(),
  cipher: z.literal('aes-256-gcm'),
  nonce: z.base64(),
  tag: z.base64(),
  data: z.base64(),
});
const ContentSchema = z.record(z.string(), z.record(z.string(), z.string()));
type Content = z.infer<typeof ContentSchema>;

/**
 * Credentials in one file, encrypted with a passphrase (scrypt, AES-256-GCM) and readable by its owner alone. For machines
 * without a keychain, and only when asked for. Throws `setup` errors: a wrong passphrase, a file of something else.
 */
export function makeFileSecrets(file: string, passphrase: string): SecretStore {
  const keys = new Map<string, Promise<Buffer>>();
  const keyFor = (salt: string): Promise<Buffer> => {
    const known = keys.get(salt) ?? deriveKey(passphrase, Buffer.from(salt, 'base64'));
    keys.set(salt, known);
    return known;
  };

  const read = async (): Promise<{ content: Content; salt: string }> => {
    const text = await readFile(file, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code === 'ENOENT') return null;
      throw fileError('unreadable', `The secrets file cannot be read (${thrown.code ?? 'unknown'}).`, 'Check the rights of the file.', file);
    });
    if (text === null) return { content: {}, salt: randomBytes(16).toString('base64') };
    const parsed = FileSchema.safeParse(jsonOrNull(text));
    if (!parsed.success) throw fileError('unreadable', 'This is no secrets file of Fluxo, or it is damaged.', 'Name another file, or bring the file back from a backup.', file);
    const { salt, nonce, tag, data } = parsed.data;
    const decipher = createDecipheriv('aes-256-gcm', await keyFor(salt), Buffer.from(nonce, 'base64'));
    decipher.setAuthTag(Buffer.from(tag, 'base64'));
    try {
      const plain = Buffer.concat([decipher.update(Buffer.from(data, 'base64')), decipher.final()]);
      return { content: ContentSchema.parse(JSON.parse(plain.toString('utf8'))), salt };
    } catch {
      throw fileError('wrong_passphrase', 'The passphrase does not open this secrets file.', 'Set FLUXO_PASSPHRASE to the passphrase the file was made with.', file);
    }
  };

  const write = async (content: Content, salt: string): Promise<void> => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', await keyFor(salt), nonce);
    const data = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()]);
    const sealed: z.infer<typeof FileSchema> = {
      fluxoSecrets: 1,
      kdf: 'scrypt-65536-8-1',
      salt,
      cipher: 'aes-256-gcm',
      nonce: nonce.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      data: data.toString('base64'),
    };
    await atomicWrite(file, `${JSON.stringify(sealed, null, 2)}\n`, 0o600).catch((thrown: unknown) => {
      throw unwritable(thrown, file);
    });
  };

  const change = async (edit: (content: Map<string, SecretValue>) => void): Promise<void> => {
    await mkdir(path.dirname(file), { recursive: true });
    await alone(`${file}.lock`, file, async () => {
      const { content, salt } = await read();
      const edited = new Map<string, SecretValue>(Object.entries(content));
      edit(edited);
      await write(Object.fromEntries(edited) as Content, salt);
    });
  };

  return {
    backend: 'file',
    get: async (connectionId) => {
      const { content } = await read();
      return Object.hasOwn(content, connectionId) ? (content[connectionId] ?? null) : null;
    },
    set: (connectionId, value) => change((content) => void content.set(connectionId, { ...value })),
    delete: (connectionId) => change((content) => void content.delete(connectionId)),
  };
}

function deriveKey(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/**
 * Two processes that change the file at once would each put back what the other changed. The lock is SQLite's on an empty database beside the file: the
 * operating system takes it from a process that dies, and never from one that only stands still and would go on writing later.
 */
async function alone<T>(lock: string, file: string, work: () => Promise<T>): Promise<T> {
  let db: DatabaseSync;
  try {
    db = new DatabaseSync(lock, { timeout: 0 });
  } catch (thrown) {
    throw unwritable(thrown, file);
  }
  try {
    for (let waited = 0; ; waited += 25) {
      try {
        db.exec('BEGIN EXCLUSIVE');
        break;
      } catch (thrown) {
        const code = (thrown as { readonly errcode?: number }).errcode ?? 0;
        if ((code & 0xff) !== sqliteBusy) throw unwritable(thrown, file);
        if (waited > lockPatienceMs) throw fileError('busy', 'Another Fluxo is changing the secrets file.', 'Try again in a moment.', file);
        await sleep(25);
      }
    }
    return await work();
  } finally {
    db.close();
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The old file is untouched. A disk at fault is nothing a credential's owner could put right, so no connection rests for it. */
function unwritable(thrown: unknown, file: string): FluxoError {
  // The message of a system's error names folders of this machine; SQLite's code says nothing.
  const why = thrown instanceof Error ? ('syscall' in thrown && 'code' in thrown ? String(thrown.code) : thrown.message) : 'unknown';
  return new FluxoError({ code: 'secrets.unwritable', kind: 'setup', what: `The secrets file cannot be written (${why}).`, where: { file: path.basename(file) }, fix: 'Check the rights of its folder, and whether its disk has room.' }, { cause: thrown });
}

function fileError(cause: string, what: string, fix: string, file: string): FluxoError {
  return new FluxoError({ code: `secrets.${cause}`, kind: 'setup', what, where: { file: path.basename(file) }, fix, needsOwner: true });
}
