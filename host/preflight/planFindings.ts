import type { RunStore } from '#engine/ports.ts';
import { findStream, findTarget, type Catalog } from '#shared/catalog/catalog.ts';
import type { FlowDocument, FlowNode } from '#shared/flow/document.ts';
import { sourcesOf } from '#shared/flow/graph.ts';
import { settingValue } from '#shared/settings/check.ts';
import type { Finding } from '#shared/setup/preflight.ts';

const inUse = (flow: FlowDocument, kind: FlowNode['kind']) => flow.nodes.filter((node) => node.kind === kind && !node.disabled);

/** With what the first run begins: “everything” is seldom meant when part of it stands in the books already. */
export async function startFindings(flow: FlowDocument, catalog: Catalog, store: RunStore): Promise<readonly Finding[]> {
  const all = await Promise.all(
    inUse(flow, 'source').map(async (node): Promise<readonly Finding[]> => {
      const stream = findStream(catalog, node.settings['stream']);
      const field = stream?.settings.find(({ key }) => key === 'startFrom');
      if (!stream || !field || node.connection === undefined || settingValue(field, node.settings) !== 'all') return [];
      if ((await store.cursor({ flowId: flow.id, nodeId: node.id, connectionId: node.connection, stream: stream.id })) !== null) return [];
      const reason = { code: 'preflight.reads_all', text: 'The first run begins with everything there is.', params: { stream: stream.label }, fix: 'Choose a day, or “from now on”, when part of it is in the target already.' };
      return [{ topic: 'start', severity: 'warning', said: { by: 'look', reason }, place: { nodeId: node.id, field: field.key } }];
    }),
  );
  return all.flat();
}

/** Ways of a flow as `from connection, stream → to connection, target`. `kind` leaves the stream out: another list of the same service. */
function waysOf(flow: FlowDocument): readonly { readonly way: string; readonly kind: string; readonly nodeId: string }[] {
  return inUse(flow, 'target').flatMap((target) =>
    sourcesOf(flow, target.id).filter(({ disabled }) => !disabled).map((source) => ({ way: JSON.stringify([source.connection, source.settings['stream'], target.connection, target.settings['target']]), kind: JSON.stringify([source.connection, target.connection, target.settings['target']]), nodeId: target.id })),
  );
}

/** Another flow that does the same: what both of them make new, they make once; what they change, they change by turns. */
export function overlapFindings(flow: FlowDocument, others: readonly FlowDocument[], catalog: Catalog): readonly Finding[] {
  return waysOf(flow).flatMap(({ way, kind, nodeId }) => {
    const other = others.find((candidate) => candidate.id !== flow.id && waysOf(candidate).some((own) => own.way === way));
    if (!other) return alike(flow, others, kind, nodeId);
    const target = findTarget(catalog, flow.nodes.find(({ id }) => id === nodeId)?.settings['target'])?.label ?? '';
    const reason = { code: 'preflight.same_way', text: `“${other.name}” reads the same and writes it to the same place.`, params: { flow: other.name, target }, fix: 'Let only one of the two run by itself.' };
    return [{ topic: 'overlap', severity: 'warning', said: { by: 'look', reason }, place: { nodeId } } satisfies Finding];
  });
}

/** Another list of the same service into the same place, such as orders and invoices into the books: a sale may come by both. */
function alike(flow: FlowDocument, others: readonly FlowDocument[], kind: string, nodeId: string): readonly Finding[] {
  const other = others.find((candidate) => candidate.id !== flow.id && waysOf(candidate).some((own) => own.kind === kind));
  if (!other) return [];
  const reason = { code: 'preflight.same_kind', text: `“${other.name}” writes to the same place from another list of the same service.`, params: { flow: other.name }, fix: 'See that no record comes by both, or let only one of the two run by itself.' };
  return [{ topic: 'overlap', severity: 'info', said: { by: 'look', reason }, place: { nodeId } }];
}

/** When it runs, and by whose clock. */
export function scheduleFindings({ schedule }: FlowDocument, ownZone: string): readonly Finding[] {
  if (!schedule?.enabled) return [{ topic: 'schedule', severity: 'info', said: { by: 'look', reason: { code: 'preflight.no_schedule', text: 'It does not run by itself yet.', fix: 'Choose how often it runs.' } } }];
  if (schedule.when.kind === 'interval' || schedule.when.timeZone === ownZone) return [];
  const params = { zone: schedule.when.timeZone, own: ownZone };
  return [{ topic: 'schedule', severity: 'warning', said: { by: 'look', reason: { code: 'preflight.other_zone', text: `Its times are those of ${params.zone}; this machine is in ${params.own}.`, params, fix: 'Choose the time zone of your shop.' } } }];
}
