import type { SourceRef } from '#engine/ports.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import type { Value } from '#shared/records/story.ts';
import type { Database } from '#storage/sqlite/database.ts';

export interface Sources {
  /** Inside a write transaction: the row numbers of a flow's source nodes. */
  ensure(flow: FlowDocument): ReadonlyMap<string, number>;
  ref(source: number): SourceRef;
  cursor(ref: SourceRef): Value | null;
  /** Inside a write transaction. */
  setCursor(source: number, cursor: Value): void;
  /** Inside a write transaction. */
  reset(ref: SourceRef, cursor: Value | null): void;
}

/** Source nodes with their cursors. */
export function makeSources(db: Database): Sources {
  const where = 'flow_id = ? AND node_id = ? AND connection_id = ? AND stream = ?';
  const insert = db.prepare('INSERT INTO sources (flow_id, node_id, connection_id, stream) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const select = db.prepare(`SELECT source, cursor FROM sources WHERE ${where}`);
  const byNumber = db.prepare('SELECT flow_id AS flowId, node_id AS nodeId, connection_id AS connectionId, stream FROM sources WHERE source = ?');
  const update = db.prepare('UPDATE sources SET cursor = ? WHERE source = ?');
  const forget = db.prepare('DELETE FROM seen WHERE source = ?');
  const args = (ref: SourceRef) => [ref.flowId, ref.nodeId, ref.connectionId, ref.stream] as const;
  const find = (ref: SourceRef) => select.get(...args(ref)) as { source: number; cursor: string | null } | undefined;
  const known = new Map<number, SourceRef>();

  return {
    ensure: (flow) =>
      new Map(
        flow.nodes
          .filter((node) => node.kind === 'source')
          .map((node) => {
            const ref = { flowId: flow.id, nodeId: node.id, connectionId: node.connection ?? '', stream: String(node.settings['stream'] ?? '') };
            insert.run(...args(ref));
            return [node.id, find(ref)!.source];
          }),
      ),
    ref(source) {
      let ref = known.get(source);
      if (!ref) {
        ref = byNumber.get(source) as unknown as SourceRef;
        known.set(source, ref);
      }
      return ref;
    },
    cursor(ref) {
      const text = find(ref)?.cursor;
      return text === undefined || text === null ? null : (JSON.parse(text) as Value);
    },
    setCursor: (source, cursor) => void update.run(JSON.stringify(cursor), source),
    reset(ref, cursor) {
      insert.run(...args(ref));
      const { source } = find(ref)!;
      update.run(cursor === null ? null : JSON.stringify(cursor), source);
      forget.run(source);
    },
  };
}
