import type { CallContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import type { RestClient } from './client.ts';
import { listIn, notAList } from './pages.ts';

/** The one record a path finds, answered by itself or in a list; null when there is none. Throws `data` when there are several. */
export async function lookUp(client: RestClient, path: string, call: CallContext): Promise<Value | null> {
  const answer = await client.find(path, call);
  if (!answer || answer.json === null) return null;
  const { json } = answer;
  // Neither a record nor a list of them; read as “not there” it would be made a second time.
  if (typeof json !== 'object') throw notAList(json, path);
  const isList = Array.isArray(json) || Object.values(json as object).some((value) => Array.isArray(value) && value.every((item) => typeof item === 'object'));
  const rows = isList ? listIn(json, { listPath: '', path }) : [json as SourceRecord];
  if (rows.length > 1) throw new FluxoError({ code: 'http.several', kind: 'data', what: `The service has ${rows.length} records that fit.`, fix: 'Give a path that finds one only, or remove the others there.', params: { count: String(rows.length) } });
  return rows[0] ?? null;
}
