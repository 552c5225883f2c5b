import type { CallContext } from '#connectors/sdk/connector.ts';
import { categoryNames } from '#shared/entities/category.ts';
import type { Product } from '#shared/entities/product.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import { applyValueSetting } from '#shared/settings/valueSetting.ts';
import type { ValueSetting } from '#shared/settings/valueSetting.ts';
import type { MplusClient } from '../../client.ts';
import { list, textOf } from '../../wire/values.ts';
import { byNumberOrName } from '../places.ts';

/** Number of the turnover group of a product; empty for none. */
export type TurnoverGroups = (product: Product, setting: ValueSetting, context: { warn(reason: Reason): void }) => string;

/** Reads the turnover groups, where the setting needs them. What is looked for is a number, a name, or a category whose last name is the group's. */
export async function openTurnoverGroups(client: MplusClient, { enabled }: ValueSetting, call: CallContext): Promise<TurnoverGroups> {
  if (!enabled) return () => '';
  const groups = list((await client.call('getTurnoverGroups', { request: { onlyActive: true } }, call))['turnoverGroupList']);
  const find = (told: string) => byNumberOrName(groups, told, (group) => textOf(group['turnoverGroup']), (group) => textOf(group['turnoverGroupName']));
  return (product, setting, { warn }) => {
    const category = product.category ?? '';
    const told = applyValueSetting(setting, category, 'turnoverGroup', 'Turnover group').trim();
    if (told === '') return '';
    const found = find(told) ?? find(categoryNames(told).at(-1) ?? '');
    if (found) return textOf(found['turnoverGroup']);
    if (told === category.trim()) {
      warn({ code: 'mplus.no_turnover_group', text: `The till has no turnover group for ${told}; the article gets the till’s own choice.`, params: { group: told } });
      return '';
    }
    throw new FluxoError({ code: 'mplus.turnover_group_unknown', kind: 'data', what: `The till has no turnover group “${told}”.`, where: { field: 'turnoverGroup' }, params: { group: told }, parkedOn: { setting: 'turnoverGroup', value: category }, fix: 'Add it at the till, or correct the table of the setting “Turnover group”.' });
  };
}
