import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '#engine/ports.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Erased, PersonAsked, PersonFound } from '#shared/ipc/contract.ts';
import type { Person } from '#shared/records/privacy.ts';
import type { Pins } from './pins.ts';
import { cleanText } from '#storage/privacy/cleanText.ts';
import type { Workspace } from '#storage/workspace.ts';

export interface Privacy {
  /** What is kept about a person, without changing anything. */
  find(asked: PersonAsked): Promise<PersonFound>;
  /** Erases it while no flow runs. Throws `privacy.busy`, `privacy.unsure`, `privacy.nobody`. */
  erase(asked: PersonAsked, withBackups: boolean): Promise<Erased>;
  /** All that is kept about a person. */
  export(asked: PersonAsked): Promise<readonly object[]>;
}

/** Each way in which services and their requests write an e-mail address, lower case; MailChimp knows a contact by the MD5 of it. */
export function needlesFor(email: string): readonly string[] {
  const plain = email.trim().toLowerCase();
  const escaped = plain.replaceAll('&', '&amp;').replaceAll("'", '&apos;');
  return [...new Set([plain, encodeURIComponent(plain).toLowerCase(), escaped, plain.replaceAll("'", "\\\\'"), createHash('md5').update(plain).digest('hex')])];
}

/** However a file is laid out. */
const bare = (text: string): string => text.toLowerCase().replaceAll(/\s/g, '');

export function makePrivacy(workspace: Workspace, clock: Clock, pins: Pins): Privacy {
  const personOf = ({ email, key }: PersonAsked): Person => {
    const isEmail = email !== undefined && /^\S+@\S+$/.test(email.trim());
    if (!isEmail && (key === undefined || key.trim() === '')) throw new FluxoError({ code: 'privacy.nobody', kind: 'data', what: 'Neither an e-mail address nor the key of a record was given.', fix: 'Give the whole address, such as anna@example.com, or the key as the log shows it.' });
    return { needles: isEmail ? needlesFor(email) : [], ...(key !== undefined && key.trim() !== '' && { key: key.trim() }) };
  };

  /** Flow files are drawings that people keep elsewhere too, so they are named and not changed. */
  async function inFlows({ needles, key }: Person): Promise<readonly string[]> {
    const isNamed = (document: unknown) => {
      const text = JSON.stringify(document).toLowerCase();
      return needles.some((needle) => text.includes(needle)) || (key !== undefined && text.includes(`"from":${JSON.stringify(key).toLowerCase()}`));
    };
    const found = await Promise.all(
      (await workspace.flows.list()).map(async ({ id }) => {
        const [drawn, live] = await Promise.all([workspace.flows.get(id).then(({ document }) => document, () => null), workspace.flows.live(id).then((kept) => kept?.document ?? null, () => null)]);
        return isNamed([drawn, live]) ? [id] : [];
      }),
    );
    return found.flat();
  }

  /** What else lies in the workspace as a person's own: shared tables, connections, settings. */
  async function inFiles({ needles, key }: Person): Promise<readonly string[]> {
    const person = cleanText(needles);
    const names = await readdir(workspace.folder, { recursive: true }).catch(() => []);
    const own = names.filter((name) => name.endsWith('.json') && !['.fluxo', 'flows', 'pins'].includes(name.split(path.sep)[0]!));
    const found = await Promise.all(
      own.map(async (name) => {
        const text = await readFile(path.join(workspace.folder, name), 'utf8').catch(() => '');
        return person.isAbout(text) || (key !== undefined && bare(text).includes(bare(`"from":${JSON.stringify(key)}`))) ? [name.split(path.sep).join('/')] : [];
      }),
    );
    return found.flat().toSorted();
  }

  /** The histories and kept versions of all flows. Of a key alone they know nothing: it may be any word or number of a setting. */
  async function inHistories({ needles }: Person, only?: 'look'): Promise<number> {
    if (needles.length === 0) return 0;
    const person = cleanText(needles);
    let files = 0;
    for (const id of await readdir(path.join(workspace.folder, '.fluxo', 'flows')).catch(() => [])) files += (await workspace.edits.clean(id, person, only)) + (await workspace.versions.clean(id, person, only));
    return files;
  }

  /** A run has records in hand and would keep what was just erased. */
  async function alone<T>(work: () => Promise<T>): Promise<T> {
    const names = (await workspace.flows.list()).flatMap(({ id }) => [`flow:${id}`, `dry-run:${id}`]);
    const leases = [];
    try {
      for (const name of names) {
        const lease = await workspace.leases.take(name, 'erasing personal data');
        if (!lease) throw new FluxoError({ code: 'privacy.busy', kind: 'setup', what: 'A flow is running, and what it has in hand cannot be erased.', where: { flow: name.slice(name.indexOf(':') + 1) }, fix: 'Wait until it has ended, or stop it, and erase again.', params: { flow: name.slice(name.indexOf(':') + 1) } });
        leases.push(lease);
      }
      return await work();
    } finally {
      for (const lease of leases.toReversed()) await lease.release().catch(() => undefined);
    }
  }

  return {
    find: async (asked) => {
      const person = personOf(asked);
      const [traces, flows, files, histories, pinned] = await Promise.all([workspace.privacy.find(person), inFlows(person), inFiles(person), inHistories(person, 'look'), pins.about(person)]);
      return { traces, flows, files, histories, pins: pinned.length };
    },
    erase: async (asked, withBackups) => {
      const person = personOf(asked);
      const { traces, isTruncated } = await alone(() => workspace.privacy.erase(person, clock.now()));
      const pinned = await pins.about(person);
      for (const pin of pinned) await pins.remove(pin.flowId, pin.nodeId, pin.key);
      const histories = await inHistories(person);
      const old = await workspace.privacy.oldBackups(withBackups);
      return { traces, flows: await inFlows(person), files: await inFiles(person), histories, pins: pinned.length, isTruncated, backups: withBackups ? [] : old, removedBackups: withBackups ? old.length : 0 };
    },
    export: async (asked) => {
      const person = personOf(asked);
      return [...(await workspace.privacy.export(person)), ...(await pins.about(person))];
    },
  };
}
