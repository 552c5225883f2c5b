import type { RunStore } from '#engine/ports.ts';
import { fillTables } from '#engine/run/fillTables.ts';
import { findTarget, type Catalog } from '#shared/catalog/catalog.ts';
import { checkFlow } from '#shared/flow/check.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { resolveFlow } from '#shared/flow/levels.ts';
import type { RecordStory } from '#shared/records/story.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { sortFindings, type Finding, type Preflight } from '#shared/setup/preflight.ts';
import type { HostParts } from '../host.ts';
import { readAbove } from '../above.ts';
import { connectionsOf } from '../schedule.ts';
import { connectionFindings } from './connectionFindings.ts';
import { dataFindings } from './dataFindings.ts';
import { overlapFindings, scheduleFindings, startFindings } from './planFindings.ts';
import { recordFindings } from './recordFindings.ts';
import { settingFindings } from './settingFindings.ts';

/** Records of the dry run that are looked at one by one. */
const mostRecords = 200;

type Parts = Pick<HostParts, 'workspace' | 'connections' | 'pickLists' | 'clock'> & { readonly catalog: Catalog };

/**
 * Looks at a flow before it goes live: its drawing and settings, its connections, and what became of the records of its newest dry run. Reads only.
 * Throws `flow.not_found`; whatever a service refuses is a finding.
 */
export async function preflight({ workspace, connections, pickLists, clock, catalog }: Parts, flowId: string, override?: FlowDocument): Promise<Preflight> {
  const { store } = workspace;
  const drawn = override ?? (await workspace.flows.get(flowId)).document;
  const above = await readAbove(workspace);
  const issues = checkFlow(drawn, catalog, above.connections, await workspace.tables.list(), above.workspace);
  const resolved = resolveFlow(drawn, catalog, above).flow;
  // What shared tables give is looked at as if it stood in the flow; one that cannot be read is an issue by now.
  const flow = await fillTables(resolved, { tables: { get: async (tableId) => (await workspace.tables.get(tableId)).document } }).catch(() => resolved);
  const drawing = issues.map((issue): Finding => ({
    topic: issue.code.startsWith('setting.') ? 'settings' : 'drawing',
    severity: issue.severity,
    said: { by: 'check', issue },
    ...(issue.nodeId !== undefined && { place: { nodeId: issue.nodeId, ...(issue.field !== undefined && { field: issue.field }) } }),
  }));
  const [run] = await store.runs({ flowId: flow.id, dryRun: true, limit: 1 });
  const [access, settings, start, records, others] = await Promise.all([
    connectionFindings(connections, connectionsOf(flow)),
    settingFindings(flow, catalog, pickLists),
    startFindings(flow, catalog, store),
    run ? fromDryRun(flow, run, store, catalog, clock.now()) : [noDryRun],
    otherFlows(workspace.flows, flow.id),
  ]);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    findings: sortFindings([...drawing, ...access, ...settings, ...records, ...start, ...overlapFindings(flow, others, catalog), ...scheduleFindings(flow, zone)]),
    ...(run && { dryRun: { runId: run.runId, read: run.read, at: run.startedAt } }),
  };
}

const noDryRun: Finding = { topic: 'records', severity: 'warning', said: { by: 'look', reason: { code: 'preflight.no_dry_run', text: 'No record has been tried yet.', fix: 'Make a dry run: it reads real records and writes nothing.' } } };

async function fromDryRun(flow: FlowDocument, run: RunSummary, store: RunStore, catalog: Catalog, now: number): Promise<readonly Finding[]> {
  const { rows } = await store.records({ runId: run.runId, limit: mostRecords });
  const stories = (await Promise.all(rows.map(({ seq }) => store.story(run.runId, seq)))).filter((story): story is RecordStory => story !== null);
  const target = flow.nodes.find(({ kind, disabled }) => kind === 'target' && !disabled);
  const source = flow.nodes.find(({ kind, disabled }) => kind === 'source' && !disabled);
  const entity = findTarget(catalog, target?.settings['target'])?.entity ?? '';
  return [...(await recordFindings(store, run, stories)), ...(source ? dataFindings(stories, entity, source.id, now) : [])];
}

async function otherFlows(flows: HostParts['workspace']['flows'], own: string): Promise<readonly FlowDocument[]> {
  const files = (await flows.list()).filter(({ id, broken }) => id !== own && !broken);
  return Promise.all(files.map(async ({ id }) => (await flows.get(id)).document));
}
