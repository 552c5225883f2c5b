import { hash } from 'node:crypto';
import type { EffectResult } from '#connectors/sdk/connector.ts';
import type { Fence, Intent, IntentIdentity, NewIntent } from '#engine/ports.ts';
import { intentKey } from '#engine/delivery/identity.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Value } from '#shared/records/story.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { survivesJson } from '#storage/sqlite/survivesJson.ts';
import type { Ledger } from './ledger.ts';

export interface Intents {
  /** Inside a write transaction. */
  intend(intent: NewIntent, fence: Fence): Pick<Intent, 'id' | 'key'>;
  /** Inside a write transaction. */
  settle(id: number, end: { readonly state: 'done'; readonly result: EffectResult } | { readonly state: 'failed' }): void;
  open(where: Pick<IntentIdentity, 'connectionId' | 'target' | 'sourceConnection'>, sourceKeys: readonly string[]): readonly Intent[];
  done(lineage: number): readonly Intent[];
}

function asIntent(row: Record<string, unknown>): Intent {
  const json = (value: unknown) => (value === null ? null : (JSON.parse(value as string) as unknown));
  return {
    id: row['intent'] as number,
    key: row['key'] as string,
    identity: {
      connectionId: row['connection_id'] as string,
      target: row['target'] as string,
      effect: row['effect'] as string,
      sourceConnection: row['source_connection'] as string,
      sourceKey: row['source_key'] as string,
      slot: row['slot'] as string,
    },
    runId: row['run_id'] as string,
    flowId: row['flow_id'] as string,
    lineage: row['lineage'] as number,
    payload: json(row['payload']) as Value,
    ledger: json(row['ledger']) as Intent['ledger'],
    state: row['state'] as Intent['state'],
    result: json(row['result']) as EffectResult | null,
  };
}

/** Writes that were decided: committed before they are sent, settled by their answer. */
export function makeIntents(db: Database, ledger: Ledger, hide: (key: string) => string): Intents {
  const states = db.prepare('SELECT state, count(*) AS count FROM intents WHERE source_key = ? AND connection_id = ? AND target = ? AND effect = ? AND source_connection = ? AND slot = ? GROUP BY state');
  const insert = db.prepare(`
    INSERT INTO intents (key, connection_id, target, effect, source_connection, source_key, slot, run_id, flow_id, lineage, fence, payload, ledger, state)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'sending')`);
  const settle = db.prepare("UPDATE intents SET state = ?, result = ?, payload = NULL WHERE intent = ? AND state = 'sending' RETURNING ledger, lineage");
  const here = "state = 'sending' AND connection_id = ?1 AND target = ?2 AND source_connection = ?3";
  const anyOpen = db.prepare(`SELECT 1 FROM intents WHERE ${here} LIMIT 1`);
  // One question for a page: a question for each record costs as much when it finds nothing.
  const open = db.prepare(`SELECT wanted.key AS place, intents.* FROM json_each(?4) AS wanted CROSS JOIN intents ON ${here} AND intents.source_key = wanted.value ORDER BY place, intent`);
  const openOf = db.prepare(`SELECT * FROM intents WHERE ${here} AND source_key = ?4 ORDER BY intent`);
  const done = db.prepare("SELECT * FROM intents WHERE lineage = ? AND state = 'done' ORDER BY intent");

  return {
    intend(intent, fence) {
      const { connectionId, target, effect, sourceConnection, sourceKey, slot } = intent.identity;
      const counts = states.all(hide(sourceKey), connectionId, target, effect, sourceConnection, slot) as { state: Intent['state']; count: number }[];
      if (counts.some(({ state }) => state === 'sending')) {
        throw new FluxoError({ code: 'delivery.unresolved', kind: 'bug', what: `“${effect}” of record ${sourceKey} was about to be sent while the outcome of an earlier sending is unknown.` });
      }
      const key = intentKey(intent.identity, intent.fingerprint, counts.reduce((sum, { count }) => sum + count, 0), (text) => hash('sha256', text));
      const id = Number(insert.run(key, connectionId, target, effect, sourceConnection, hide(sourceKey), slot, intent.runId, intent.flowId, intent.lineage, fence.number, JSON.stringify(intent.payload), intent.ledger && JSON.stringify(intent.ledger)).lastInsertRowid);
      return { id, key };
    },
    settle(id, end) {
      const row = settle.get(end.state, end.state === 'done' ? JSON.stringify(end.result) : null, id) as { ledger: string | null; lineage: number } | undefined;
      if (!row) throw new FluxoError({ code: 'delivery.settled_twice', kind: 'bug', what: 'The outcome of a write was to be noted twice.' });
      if (end.state === 'failed' || row.ledger === null) return;
      const { key, fingerprint } = JSON.parse(row.ledger) as NonNullable<Intent['ledger']>;
      const { type, id: targetId, version } = end.result;
      ledger.remember([{ key, entry: { targetType: type, targetId, fingerprint, ...(version !== undefined && { targetVersion: version }) }, lineage: row.lineage }]);
    },
    open({ connectionId, target, sourceConnection }, sourceKeys) {
      const where = [connectionId, target, sourceConnection] as const;
      if (anyOpen.get(...where) === undefined) return [];
      const ofSome = (keys: readonly string[]) => open.all(...where, JSON.stringify(keys.map(hide))).map(({ place, ...row }) => asIntent({ ...row, source_key: keys[place as number] }));
      const odd = sourceKeys.filter((key) => !survivesJson(key));
      return [...ofSome(sourceKeys), ...odd.flatMap((key) => openOf.all(...where, hide(key)).map((row) => asIntent({ ...row, source_key: key })))];
    },
    done: (lineage) => done.all(lineage).map(asIntent),
  };
}
