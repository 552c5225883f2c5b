import type { ApplyResult, LedgerEntry, RecordContext } from '#connectors/sdk/connector.ts';
import type { LedgerKey } from '#engine/ports.ts';
import type { DoneEffect } from '#engine/run/record.ts';
import { ledgerEntry, runEffect, type Delivery } from './effects.ts';
import { ledgerText } from './identity.ts';

/**
 * What a target may do with one record in one attempt. Ledger entries written in this attempt, or by a branch that is
 * through, are seen at once; those of an attempt that broke off are not, so that the next one goes the same way. `keep` makes
 * what this attempt wrote visible to the record's further branches.
 */
export function makeRecordContext(delivery: Delivery): { readonly context: RecordContext<unknown>; keep(): void } {
  const { run, record } = delivery;
  const { store, clock, hash } = run.ports;
  const { dryRun } = run.input;
  const written = new Map<string, LedgerEntry | null>();
  const keyOf = (entity: string, key: string): LedgerKey => ({ connectionId: delivery.connectionId, entity, sourceConnection: record.page.sourceConnection, sourceKey: key });

  const context: RecordContext<unknown> = {
    ...delivery.call,
    client: delivery.client,
    sourceKey: record.pending.key,
    dryRun,
    looksFirst: dryRun || record.pending.planned !== undefined,
    asNew: record.pending.again === 'new',
    twin: delivery.twin,
    writeMode: (field) => delivery.modes?.get(field) ?? 'both',
    note: delivery.note,
    warn: (text) => void record.steps.push({ kind: 'warning', at: clock.now(), node: delivery.node, text }),
    async recall(entity, key) {
      const ledgerKey = keyOf(entity, key);
      const text = ledgerText(ledgerKey);
      const own = written.get(text) ?? (written.has(text) ? null : record.ledger?.get(text));
      return own === undefined ? store.recall(ledgerKey, record.pending.lineage) : own;
    },
    async forget(entity, key) {
      const ledgerKey = keyOf(entity, key);
      if (!dryRun && delivery.fence) await store.forget(ledgerKey, delivery.fence);
      written.set(ledgerText(ledgerKey), null);
    },
    async adopt(entity, key, entry) {
      const ledgerKey = keyOf(entity, key);
      if (!dryRun && delivery.fence) await store.remember(ledgerKey, entry, record.pending.lineage, delivery.fence);
      written.set(ledgerText(ledgerKey), entry);
    },
    async effect(name, payload, options) {
      const ledgerKey = options?.ledger ? keyOf(options.ledger.entity, options.ledger.key) : null;
      const done = await runEffect(delivery, name, payload, ledgerKey, options);
      if (ledgerKey) written.set(ledgerText(ledgerKey), ledgerEntry(done));
      return done.result;
    },
    hash: (text) => hash(text).slice(0, 12),
  };
  return {
    context,
    keep() {
      if (written.size === 0) return;
      record.ledger ??= new Map();
      for (const [key, entry] of written) record.ledger.set(key, entry);
    },
  };
}

/**
 * A target that looks in the service may find what this very record made or changed there before it was interrupted, and
 * say that it was there already, or that nothing differs. It was this record's doing, and that is what its row has to say. `before` is what
 * was done for it before this attempt began.
 */
export function creditOwnWork(result: ApplyResult, before: readonly DoneEffect[]): ApplyResult {
  if ((result.outcome !== 'skipped' && result.outcome !== 'unchanged') || !result.target) return result;
  const own = before.find((done) => done.result.type === result.target?.type && done.result.id === result.target.id && !done.result.adopted);
  if (!own) return result;
  const label = own.result.label ?? own.result.id;
  const params = { type: own.result.type, label };
  return result.outcome === 'skipped'
    ? { outcome: 'created', target: result.target, reason: { code: 'delivery.created_before', text: `Created ${own.result.type} ${label} before it was interrupted.`, params } }
    : { outcome: 'updated', target: result.target, reason: { code: 'delivery.written_before', text: `Wrote ${own.result.type} ${label} before it was interrupted.`, params } };
}
