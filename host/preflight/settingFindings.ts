import { findStream, findTarget, type Catalog, type PickOption } from '#shared/catalog/catalog.ts';
import type { FlowDocument, FlowNode } from '#shared/flow/document.ts';
import { sourceOf } from '#shared/flow/graph.ts';
import { settingApplies, settingValue } from '#shared/settings/check.ts';
import { CountryTableSchema } from '#shared/settings/countryTable.ts';
import type { PickList, SettingField } from '#shared/settings/fields.ts';
import { ValueSettingSchema } from '#shared/settings/valueSetting.ts';
import type { Finding } from '#shared/setup/preflight.ts';
import type { PickLists } from '../pickLists.ts';

/** Lists a connector cuts at this length cannot tell that something is not there. */
const mostOptions = 1000;

/** A word of a setting that stands for something the service has. */
interface Named {
  readonly list: PickList;
  readonly word: string;
}

/**
 * Words in settings that the connected services do not have, such as a payment method of another company's books. The services are asked, each
 * list once; one that does not answer is told by the test of its connection.
 */
export async function settingFindings(flow: FlowDocument, catalog: Catalog, lists: PickLists): Promise<readonly Finding[]> {
  const nodes = flow.nodes.filter((node) => !node.disabled && (node.kind === 'source' || node.kind === 'target'));
  return (await Promise.all(nodes.map((node) => findingsOf(flow, node, catalog, lists)))).flat();
}

async function findingsOf(flow: FlowDocument, node: FlowNode, catalog: Catalog, lists: PickLists): Promise<readonly Finding[]> {
  const definition = node.kind === 'source' ? findStream(catalog, node.settings['stream']) : findTarget(catalog, node.settings['target']);
  const fields = (definition?.settings ?? []).filter((field) => settingApplies(field, definition!.settings, node.settings));
  const all = await Promise.all(
    fields.map(async (field): Promise<readonly Finding[]> => {
      const unknown: string[] = [];
      for (const { list, word } of namesIn(field, settingValue(field, node.settings))) {
        const connectionId = list.of === 'source' ? sourceOf(flow, node.id)?.connection : node.connection;
        const options = connectionId === undefined ? null : await lists.get(connectionId, list.list).catch(() => null);
        if (options && options.length < mostOptions && !options.some((option) => isNamed(option, word)) && !unknown.includes(word)) unknown.push(word);
      }
      if (unknown.length === 0) return [];
      const service = catalog.connectors.find(({ name }) => definition!.id.startsWith(`${name}.`))?.label ?? '';
      const params = { label: field.label, owner: definition!.id, field: field.key, values: unknown.map((word) => `“${word}”`).join(', '), service };
      return [{ topic: 'settings', severity: 'warning', said: { by: 'look', reason: { code: 'preflight.not_in_service', text: `${field.label}: ${service} does not have ${params.values}.`, params, fix: 'Choose what your own account has.' } }, place: { nodeId: node.id, field: field.key } }];
    }),
  );
  return all.flat();
}

/** The words of a setting that a list of a service can confirm. */
function namesIn(field: SettingField, value: unknown): readonly Named[] {
  const named = (list: PickList | undefined, words: readonly string[]): readonly Named[] => (list ? words.filter((word) => word.trim() !== '' && !calculated.has(word.trim())).map((word) => ({ list, word: word.trim() })) : []);
  switch (field.type) {
    case 'pick':
      return named(field.from, typeof value === 'string' ? [value] : []);
    case 'pickMany':
      return named(field.from, Array.isArray(value) ? value.filter((word) => typeof word === 'string') : []);
    case 'valueSetting': {
      const setting = ValueSettingSchema.safeParse(value).data;
      if (!setting?.enabled) return [];
      return named(field.values, [setting.default, ...(setting.force ? [] : (setting.table ?? []).map(({ to }) => to))]);
    }
    case 'countryTable': {
      const rows = CountryTableSchema.safeParse(value).data ?? [];
      return field.columns.filter(({ isKey }) => !isKey).flatMap((column) => named(column.values, rows.map(({ values }) => values[column.key] ?? '')));
    }
    default:
      return [];
  }
}

/** Words of tables that no service has: they are worked out record by record. */
const calculated: ReadonlySet<string> = new Set(['rate']);

/** By id or by name; an account also without its number, and by the last part of its path. */
function isNamed({ value, label }: PickOption, word: string): boolean {
  const [own, name] = [word.toLowerCase(), label.toLowerCase()];
  return value.toLowerCase() === own || name === own || name.endsWith(` ${own}`) || name.endsWith(`:${own}`) || name.startsWith(`${own} `);
}
