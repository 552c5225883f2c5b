import type { RecordKind } from '#connectors/sdk/anyRecord/stream.ts';
import type { ApplyResult } from '#connectors/sdk/connector.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { Settings } from '#shared/settings/fields.ts';
import type { BodyPlan } from './body.ts';

/** What a session needs for each record. */
export interface Work {
  readonly chosen: Settings;
  readonly plan: BodyPlan;
}

export const unchanged = (kind: RecordKind, id: string): ApplyResult => ({ outcome: 'unchanged', reason: { code: 'http.same', text: 'Nothing changed since it was last sent.', params: { id } }, target: { type: kind.type, id } });
export const left = (kind: RecordKind, id: string): ApplyResult => ({ outcome: 'skipped', reason: { code: 'http.left', text: 'It is there already; it is left as it was.', params: { id } }, target: { type: kind.type, id } });

/** Where the ledger has a record: by the path it was written to, so that another list is another place. */
export const placeOf = (path: string, record: SourceRecord) => ({ entity: 'record', key: `${path} ${String(record['sourceId'] ?? '')}` });
