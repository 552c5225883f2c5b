import { answerLeft } from '#engine/formulas/answerLeft.ts';
import { asFluxoError } from '#shared/errors.ts';
import { FilterSettingsSchema } from '#shared/flow/document.ts';
import { compileConditions } from '#shared/records/evaluate.ts';
import { endWith, type Item } from '#engine/run/record.ts';
import type { Executor } from './executor.ts';

/** Sorts records by conditions: into `kept` or `dropped`. A record for which a formula cannot be worked out ends here. */
export const filter: Executor = (node, run) => {
  const { test, left } = compileConditions(FilterSettingsSchema.parse(node.node.settings).conditions);
  const params = { node: node.name };
  return {
    async run(items) {
      const answers = left.length > 0 ? await answerLeft(run.ports.formulas, items, ({ value }) => left.map((text) => [{ text, scope: value }])) : null;
      const kept: Item[] = [];
      const dropped: Item[] = [];
      items.forEach((item, at) => {
        try {
          (test(item.value, answers?.[at]) ? kept : dropped).push(item);
        } catch (thrown) {
          endWith(run, item.record, node.id, asFluxoError(thrown).at({ node: node.id }));
        }
      });
      return { kept, dropped };
    },
    endsAt: (port) =>
      port === 'dropped'
        ? { code: 'filter.dropped', text: `Does not meet the conditions of “${node.name}”.`, params }
        : { code: 'filter.kept', text: `Meets the conditions of “${node.name}”, from which nothing goes on.`, params },
  };
};
