import * as z from 'zod';
import { asItIs, linesAsItIs } from '#connectors/sdk/anyRecord/asItIs.ts';
import { recognise } from '#connectors/sdk/anyRecord/recognise.ts';
import type { RecordPlace } from '#connectors/sdk/anyRecord/recognise.ts';
import { describeRecognised, recognisedFields, recognisedMapping } from '#connectors/sdk/anyRecord/stream.ts';
import type { RecordKind } from '#connectors/sdk/anyRecord/stream.ts';
import { defineStream } from '#connectors/sdk/connector.ts';
import type { Cursor, Page, ReadContext, StreamDefinition } from '#connectors/sdk/connector.ts';
import { readCursor } from '#connectors/sdk/readCursor.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';
import { tidyPath } from './connection.ts';
import { stepsOf, valueBehind } from './client.ts';
import type { RestClient } from './client.ts';
import { makeHighest } from './highest.ts';
import type { Highest } from './highest.ts';
import { listQuestion } from './pages.ts';
import { readAheadOf } from './readAhead.ts';
import type { PageMark } from './pages.ts';

const readSettings = (path: string): readonly SettingField[] => [
  { key: 'path', label: 'Path', type: 'text', required: true, group: 'What to read', default: path, maxLength: 300, help: 'Of the list, behind the address of the connection; fixed parameters may stand in it.' },
  { key: 'listPath', label: 'Path of the list', type: 'text', group: 'What to read', maxLength: 200, placeholder: 'data.items', help: 'Where in the answer the list is. Empty: the answer is the list, or has one only.' },
  { key: 'keyField', label: 'Field that names a record', type: 'text', group: 'What to read', maxLength: 100, placeholder: 'id', help: 'Empty: the usual one.' },
  {
    key: 'fields',
    label: 'Fields',
    type: 'choice',
    group: 'What to read',
    default: 'recognised',
    options: [
      { value: 'recognised', label: 'Recognise them by their names' },
      { value: 'asIs', label: 'Only as the service names them', help: 'Under “All columns”, for a mapping of your own. Faster with very many records.' },
    ],
  },
  { key: 'onePath', label: 'Path of one record', type: 'text', group: 'What to read', maxLength: 300, placeholder: '/orders/{key}', help: 'To run a single record. Empty: it is looked for in the list.' },
  { key: 'changedParameter', label: 'Parameter “changed since”', type: 'text', group: 'Only what changed', maxLength: 60, placeholder: 'updated_since', help: 'Empty: all is read each time, and changes are noticed by comparing.' },
  { key: 'changedField', label: 'Field with the moment of the change', type: 'text', group: 'Only what changed', maxLength: 100, placeholder: 'updated_at', help: 'Its highest value goes back to the service the next time. It also tells a changed record from the one that was read before.' },
  {
    key: 'paging',
    label: 'Pages',
    type: 'choice',
    group: 'Pages',
    default: 'none',
    options: [
      { value: 'none', label: 'All in one answer' },
      { value: 'page', label: 'By number of the page' },
      { value: 'offset', label: 'By number of records to skip' },
      { value: 'cursor', label: 'By a mark in the answer' },
      { value: 'link', label: 'By the header Link' },
    ],
  },
  { key: 'pageParameter', label: 'Parameter of the page', type: 'text', group: 'Pages', maxLength: 60, when: { key: 'paging', is: ['page', 'offset', 'cursor'] }, help: 'Empty: page, offset or cursor.' },
  { key: 'firstPage', label: 'Number of the first page', type: 'number', group: 'Pages', default: 1, min: 0, max: 1, integer: true, when: { key: 'paging', is: ['page'] } },
  { key: 'nextPath', label: 'Path of the mark', type: 'text', group: 'Pages', maxLength: 200, required: true, when: { key: 'paging', is: ['cursor'] }, placeholder: 'meta.next' },
  { key: 'sizeParameter', label: 'Parameter of the page size', type: 'text', group: 'Pages', maxLength: 60, when: { key: 'paging', is: ['page', 'offset', 'cursor', 'link'] }, placeholder: 'limit', help: 'Empty: the service’s own size, and an empty page is the end.' },
  { key: 'pageSize', label: 'Records per page', type: 'number', group: 'Pages', default: 100, min: 1, max: 1000, integer: true, when: { key: 'paging', is: ['page', 'offset', 'cursor', 'link'] } },
];

const StateSchema = z.strictObject({
  /** What the service was asked to begin from, and the highest seen in this round. */
  since: z.string().nullable(),
  highest: z.string().nullable(),
  /** Where this round goes on; null when it is through. */
  next: z.string().nullable(),
  /** When this round began, by the service's clock; only while it is not through. */
  began: z.iso.datetime().optional(),
});
type State = z.infer<typeof StateSchema>;

/** Far more than any list has; a service that gives page after page without end is broken. */
const mostPages = 100_000;

/** Records of one entity out of the lists of any service that speaks JSON. */
export function restStream(kind: RecordKind): StreamDefinition<RestClient> {
  const settings = readSettings(`/${kind.name}`);
  const placeOf = (chosen: Settings): RecordPlace => {
    const text = (key: string) => String(chosen[key] ?? '').trim();
    return { from: text('path'), keyField: text('keyField'), ...(text('changedField') !== '' && { versionField: text('changedField') }) };
  };
  const recordOf = (row: SourceRecord, chosen: Settings, place = placeOf(chosen)) => (chosen['fields'] === 'asIs' ? asItIs(kind.entity, row, place) : recognise(kind.entity, [row], place));

  async function* read(context: ReadContext<RestClient>): AsyncGenerator<Page> {
    const chosen = withDefaults(settings, context.settings);
    const before = stateOf(context.cursor, context.client.now());
    const changedParameter = String(chosen['changedParameter'] ?? '').trim();
    const changedField = String(chosen['changedField'] ?? '').trim();
    const changedSteps = stepsOf(changedField);
    const since = before.next === null ? before.highest : before.since;
    const question = listQuestion(chosen, changedParameter !== '' && since !== null ? { [changedParameter]: since } : {});
    let began = before.next === null || before.began === undefined ? null : Date.parse(before.began);
    let highest: Highest | null = null;
    let mark: PageMark = oneBefore(question.paging, before.next, question.pageSize, question.firstPage);
    let given = 0;
    let last: readonly string[] = [];
    const asIs = chosen['fields'] === 'asIs';
    const place = placeOf(chosen);
    const pagesOf = readAheadOf(context, question);
    try {
      for (let pages = 0; pages < mostPages; pages += 1) {
        context.signal.throwIfAborted();
        const asked = context.client.now();
        const { rows, elements, next, answeredAt } = await pagesOf.take(mark, context.limit === undefined ? Infinity : context.limit - given);
        began ??= beginning(asked, context.client.now(), answeredAt);
        // What changes while we read may stand on a page that is behind us: the next round asks for it again.
        highest ??= makeHighest(before.highest, began);
        const records = rows.map((row) => recordOf(row, chosen, place));
        if (rows.length > 0 && next !== null && isSamePage(records, last)) throw new FluxoError({ code: 'http.same_page', kind: 'setup', what: 'The service gives the same page again and again.', where: { connection: context.client.connection, field: 'paging' }, fix: 'It does not know the parameter of the page. Correct it, or choose another kind of pages.' });
        last = records.map(nameOf);
        if (changedField !== '') for (const row of rows) highest.note(valueBehind(row, changedSteps));
        // An empty page at the end tells that the round is through.
        if (rows.length > 0 || (next === null && pages > 0)) yield { records, ...(asIs && elements && rows.length > 0 && { lines: linesAsItIs(records, elements, place) }), cursor: { since, highest: highest.text(), next, ...(next !== null && { began: new Date(began).toISOString() }) } satisfies State };
        given += rows.length;
        if (next === null || (context.limit !== undefined && given >= context.limit)) return;
        mark = next;
      }
    } finally {
      await pagesOf.stop();
    }
  }

  return defineStream<RestClient>({
    name: kind.name,
    label: kind.label,
    help: 'From a list of any service that answers JSON.',
    entity: kind.entity,
    settings,
    fields: recognisedFields(kind.entity),
    defaultMapping: recognisedMapping(kind.entity),
    key: (record) => String(record['key']),
    version: (record) => String(record['version']),
    type: () => kind.type,
    describe: describeRecognised,
    read,
    async readOne(context, key) {
      const chosen = withDefaults(settings, context.settings);
      const onePath = String(chosen['onePath'] ?? '').trim();
      if (onePath !== '') {
        const found = await context.client.find(tidyPath(onePath.replaceAll('{key}', encodeURIComponent(key.trim())), 'onePath'), context);
        return found && oneIn(found.json, (row) => recordOf(row, chosen), key.trim(), context.client.connection);
      }
      const { limit: _all, ...rest } = context;
      for await (const { records } of read({ ...rest, cursor: null })) {
        const found = records.find((record) => record['key'] === key.trim());
        if (found) return found;
      }
      return null;
    },
  });
}

/** The record of this name in what a service says of one; null when it says that there is none. Another one is not what was asked for, nor does it mean that there is none. */
function oneIn(json: Value, recordOf: (row: SourceRecord) => SourceRecord, key: string, connection: string): SourceRecord | null {
  const rows = Array.isArray(json) ? (json as readonly Value[]) : json === null ? [] : [json];
  const records = rows.flatMap((row) => (typeof row === 'object' && row !== null && !Array.isArray(row) ? [recordOf(row as SourceRecord)] : []));
  const found = records.find((record) => record['key'] === key);
  if (found || rows.length === 0) return found ?? null;
  throw new FluxoError({ code: 'http.other_record', kind: 'setup', what: `The service was asked for record ${key} and answered with something else.`, where: { connection, field: 'onePath' }, fix: 'Correct the path of one record in the node, or leave it empty: then it is looked for in the list.', params: { key } });
}

const nameOf = (record: SourceRecord): string => `${String(record['key'])} ${String(record['version'])}`;

/** Names and not the records themselves, which would be kept for a page longer. */
const isSamePage = (records: readonly SourceRecord[], before: readonly string[]): boolean => records.length === before.length && records.every((record, index) => nameOf(record) === before[index]);

/** A round that was cut short goes on one page earlier: something that was deleted meanwhile has moved the rest to the front. */
function oneBefore(paging: string, next: PageMark, pageSize: number, firstPage: number): PageMark {
  if (next === null) return null;
  if (paging === 'page') return String(Math.max(firstPage, Number(next) - 1));
  if (paging === 'offset') return String(Math.max(0, Number(next) - pageSize));
  return next;
}

/** When a question was asked, by the clock of the service that answered it in whole seconds; by our own where it does not tell. */
function beginning(asked: number, answered: number, answeredAt: string | undefined): number {
  const said = Date.parse(answeredAt ?? '');
  return Number.isNaN(said) ? asked : said - Math.max(0, answered - asked);
}

const day = 86_400_000;

function stateOf(cursor: Cursor | null, now: number): State {
  if (cursor === null) return { since: null, highest: null, next: null };
  const state = readCursor(StateSchema, cursor);
  const moment = state.highest !== null && /^\d{4}-\d{2}-\d{2}/.test(state.highest) ? Date.parse(state.highest) : Number.NaN;
  if (moment > now + day) throw new FluxoError({ code: 'http.future_cursor', kind: 'setup', what: 'The node is to read from a moment that has not come yet, so nothing would ever be new.', fix: 'Check the clock of this machine, or reset how far the node has read.' });
  return state;
}
