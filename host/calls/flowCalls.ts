import type { UpcomingRun } from '#engine/schedule/scheduler.ts';
import type { ErrorData } from '#shared/errors.ts';
import { flowVersion, type FlowDocument } from '#shared/flow/document.ts';
import type { FlowListItem, Handlers } from '#shared/ipc/contract.ts';
import { asTheyStand } from '../asTheyStand.ts';
import type { HostParts } from '../host.ts';
import { makeKeeping } from '../keeping.ts';
import { preflight } from '../preflight/preflight.ts';
import { makeCatalog } from '../registry.ts';
import { idFor } from '../idFor.ts';
import { scheduledAmong } from '../schedule.ts';
import { flowFromTemplate } from '../templates.ts';

type FlowCalls = Pick<Handlers, 'flows.list' | 'flows.get' | 'flows.open' | 'flows.journal' | 'flows.save' | 'flows.create' | 'flows.delete' | 'flows.preflight'>;

/** The drawings of the workspace. */
export function flowCalls(parts: HostParts): FlowCalls {
  const { workspace, templates, scheduler, watch, clock, emit } = parts;
  const keeping = makeKeeping(workspace, clock);
  const catalog = makeCatalog();
  return {
    'flows.list': async () => {
      const [files, problems, late] = await Promise.all([workspace.flows.list(), workspace.store.openProblems(), watch.late()]);
      // Of each flow by itself: one that runs once a month is not lost behind one that runs every minute.
      const runs = new Map(await Promise.all(files.map(async ({ id }) => [id, (await asTheyStand(workspace, await workspace.store.runs({ flowId: id, dryRun: false, limit: 1 })))[0]] as const)));
      const upcoming = await scheduler.upcoming(scheduledAmong(files));
      return files.map((file): FlowListItem => {
        const lastRun = runs.get(file.id);
        return {
          id: file.id,
          name: file.name,
          updatedAt: file.updatedAt,
          nodeCount: file.nodeCount,
          openProblems: problems[file.id] ?? 0,
          ...(lastRun && { lastRun }),
          ...nextRunOf(file.id, upcoming, scheduler.failures),
          ...(file.isDraft && { isDraft: true as const }),
          ...(late.has(file.id) && { late: late.get(file.id)! }),
          ...(file.broken && { broken: file.broken }),
        };
      });
    },
    'flows.get': ({ flowId }) => workspace.flows.get(flowId),
    'flows.open': async ({ flowId }) => {
      const { document, revision } = await workspace.flows.get(flowId);
      return { ...(await workspace.edits.open(document, revision, clock.now())), revision };
    },
    'flows.journal': async ({ flowId, after, entries }) => ({ place: await workspace.edits.append(flowId, after, entries) }),
    'flows.save': async ({ document, revision }) => {
      await keeping.saving(document);
      const { revision: now, replaced } = await workspace.flows.save(document, revision);
      await keeping.saved(document, replaced);
      emit('flows.changed', { flowId: document.id });
      return { revision: now };
    },
    'flows.create': async ({ name, templateId, connections }) => {
      const taken = new Set((await workspace.flows.list()).map((flow) => flow.id));
      const flowId = idFor(name, taken, 'flow');
      const document: FlowDocument = templateId ? flowFromTemplate(await templates.get(templateId), flowId, name, connections ?? {}) : { fluxo: flowVersion, id: flowId, name, nodes: [], edges: [] };
      await workspace.flows.save(document, null);
      emit('flows.changed', { flowId });
      return { flowId };
    },
    'flows.delete': async ({ flowId }) => {
      await workspace.flows.remove(flowId);
      await workspace.edits.remove(flowId);
      await workspace.pins.remove(flowId);
      emit('flows.changed', { flowId });
      return { deleted: true };
    },
    'flows.preflight': ({ flowId }) => preflight({ ...parts, catalog }, flowId),
  };
}

function nextRunOf(flowId: string, upcoming: readonly UpcomingRun[], failures: ReadonlyMap<string, ErrorData>): Pick<FlowListItem, 'nextRunAt' | 'scheduleError'> {
  const next = upcoming.find((run) => run.flowId === flowId);
  const failure = failures.get(flowId);
  return { ...(next && { nextRunAt: next.at }), ...(next && failure && { scheduleError: failure }) };
}
