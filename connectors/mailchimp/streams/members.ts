import * as z from 'zod';
import { defineStream } from '#connectors/sdk/connector.ts';
import type { CallContext, Cursor, ReadContext } from '#connectors/sdk/connector.ts';
import { readCursor } from '#connectors/sdk/readCursor.ts';
import { startDay, startFields } from '#connectors/sdk/startPoint.ts';
import { FluxoError } from '#shared/errors.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';
import { audienceId } from '../choose.ts';
import { pathOf } from '../client.ts';
import type { MailchimpClient } from '../client.ts';
import { memberMapping } from '../defaultMappings/members.ts';
import { everyAudience } from '../lists.ts';
import { pagesOf, textOf } from '../pages.ts';
import { memberVersion } from './versions.ts';
import { memberFields, memberRecord, mergeFieldSettings } from './memberRecord.ts';
import { pageSizeField } from './startPoint.ts';

const settings: readonly SettingField[] = [
  { key: 'audience', label: 'Audience', type: 'pick', from: { list: 'audiences', of: 'own' }, required: true, group: 'What is read', help: 'A name may stand here, too, as long as only one audience has it.' },
  { key: 'statuses', label: 'Status', type: 'pickMany', from: { list: 'memberStatuses', of: 'own' }, group: 'What is read', help: 'None chosen: all contacts but archived ones. What they said about mail stands in each record.' },
  ...mergeFieldSettings,
  ...startFields('Everybody in the audience'),
  pageSizeField,
];

const momentText = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const CursorSchema = z.strictObject({
  /** What was read belongs to this audience; another one begins anew. */
  audience: z.string().min(1),
  /** Newest change read; absent before the first. */
  since: momentText.optional(),
  /** The same for archived contacts, which only come when they are asked for. */
  archivedSince: momentText.optional(),
  /** Nothing older is wanted: the start point that was chosen. */
  from: momentText.optional(),
  /** Rows read in an unfinished pass. Only tells one page from the next; reading never goes on from it, since rows move. */
  rows: z.number().int().min(0).optional(),
});
type Progress = z.infer<typeof CursorSchema>;

/** Asked for again every time: whether the bound itself belongs to the answer is not documented, nor how late a change may show. */
const overlapMs = 5 * 60_000;
const dayMs = 24 * 60 * 60_000;
/** The service wants whole seconds: with fractions it answers everything. */
const secondOf = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

function parseCursor(cursor: Cursor, now: number): Progress {
  const progress = readCursor(CursorSchema, cursor);
  for (const moment of [progress.since, progress.archivedSince]) {
    if (moment !== undefined && !(Date.parse(moment) <= now + dayMs)) throw new FluxoError({ code: 'mailchimp.cursor_from_future', kind: 'setup', what: `Fluxo has noted that it read up to ${moment}, which is yet to come.`, params: { read: moment }, fix: 'Check the clock of this machine, then set the start point of the source anew.' });
  }
  return progress;
}

/** Where the first run begins. */
async function startPoint(context: ReadContext<MailchimpClient>, audience: string, chosen: Settings): Promise<Progress> {
  if (chosen['startFrom'] === 'date') return { audience, from: secondOf(startDay(chosen)) };
  if (chosen['startFrom'] !== 'now') return { audience };
  // By the service's own clock, so that one of this machine that runs ahead hides nothing.
  const answer = await context.client.get(membersPath(audience), { count: '1', sort_field: 'last_changed', sort_dir: 'DESC', fields: 'members.last_changed' }, context);
  const newest = (answer['members'] as readonly { readonly last_changed?: string }[] | undefined)?.[0]?.last_changed;
  return { audience, from: secondOf(newest === undefined ? context.client.now() - dayMs : Date.parse(newest) + 1000) };
}

/** As it is stored: without the parts that are absent. */
const asCursor = (progress: Progress): Cursor => Object.fromEntries(Object.entries(progress).filter((entry): entry is [string, string | number] => entry[1] !== undefined));

const membersPath = (audience: string) => pathOf('lists', audience, 'members');

function changedAt(member: { readonly [key: string]: unknown }): number {
  const moment = Date.parse(String(member['last_changed'] ?? ''));
  if (!Number.isNaN(moment)) return moment;
  throw new FluxoError({ code: 'mailchimp.no_last_changed', kind: 'remote', what: 'MailChimp sent a contact without the date of its last change, so Fluxo could not tell how far it has read.', fix: 'Fluxo tries again by itself.' });
}

async function* readPass(context: ReadContext<MailchimpClient>, chosen: Settings, begun: Progress, pass: 'since' | 'archivedSince'): AsyncGenerator<{ readonly records: readonly ReturnType<typeof memberRecord>[]; readonly progress: Progress }> {
  const statuses = Array.isArray(chosen['statuses']) ? (chosen['statuses'] as readonly string[]) : [];
  const wanted = (status: string) => (statuses.length === 0 ? status !== 'archived' : statuses.includes(status));
  const bound = begun[pass] === undefined ? begun.from : secondOf(Date.parse(begun[pass]) - overlapMs);
  const collection = {
    path: membersPath(begun.audience),
    name: 'members',
    identity: (member: { readonly [key: string]: unknown }) => `${String(member['id'])} ${String(member['last_changed'])}`,
    query: {
      sort_field: 'last_changed',
      sort_dir: 'ASC',
      ...(pass === 'archivedSince' && { status: 'archived' }),
      // A second earlier, for a service that leaves the bound itself out.
      ...(bound !== undefined && { since_last_changed: secondOf(Date.parse(bound) - 1000).replace('Z', '+00:00') }),
    },
  };
  const earliest = begun.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(begun.from);
  let newest = begun[pass] === undefined ? Number.NEGATIVE_INFINITY : Date.parse(begun[pass]);
  const pageSize = Math.min(Number(chosen['pageSize']), context.limit ?? Number.POSITIVE_INFINITY);
  for await (const page of pagesOf(context.client, collection, { pageSize }, context)) {
    for (const row of page.rows) newest = Math.max(newest, changedAt(row));
    const records = page.rows.filter((row) => changedAt(row) >= earliest && wanted(textOf(row['status']))).map((row) => memberRecord(row, chosen));
    const { rows: _, ...rest } = begun;
    const progress = { ...rest, ...(Number.isFinite(newest) && { [pass]: secondOf(newest) }), ...(!page.isLast && { rows: page.position }) };
    yield { records, progress };
  }
}

/** The audience of the settings; every one of the account when none was chosen, for looking up a single contact. */
async function audiencesOf(client: MailchimpClient, chosen: Settings, call: CallContext): Promise<readonly string[]> {
  const audience = String(chosen['audience'] ?? '');
  return audience === '' ? (await everyAudience(client, call)).map((row) => textOf(row['id'])) : [await audienceId(client, audience, call)];
}

export const members = defineStream<MailchimpClient>({
  // Not `members`, the service's word: that is the target's id, and one id stands for one thing.
  name: 'contacts',
  label: 'Contacts of an audience',
  help: 'Everybody in an audience, new and changed ones, with what they said about getting mail.',
  entity: 'customer',
  settings,
  asked: ['statuses', 'startFrom'],
  fields: memberFields,
  defaultMapping: memberMapping,
  // The same person may stand in several audiences; it is one person all the same.
  key: (member) => textOf(member['id']),
  version: memberVersion,
  type: () => 'Member',
  describe(member) {
    const name = textOf((member['contact'] as { readonly name?: string } | undefined)?.name);
    const email = textOf(member['email_address']);
    return name === '' ? { title: email || textOf(member['id']) } : { title: name, ...(email !== '' && { subtitle: email }) };
  },

  async *read(context) {
    const chosen = withDefaults(settings, context.settings);
    const known = context.cursor === null ? null : parseCursor(context.cursor, context.client.now());
    const audience = await audienceId(context.client, String(chosen['audience'] ?? ''), context);
    const isGoingOn = known !== null && known.audience === audience;
    let progress = isGoingOn ? known : await startPoint(context, audience, chosen);
    // Kept at once: if nothing changes before the next run, "now" must not move on to that run.
    if (!isGoingOn && chosen['startFrom'] === 'now') yield { records: [], cursor: asCursor(progress) };
    const statuses = chosen['statuses'];
    const passes = Array.isArray(statuses) && statuses.includes('archived') ? (statuses.length === 1 ? (['archivedSince'] as const) : (['since', 'archivedSince'] as const)) : (['since'] as const);
    let left = context.limit ?? Number.POSITIVE_INFINITY;
    for (const pass of passes) {
      for await (const page of readPass(context, chosen, progress, pass)) {
        progress = page.progress;
        yield { records: page.records, cursor: asCursor(progress) };
        left -= page.records.length;
        if (left <= 0) return;
      }
    }
  },

  async readOne(context, key) {
    const chosen = withDefaults(settings, context.settings);
    for (const audience of await audiencesOf(context.client, chosen, context)) {
      const found = await context.client.find(pathOf('lists', audience, 'members', key.trim().toLowerCase()), { exclude_fields: '_links' }, context);
      if (found) return memberRecord(found, chosen);
    }
    return null;
  },
});
