import { findTarget, type Catalog } from '#shared/catalog/catalog.ts';
import { asFluxoError, FluxoError } from '#shared/errors.ts';
import type { FlowDocument, FlowNode } from '#shared/flow/document.ts';
import { setSetting } from '#shared/flow/edit.ts';
import { resolveFlow, type Above } from '#shared/flow/levels.ts';
import { nodeById } from '#shared/flow/graph.ts';
import type { Fixed, Input } from '#shared/ipc/contract.ts';
import { fixes as table } from '#shared/problems/fixes.ts';
import { checkSettings } from '#shared/settings/check.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import type { Workspace } from '#storage/workspace.ts';
import { readAbove } from './above.ts';
import type { LaterRuns } from './laterRuns.ts';

export interface Fixes {
  /**
   * Keeps settings in a node of the flow, or tells the ledger which thing of the service the records' counterpart is, then runs exactly the records of the cause
   * again (or, without one, the flow). Throws `fix.bad_settings`, `fix.nothing_to_adopt`, and what keeps the flow from running.
   */
  apply(input: Input<'problems.fix'>): Promise<Fixed>;
}

/** Somebody else saving in the same moment is rare, and twice in a row hardly ever. */
const mostSaves = 5;
/** Records of a cause that are told of an adoption at once. */
const mostAdopted = 1000;

export function makeFixes({ workspace, catalog, later, changed }: { readonly workspace: Workspace; readonly catalog: Catalog; readonly later: LaterRuns; readonly changed: (flowId: string) => void }): Fixes {
  /** It belongs to the version that runs as well as to the one that is drawn. */
  async function keepInBoth(flowId: string, nodeId: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
    const live = (await workspace.flows.live(flowId))?.document;
    const above = await readAbove(workspace);
    await keep(flowId, nodeId, settings, above);
    if (live && nodeById(live, nodeId)) await workspace.flows.setLive(withSettings(live, nodeId, settings, above));
  }

  async function keep(flowId: string, nodeId: string, settings: Readonly<Record<string, unknown>>, above: Above): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const { document, revision } = await workspace.flows.get(flowId);
      const next = withSettings(document, nodeId, settings, above);
      try {
        await workspace.flows.save(next, revision);
        changed(flowId);
        return;
      } catch (thrown) {
        if (asFluxoError(thrown).code !== 'flow.changed_elsewhere' || tries >= mostSaves) throw thrown;
      }
    }
  }

  /** What a person chose for this node is its own, wherever it had the setting from. */
  function withSettings(flow: FlowDocument, nodeId: string, settings: Readonly<Record<string, unknown>>, above: Above): FlowDocument {
    const fields = findTarget(catalog, nodeById(flow, nodeId)?.settings['target'])?.settings ?? [];
    const known = Object.keys(settings).filter((key) => fields.some((field) => field.key === key));
    const next = known.reduce((current, key) => setSetting(current, nodeId, key, settings[key] as FlowNode['settings'][string]), flow);
    const wrong = checkSettings(fields, nodeById(resolveFlow(next, catalog, above).flow, nodeId)?.settings ?? {}).find((issue) => known.includes(issue.key) || fields.find((field) => field.key === issue.key)?.when?.key === known[0]);
    if (known.length === 0 || wrong) throw new FluxoError({ code: 'fix.bad_settings', kind: 'data', what: wrong?.text ?? 'No setting was chosen.', where: { flow: flow.id, node: nodeId, ...(wrong && { field: wrong.key }) }, fix: 'Choose again.', params: { text: wrong?.text ?? 'No setting was chosen.' } });
    return next;
  }

  async function adopt(flowId: string, nodeId: string, cause: string, code: string, id: string): Promise<number> {
    const way = table[code]?.find((fix) => fix.kind === 'adopt');
    const document = await workspace.flows.running(flowId);
    const node = nodeById(document, nodeId);
    const entity = findTarget(catalog, node?.settings['target'])?.entity;
    const path = entity === undefined ? undefined : way?.adopt.key[entity];
    if (!way || !node?.connection || path === undefined) throw nothingToAdopt(flowId, nodeId);
    const problems = await workspace.store.problems({ flowId, state: 'open', cause, limit: mostAdopted });
    const found: { readonly sourceConnection: string; readonly sourceKey: string }[] = [];
    for (const problem of problems) {
      const [story, life] = await Promise.all([workspace.store.story(problem.lastRunId, problem.lastSeq), workspace.store.life(problem.lastRunId, problem.lastSeq)]);
      const sourceKey = story?.mapped ? textAt(story.mapped, path) : '';
      if (sourceKey !== '' && life) found.push({ sourceConnection: life.identity.connectionId, sourceKey });
    }
    if (found.length === 0) throw nothingToAdopt(flowId, nodeId);
    await workspace.leases.hold(`flow:${flowId}`, 'adopting', async ({ fence }) => {
      for (const { sourceConnection, sourceKey } of found) {
        await workspace.store.remember({ connectionId: node.connection!, entity: way.adopt.entity, sourceConnection, sourceKey }, { targetType: way.adopt.type, targetId: id }, 0, fence);
      }
    });
    return found.length;
  }

  return {
    apply: async ({ flowId, nodeId, cause, code, settings, adopt: id }) => {
      if (settings) await keepInBoth(flowId, nodeId, settings);
      if (id !== undefined && cause !== undefined && code !== undefined) await adopt(flowId, nodeId, cause, code, id);
      const records = cause === undefined ? {} : { records: { problems: { causes: [cause] } } };
      const { runId } = await later.start({ flowId, dryRun: false, version: 'live', ...records, trigger: 'user' });
      return { runId };
    },
  };
}

function textAt(record: SourceRecord, path: string): string {
  const value = path.split('.').reduce<Value | undefined>((here, name) => (here !== null && typeof here === 'object' && !Array.isArray(here) ? (here as SourceRecord)[name] : undefined), record);
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}

function nothingToAdopt(flow: string, node: string): FluxoError {
  return new FluxoError({ code: 'fix.nothing_to_adopt', kind: 'data', what: 'The source gives these customers no number of its own, so Fluxo cannot remember which one it is.', where: { flow, node }, fix: 'Merge them in the service, or choose in the settings which one counts.' });
}
