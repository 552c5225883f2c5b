import { hash } from 'node:crypto';
import type { EffectResult } from '#connectors/sdk/connector.ts';
import type { Batch, BatchPart, BatchPlace, Fence } from '#engine/ports.ts';
import { placesOfLines } from '#shared/bytes/lines.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Value } from '#shared/records/story.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { packBytes, unpackText } from './blocks.ts';
import type { Ledger } from './ledger.ts';
import type { PackedEnds, PackedIntent } from './packing.ts';

export interface Batches {
  /** Inside a write transaction. `parts` is what to keep in mind once that is on disk. */
  intend(batch: PackedIntent, fence: Fence): Pick<Batch, 'id' | 'key'> & { readonly parts: readonly KeptPart[] };
  /** After its transaction, so that the answer need not read it again. */
  keepInMind(id: number, parts: readonly KeptPart[]): void;
  /** Inside a write transaction. */
  settle(id: number, ends: PackedEnds): void;
  open(place: BatchPlace, sourceKeys: readonly string[]): readonly Batch[];
  done(place: BatchPlace, lineages: readonly number[]): ReadonlyMap<number, EffectResult>;
  /** Lineages of records whose batch has an unknown outcome. */
  unresolved(): ReadonlySet<number>;
  /** Inside a write transaction: no record of the flow is open any more, so nobody will ask for their results. */
  retire(flowId: string): void;
}

/** What is kept of a part beside its text: lineage, source key, place in the ledger, the fingerprint of the text, the record's name. */
export type KeptPart = readonly [lineage: number, sourceKey: string, entity: string, key: string, fingerprint: string, name: string];

/** Batches kept in mind until their answer comes. */
const mostInMind = 32;

function hashesOfLines(lines: Uint8Array): readonly string[] {
  const places = placesOfLines(lines);
  return Array.from({ length: places.length / 2 }, (_, index) => hash('sha256', lines.subarray(places[index * 2]!, places[index * 2 + 1]!)));
}

/** Batches that were decided: committed before they are sent, settled by their answer. */
export function makeBatches(db: Database, ledger: Ledger): Batches {
  const rounds = db.prepare('SELECT count(*) AS count FROM batches WHERE digest = ?');
  const insert = db.prepare(`
    INSERT INTO batches (digest, key, connection_id, target, source_connection, effect, run_id, flow_id, fence, how, parts, payload, state)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'sending')`);
  const sending = db.prepare("SELECT * FROM batches WHERE state = 'sending' AND connection_id = ? AND target = ? AND source_connection = ? ORDER BY batch");
  const parts = db.prepare("SELECT connection_id, source_connection, parts FROM batches WHERE batch = ? AND state = 'sending'");
  const place = db.prepare("SELECT connection_id, source_connection FROM batches WHERE batch = ? AND state = 'sending'");
  const settle = db.prepare("UPDATE batches SET state = 'settled', results = ?, payload = NULL, how = NULL WHERE batch = ?");
  const settled = db.prepare("SELECT parts, results FROM batches WHERE state = 'settled' AND parts IS NOT NULL AND connection_id = ? AND target = ? AND source_connection = ? ORDER BY batch");
  const open = db.prepare("SELECT parts FROM batches WHERE state = 'sending'");
  const retire = db.prepare("UPDATE batches SET parts = NULL, results = NULL WHERE state = 'settled' AND parts IS NOT NULL AND flow_id = ?");
  const args = ({ connectionId, target, sourceConnection }: BatchPlace) => [connectionId, target, sourceConnection] as const;
  const inMind = new Map<number, readonly KeptPart[]>();
  const keptParts = (text: unknown) => JSON.parse(text as string) as readonly KeptPart[];

  function asBatch(row: Record<string, unknown>, place: BatchPlace): Batch {
    const texts = unpackText(row['payload'] as Uint8Array, db.file).split('\n');
    const own = keptParts(row['parts']).map(([lineage, sourceKey, entity, key, , name], index): BatchPart => ({ lineage, sourceKey, ledger: { entity, key }, text: texts[index]!, name }));
    return { id: row['batch'] as number, key: row['key'] as string, place, effect: row['effect'] as string, runId: row['run_id'] as string, flowId: row['flow_id'] as string, how: JSON.parse(row['how'] as string) as Value, parts: own };
  }

  return {
    intend({ place, effect, runId, flowId, how, lineages, sourceKeys, entities, keys, names, payload }, fence) {
      const hashes = hashesOfLines(payload);
      const digest = hash('sha256', JSON.stringify([place.connectionId, place.target, place.sourceConnection, effect, how, sourceKeys]) + hashes.join(''));
      const round = (rounds.get(digest) as { count: number }).count;
      const key = `fx-${digest.slice(0, 36)}-${round}`;
      // The fingerprint is the one of the ledger: `PartContext.fingerprint`.
      const kept = lineages.map((lineage, index): KeptPart => [lineage, sourceKeys[index]!, entities[index]!, keys[index]!, hashes[index]!.slice(0, 12), names[index]!]);
      const id = Number(insert.run(digest, key, ...args(place), effect, runId, flowId, fence.number, JSON.stringify(how), JSON.stringify(kept), packBytes(payload)).lastInsertRowid);
      return { id, key, parts: kept };
    },
    keepInMind(id, own) {
      inMind.set(id, own);
      if (inMind.size > mostInMind) inMind.delete(inMind.keys().next().value!);
    },
    settle(id, { results, types, ids, versions }) {
      const own = inMind.get(id);
      const row = (own ? place : parts).get(id) as { connection_id: string; source_connection: string; parts: string } | undefined;
      if (!row) throw new FluxoError({ code: 'delivery.settled_twice', kind: 'bug', what: 'The outcome of a write was to be noted twice.' });
      settle.run(results, id);
      ledger.remember((own ?? keptParts(row.parts)).flatMap(([lineage, , entity, key, fingerprint], index) => {
        const [targetType, targetId, version] = [types[index], ids[index], versions[index]];
        if (targetType == null || targetId == null) return [];
        return [{ key: { connectionId: row.connection_id, entity, sourceConnection: row.source_connection, sourceKey: key }, entry: { targetType, targetId, fingerprint, ...(version != null && { targetVersion: version }) }, lineage }];
      }));
    },
    open(place, sourceKeys) {
      const rows = sending.all(...args(place)) as Record<string, unknown>[];
      if (rows.length === 0) return [];
      const wanted = new Set(sourceKeys);
      return rows.filter((row) => keptParts(row['parts']).some(([, sourceKey]) => wanted.has(sourceKey))).map((row) => asBatch(row, place));
    },
    done(place, lineages) {
      const found = new Map<number, EffectResult>();
      const wanted = new Set(lineages);
      if (wanted.size === 0) return found;
      for (const row of settled.all(...args(place)) as { parts: string; results: string }[]) {
        const results = JSON.parse(row.results) as readonly (EffectResult | null)[];
        keptParts(row.parts).forEach(([lineage], index) => {
          const result = results[index];
          if (result && wanted.has(lineage)) found.set(lineage, result);
        });
      }
      return found;
    },
    unresolved: () => new Set((open.all() as { parts: string }[]).flatMap((row) => keptParts(row.parts).map(([lineage]) => lineage))),
    retire: (flowId) => void retire.run(flowId),
  };
}
