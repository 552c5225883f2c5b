import type { CallContext } from '#connectors/sdk/connector.ts';
import type { Product } from '#shared/entities/product.ts';
import { FluxoError } from '#shared/errors.ts';
import { compare, isDecimal } from '#shared/money/decimal.ts';
import { applyValueSetting } from '#shared/settings/valueSetting.ts';
import type { ValueSetting } from '#shared/settings/valueSetting.ts';
import type { MplusClient } from '../../client.ts';
import { list, textOf } from '../../wire/values.ts';

interface VatGroup {
  readonly code: string;
  readonly rate: string;
}

/** Gives the VAT code of a product; empty when nothing says what its VAT is. */
export type VatOf = (product: Product, setting: ValueSetting) => string;

/**
 * Reads the VAT groups. The list is that of all branches and countries; a code means something only within one country, and articles are
 * sold in that of the first branch.
 */
export async function openVat(client: MplusClient, call: CallContext): Promise<VatOf> {
  const [groupsAnswer, branchesAnswer] = await Promise.all([client.call('getVatGroupList', {}, call), client.call('getBranches', {}, call)]);
  const home = textOf(list(branchesAnswer['branches'])[0]?.['countryIso3']);
  const all = list(groupsAnswer['vatGroup']);
  const own = all.filter((group) => home === '' || ['', home].includes(textOf(group['countryIso3'])));
  const groups = (own.length > 0 ? own : all).map((group): VatGroup => ({ code: textOf(group['vatCode']), rate: textOf(group['vatPercentage']) }));

  return (product, setting) => {
    const rate = product.taxRate ?? '';
    const hasRow = setting.force || (setting.table?.some(({ from }) => from.trim() === rate) ?? false);
    if (rate !== '' && (!setting.enabled || !hasRow)) return byRate(groups, rate);
    const told = applyValueSetting(setting, rate === '' && setting.enabled ? (product.category ?? '') : rate, 'vat', 'VAT').trim();
    if (told === '') return '';
    const percent = /^(?:rate:\s*)?(\d+(?:[.,]\d+)?)\s*%$|^rate:\s*(\d+(?:[.,]\d+)?)$/i.exec(told);
    if (percent) return byRate(groups, (percent[1] ?? percent[2]!).replace(',', '.'));
    const known = groups.find(({ code }) => code === told);
    return known ? known.code : noGroup(told);
  };
}

function byRate(groups: readonly VatGroup[], rate: string): string {
  const found = groups.find((group) => isDecimal(group.rate) && isDecimal(rate) && compare(group.rate, rate) === 0);
  return found ? found.code : noGroup(`${rate} %`);
}

function noGroup(value: string): never {
  throw new FluxoError({ code: 'mplus.no_vat_group', kind: 'data', what: `The till has no VAT group for ${value}.`, where: { field: 'taxRate' }, params: { value }, parkedOn: { setting: 'vat', value }, fix: 'Add the group at the till, or add a row for it to the setting “VAT” of the target.' });
}
