import { FluxoError } from '#shared/errors.ts';
import { compare, isDecimal, sum } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { TaxCode, TaxRate } from '../entities.ts';
import { makeRows } from './rows.ts';

/** A tax code as a sale uses it. */
export interface SalesTax {
  readonly id: string;
  readonly name: string;
  /** All its rates together, such as `"21"`. */
  readonly percent: Decimal;
  /** Its rates one by one; empty for codes outside any tax. The document tells the tax per rate. */
  readonly rates: readonly { readonly id: string; readonly percent: Decimal }[];
}

export interface TaxCodes {
  readonly all: readonly SalesTax[];
  /** True when an id or a name is a code of the company. */
  has(told: string): boolean;
  /** The code with this id or name; undefined when there is none. */
  named(told: string): SalesTax | undefined;
  /**
   * What a table means by `told` for a line of `percent`: an id, a name, `rate:21` or `rate`. Parks the record when no
   * code or more than one fits, since a wrong tax code is expensive; `setting` is where the row is to be added.
   */
  find(told: string, percent: Decimal, place: string, setting?: string): SalesTax;
}

/** A percentage without needless zeros, so that `21.00` and `21` are one; other texts stay, in lower case. */
export function plainRate(text: string): string {
  const trimmed = text.replace(/%/g, '').replace(',', '.').trim().toLowerCase();
  return isDecimal(trimmed) ? sum([trimmed]) : trimmed;
}

export function makeTaxCodes(codes: readonly TaxCode[], rates: readonly TaxRate[]): TaxCodes {
  const percentOf = new Map(rates.map((rate) => [rate.Id, String(rate.RateValue ?? 0)]));
  const all = codes.map((code): SalesTax => {
    const own = (code.SalesTaxRateList?.TaxRateDetail ?? []).map(({ TaxRateRef }) => ({ id: TaxRateRef.value, percent: sum([percentOf.get(TaxRateRef.value) ?? '0']) }));
    return { id: code.Id, name: code.Name, percent: sum(own.map((rate) => rate.percent)), rates: own };
  });
  const named = makeRows(codes);
  const byId = new Map(all.map((code) => [code.id, code]));

  return {
    all,
    has: (told) => named.find(told) !== undefined,
    named: (told) => byId.get(named.find(told)?.Id ?? ''),
    find(told, percent, place, setting = 'taxTable') {
      const at = { value: place, setting };
      const wanted = /^rate(?::(.*))?$/i.exec(told.trim());
      if (!wanted) {
        const code = byId.get(named.find(told)?.Id ?? '');
        if (!code) throw park('unknown_tax_code', `The tax code “${told}” is not in QuickBooks.`, at, 'Choose another code in the table.', { code: told });
        return code;
      }
      const rate = plainRate(wanted[1] ?? percent);
      const fitting = all.filter((code) => code.rates.length > 0 && isDecimal(rate) && compare(code.percent, rate) === 0);
      if (fitting.length === 1) return fitting[0]!;
      if (fitting.length === 0) throw park('no_tax_code', `No tax code in QuickBooks has ${rate} %.`, at, 'Add the tax code in QuickBooks, or name another one in the table.', { rate });
      const names = fitting.map((code) => `“${code.name}”`).join(', ');
      throw park('several_tax_codes', `Several tax codes in QuickBooks have ${rate} %: ${names}.`, at, 'Add a row for this rate to the table and name the right one.', { rate, codes: names });
    },
  };
}

function park(cause: string, what: string, { value, setting }: { readonly value: string; readonly setting: string }, fix: string, params: Readonly<Record<string, string>>): FluxoError {
  return new FluxoError({ code: `quickbooks.${cause}`, kind: 'data', what, where: { field: setting }, params: { ...params, value }, parkedOn: { setting, value }, fix });
}
