import { endWith, type Item } from '#engine/run/record.ts';
import { findStream } from '#shared/catalog/catalog.ts';
import { entities } from '#shared/entities/index.ts';
import { asFluxoError, FluxoError } from '#shared/errors.ts';
import { answerLeft } from '#engine/formulas/answerLeft.ts';
import { generateFromTree } from '#engine/mapping/generateMapping.ts';
import { jobsOf } from '#shared/mapping/leftFormulas.ts';
import type { MapRecord } from '#shared/mapping/compile.ts';
import { readMapping, type MappingTree } from '#shared/mapping/tree.ts';
import { MapSettingsSchema, writeModesOf, type WriteMode } from '#shared/mapping/mapping.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { makeEntityCheck } from './checkEntity.ts';
import type { Executor } from './executor.ts';

interface Compiled {
  readonly tree: MappingTree;
  readonly map: MapRecord;
  readonly check: (record: unknown) => void;
  readonly modes: ReadonlyMap<string, WriteMode>;
}

/** Turns a service's record into an entity. Without a mapping of its own it uses the default one of the stream a record came from. */
export const map: Executor = (node, run) => {
  const own = MapSettingsSchema.parse(node.node.settings).mapping;
  const compiled = new Map<string, Compiled>();

  const compiledFor = (sourceNode: string): Compiled => {
    let found = compiled.get(sourceNode);
    if (!found) {
      const mapping = own ?? findStream(run.ports.catalog, run.plan.nodes.get(sourceNode)?.node.settings['stream'])?.defaultMapping;
      const entity = mapping && entities[mapping.entity];
      if (!mapping || !entity) throw new FluxoError({ code: 'flow.no_mapping', kind: 'setup', what: `“${node.name}” has no mapping for the records of this source.`, where: { node: node.id }, fix: 'Open the node and make a mapping.', params: { node: node.name } });
      const tree = readMapping(mapping);
      compiled.set(sourceNode, (found = { tree, map: generateFromTree(tree), check: makeEntityCheck(entity), modes: writeModesOf(mapping) }));
    }
    return found;
  };

  return {
    async run(items, page) {
      const work = compiledFor(page.sourceNode);
      const answers = work.tree.left.length > 0 ? await answerLeft(run.ports.formulas, items, ({ value }) => jobsOf(work.tree, value)) : null;
      const records: Item[] = [];
      for (const [at, { record, value }] of items.entries()) {
        try {
          const mapped = work.map(value, answers?.[at]);
          record.mapped = mapped.value as SourceRecord;
          for (const text of mapped.warnings) record.steps.push({ kind: 'warning', at: run.ports.clock.now(), node: node.id, text });
          work.check(mapped.value);
          records.push({ record, value: record.mapped, modes: work.modes });
        } catch (thrown) {
          endWith(run, record, node.id, asFluxoError(thrown).at({ node: node.id }));
        }
      }
      return { records };
    },
  };
};
