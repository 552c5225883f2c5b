import type { Catalog } from '#shared/catalog/catalog.ts';
import { asFluxoError, type ErrorData } from '#shared/errors.ts';
import { FilterSettingsSchema, type FlowDocument, type FlowNode } from '#shared/flow/document.ts';
import type { Answers, FormulaAnswer, FormulaJob } from '#shared/formulas/jobs.ts';
import { compileTree } from '#shared/mapping/compile.ts';
import { jobsOf } from '#shared/mapping/leftFormulas.ts';
import { readMapping } from '#shared/mapping/tree.ts';
import { compileConditions } from '#shared/records/evaluate.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import { mappingOf, recordInto, recordOutOf } from '#shared/flow/flowSample.ts';
import type { NodeSampleRecord } from './useNodeSample.ts';

/** What became of one recorded record at a node. */
export interface Tested {
  /** Place among the samples. */
  readonly index: number;
  readonly title: string;
  readonly outcome: 'passed' | 'dropped' | 'failed' | 'absent';
  readonly error?: ErrorData;
  readonly warnings: readonly Reason[];
}

/** Works out a formula that is left to JSONata. */
export type AskFormula = (job: FormulaJob) => Promise<FormulaAnswer>;

/** Runs one node over the recorded records, with the engine's own code and without asking any service. `absent` = the record does not get as far as the node. */
export async function testStep(flow: FlowDocument, catalog: Catalog, node: FlowNode, samples: readonly NodeSampleRecord[], ask: AskFormula): Promise<readonly Tested[]> {
  const work = workOf(flow, catalog, node, ask);
  const tested: Tested[] = [];
  for (const [index, { title, record, at }] of samples.entries()) {
    const into = recordInto(flow, catalog, node.id, record, undefined, at);
    const common = { index, title, warnings: [] };
    if ('error' in into || into.value === undefined) tested.push({ ...common, outcome: 'absent', ...('error' in into && { error: into.error }) });
    else {
      try {
        tested.push({ ...common, ...(await work(into.value, record, at)) });
      } catch (thrown) {
        tested.push({ ...common, outcome: 'failed', error: asFluxoError(thrown).data });
      }
    }
  }
  return tested;
}

type Work = (value: unknown, record: unknown, at: string | undefined) => Promise<Pick<Tested, 'outcome'> & Partial<Tested>>;

function workOf(flow: FlowDocument, catalog: Catalog, node: FlowNode, ask: AskFormula): Work {
  const mapping = node.kind === 'map' ? mappingOf(flow, catalog, node) : undefined;
  if (mapping) {
    return async (value) => {
      const tree = readMapping(mapping);
      const answers: Answers = await Promise.all(jobsOf(tree, value).map((jobs) => Promise.all(jobs.map(ask))));
      return { outcome: 'passed', warnings: compileTree(tree)(value, answers).warnings };
    };
  }
  const filter = node.kind === 'filter' ? FilterSettingsSchema.safeParse(node.settings).data : undefined;
  if (filter) {
    return async (value) => {
      const { test, left } = compileConditions(filter.conditions);
      const answers: Answers = await Promise.all(left.map(async (text) => [await ask({ text, scope: value })]));
      return { outcome: test(value, answers) ? 'passed' : 'dropped' };
    };
  }
  return async (_value, record, at) => {
    const out = recordOutOf(flow, catalog, node, record, undefined, at);
    return 'error' in out ? { outcome: 'failed', error: out.error } : { outcome: 'passed' };
  };
}
