import type { Company } from './company.ts';
import { findEntity } from './entities/index.ts';
import { faultLine, refuse } from './faults.ts';
import type { JsonObject } from './json.ts';
import { parseServiceTime, timestamp } from './serviceTime.ts';

const lookBackMs = 30 * 86_400_000;
const mostObjects = 1000;
const notOffered: ReadonlySet<string> = new Set(['TaxAgency', 'TaxCode', 'TaxRate', 'CompanyInfo', 'Preferences']);

/**
 * What changed since a moment, one block per entity asked for; deleted rows come last, as stubs. At most 1000 objects, cut without
 * a word, as the service does. Refuses moments more than 30 days back and entities it does not track.
 */
export function changedSince(company: Company, entityList: string, since: string): JsonObject {
  const sinceMs = parseServiceTime(since);
  if (entityList.trim() === '') refuse(faultLine.missing('entities'));
  if (Number.isNaN(sinceMs)) refuse(faultLine.missing('changedSince'));
  if (company.now() - sinceMs > lookBackMs) refuse(faultLine.business('changedSince can be at most 30 days back.', 'changedSince'));
  let room = mostObjects;
  const blocks = entityList.split(',').map((name) => {
    const definition = findEntity(name.trim());
    if (!definition || notOffered.has(definition.name)) return refuse(faultLine.unsupported(`cdc ${name.trim()}`));
    const table = company.store.table(definition.name);
    const objects: JsonObject[] = [];
    for (const row of table.rows()) if (row.changedMs >= sinceMs) objects.push(row.json);
    for (const { id, changedMs } of table.removed) {
      if (changedMs >= sinceMs) objects.push({ domain: 'QBO', status: 'Deleted', Id: id, MetaData: { LastUpdatedTime: timestamp(changedMs) } });
    }
    const shown = objects.slice(0, room);
    room -= shown.length;
    return shown.length === 0 ? {} : { [definition.name]: shown, startPosition: 1, maxResults: shown.length, totalCount: shown.length };
  });
  return { CDCResponse: [{ QueryResponse: blocks }] };
}
