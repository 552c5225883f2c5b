import { endWith, type Item } from '#engine/run/record.ts';
import { entities } from '#shared/entities/index.ts';
import { asFluxoError } from '#shared/errors.ts';
import { outputType } from '#shared/flow/graph.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { compileRules } from '#shared/rules/evaluate.ts';
import { RulesSettingsSchema } from '#shared/rules/rules.ts';
import { makeEntityCheck } from './checkEntity.ts';
import type { Executor } from './executor.ts';

/** Works rule blocks off on every record. Behind a map it looks again whether the record is what its entity says. */
export const rules: Executor = (node, run) => {
  const work = compileRules(RulesSettingsSchema.parse(node.node.settings).blocks);
  const entity = entities[outputType(run.plan.flow, run.ports.catalog, node.id)];
  const check = entity && makeEntityCheck(entity);
  return {
    run(items) {
      const records: Item[] = [];
      for (const item of items) {
        const { record } = item;
        try {
          const { value, skipped } = work.run(item.value);
          if (skipped) {
            run.finisher.end(record, { outcome: 'skipped', reason: skipped, node: node.id });
            continue;
          }
          check?.(value);
          if (record.mapped !== null) record.mapped = value as SourceRecord;
          records.push({ ...item, value: value as SourceRecord });
        } catch (thrown) {
          endWith(run, record, node.id, asFluxoError(thrown).at({ node: node.id }));
        }
      }
      return { records };
    },
  };
};
