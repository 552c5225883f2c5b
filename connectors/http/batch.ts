import type { RecordKind } from '#connectors/sdk/anyRecord/stream.ts';
import type { BatchDefinition, PartContext, PartPlan, PartResult, SentPart, SessionBatch } from '#connectors/sdk/connector.ts';
import { ByteWriter } from '#shared/bytes/byteWriter.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { bodyOf, textOf } from './body.ts';
import { valueAt } from './client.ts';
import type { RestClient } from './client.ts';
import { tidyPath } from './connection.ts';
import { left, placeOf, unchanged } from './work.ts';
import type { Work } from './work.ts';

export function batchSizeOf(settings: Settings): number {
  const size = Number(settings['batchSize'] ?? 1);
  return Number.isInteger(size) && size > 1 ? size : 1;
}

const has = (how: Value, name: string): string => textOf((how as SourceRecord)[name]);

/** A list of new records in one call. What the service says of each counts where the settings tell where it says so; else its status counts for all. */
export const createMany = (kind: RecordKind): BatchDefinition<RestClient> => ({
  name: 'createMany',
  label: 'Create many at once',
  // Without a key nobody can tell whether a list arrived.
  repeat: (how) => (has(how, 'keyHeader') === '' ? 'lookup' : 'key'),
  size: batchSizeOf,
  concurrency: 8,
  async send(client, parts, how, key, call) {
    const body = listOf(parts, has(how, 'wrap'));
    const keyHeader = has(how, 'keyHeader');
    const { json } = await client.write(has(how, 'method'), has(how, 'path'), body, keyHeader === '' ? {} : { [keyHeader]: key }, call, { bodies: 'beginning' });
    return resultsIn(kind, json, parts, how);
  },
});

const writer = new ByteWriter();
const comma = 44;

/** All parts as one JSON list, perhaps as a property. */
function listOf(parts: readonly SentPart[], wrap: string): Uint8Array {
  writer.begin();
  writer.text(wrap === '' ? '[' : `{${JSON.stringify(wrap)}:[`);
  for (const [index, part] of parts.entries()) {
    if (index > 0) writer.byte(comma);
    if (part.bytes) writer.bytes(part.bytes);
    else writer.text(part.text);
  }
  writer.text(wrap === '' ? ']' : ']}');
  return writer.take();
}

/** Throws `data` with `maybeDone` for an answer that does not have a result for each record: they may all be there. */
function resultsIn(kind: RecordKind, json: Value, parts: readonly SentPart[], how: Value): readonly PartResult[] {
  const path = has(how, 'resultsPath');
  const found = path === '' ? (Array.isArray(json) && json.length === parts.length ? json : undefined) : valueAt(json, path);
  const results = Array.isArray(found) ? (found as readonly Value[]) : undefined;
  if (path !== '' && results?.length !== parts.length) throw new FluxoError({ code: 'http.no_results', kind: 'data', what: `The answer has no list of ${parts.length} results at “${path}”, so it is not known which records were taken.`, where: { field: 'resultsPath' }, fix: 'Correct the path of the results in the node.', params: { count: String(parts.length), path }, maybeDone: true });
  const errorPath = has(how, 'errorPath');
  return parts.map(({ name }, index): PartResult => {
    const result = results?.[index];
    const said = errorPath === '' || result === undefined ? undefined : valueAt(result, errorPath);
    if (said !== undefined && said !== null && said !== '' && said !== false) return { refused: refusal(said) };
    return { done: { type: kind.type, id: (result === undefined ? '' : textOf(valueAt(result, has(how, 'idPath')))) || name } };
  });
}

function refusal(said: Value) {
  const text = (typeof said === 'string' ? said : JSON.stringify(said)).slice(0, 200);
  return { code: 'http.part_refused', kind: 'data', what: `The service refused this record of a list: ${text}.`, fix: 'Correct the record in the source, or the names of the fields in the node.', params: { said: text }, refusedByService: true } as const;
}

/** How new records of a session go together. Those that have to be looked up first, and changes of what is there, go by themselves. */
export function batchSession(kind: RecordKind, { chosen, plan }: Work): SessionBatch {
  const text = (key: string) => String(chosen[key] ?? '').trim();
  const path = tidyPath(text('batchPath') || text('path'), 'batchPath');
  if (path.includes('{')) throw new FluxoError({ code: 'http.batch_path', kind: 'setup', what: `“${path}” names a single record, so no list can be sent there.`, where: { field: 'batchPath' }, fix: 'Give the path for lists, or send each record on its own.', params: { path } });
  const plain = plan.names.length === 0 && plan.wrap === '' && !plan.amountsAsNumbers;
  const alone = text('lookUpPath') !== '' || text('repeat') === 'lookUp';
  const updates = text('updatePath') !== '';
  const place = text('path');
  return {
    how: { path, method: text('method'), wrap: text('batchWrap'), keyHeader: text('repeat') === 'key' ? text('keyHeader') || 'Idempotency-Key' : '', resultsPath: text('resultsPath'), errorPath: text('errorPath'), idPath: text('idPath') },
    place: (record) => placeOf(place, record),
    part(record, context: PartContext): PartPlan {
      const { entry } = context;
      const body = plain ? context.json() : bodyOf(record, plan);
      if (entry?.fingerprint !== undefined && entry.fingerprint === context.fingerprint(body)) return { ended: unchanged(kind, entry.targetId) };
      if (entry) return updates ? 'alone' : { ended: left(kind, entry.targetId) };
      if (alone) return 'alone';
      const name = String(record['sourceId'] ?? '');
      return { send: { text: body, name }, done: { outcome: 'created', reason: { code: 'http.made', text: 'Made at the service.', params: { id: name } } } };
    },
  };
}
