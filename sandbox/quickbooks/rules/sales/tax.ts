import Big from 'big.js';
import type { Company } from '../../company.ts';
import { faultLine, refuse } from '../../faults.ts';
import { numberAt, objectAt, objectsAt, referenceAt } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { cents } from './lines.ts';
import type { SalesLine } from './lines.ts';

export interface Tax {
  readonly total: Big;
  readonly detail: JsonObject;
}

export interface TaxQuestion {
  readonly lines: readonly SalesLine[];
  /** `TxnTaxDetail` as the client sent it; its figures win over ours. */
  readonly told: JsonObject | undefined;
  readonly calculation: string;
  readonly applyAfterDiscount: boolean;
}

interface Rate {
  readonly id: string;
  readonly percent: Big;
}

/** What is taxed at one rate. */
interface Share {
  readonly rate: Rate;
  net: Big;
  tax: Big;
}

/**
 * VAT as outside the US: every line names a tax code, each code has its rates, and the document says whether its prices hold
 * the tax. Answers 6000 for a line without a code, 2500 for one this company does not have.
 */
export function globalTax(question: TaxQuestion, company: Company): Tax {
  const { lines, told, calculation } = question;
  if (calculation === 'NotApplicable') return { total: new Big(0), detail: { TotalTax: 0 } };
  const shares = new Map<string, Share>();
  const ratesOf = rateLookup(company);
  const roundLine = (tax: Big): Big => (company.settings.taxRounding === 'perLine' ? tax.round(2, Big.roundHalfUp) : tax);
  const add = (code: string, net: Big, gross: Big | undefined): void => {
    const rates = ratesOf(code);
    const together = rates.reduce((sum, rate) => sum.plus(rate.percent), new Big(0));
    for (const rate of rates) {
      const share = shares.get(rate.id) ?? { rate, net: new Big(0), tax: new Big(0) };
      // A gross price is the truth where one was told: the tax is taken out of it, not put on a rounded net.
      const tax = calculation === 'TaxInclusive' && gross ? gross.times(rate.percent).div(together.plus(100)) : net.times(rate.percent).div(100);
      share.net = share.net.plus(net);
      share.tax = share.tax.plus(roundLine(tax));
      shares.set(rate.id, share);
    }
  };

  for (const line of lines) {
    if (line.kind === 'text' || line.kind === 'discount') continue;
    add(line.taxCode ?? refuse(faultLine.business('Make sure all your transactions have a VAT rate before you save.', 'Line.TaxCodeRef')), line.net, line.gross);
  }
  for (const discount of lines) if (discount.kind === 'discount') spreadDiscount(discount, lines, add);

  const computed = [...shares.values()].map((share) => ({ ...share, net: share.net.round(2, Big.roundHalfUp), tax: share.tax.round(2, Big.roundHalfUp) }));
  return told ? toldTax(told, computed, company) : summed(computed.map((share) => taxLine(share.rate, share.tax, share.net)));
}

/** A discount with a code lowers that code's base; one without lowers all, in proportion. */
function spreadDiscount(discount: SalesLine, lines: readonly SalesLine[], add: (code: string, net: Big, gross: undefined) => void): void {
  if (discount.taxCode !== undefined) {
    add(discount.taxCode, discount.net.times(-1), undefined);
    return;
  }
  const items = lines.filter((line) => line.kind === 'item');
  const base = items.reduce((sum, line) => sum.plus(line.net), new Big(0));
  if (base.eq(0)) return;
  for (const line of items) if (line.taxCode !== undefined) add(line.taxCode, discount.net.times(line.net).div(base).times(-1), undefined);
}

function rateLookup(company: Company): (code: string) => readonly Rate[] {
  const { store } = company;
  const known = new Map<string, readonly Rate[]>();
  return (code) => {
    let rates = known.get(code);
    if (!rates) {
      const row = store.table('TaxCode').get(code) ?? refuse(faultLine.unknownReference('Line.TaxCodeRef', 'TaxCode', code));
      rates = objectsAt(objectAt(row.json, 'SalesTaxRateList'), 'TaxRateDetail').flatMap((detail) => {
        const id = referenceAt(detail, 'TaxRateRef');
        const percent = id === undefined ? undefined : numberAt(store.table('TaxRate').get(id)?.json, 'RateValue');
        return id === undefined || percent === undefined ? [] : { id, percent: new Big(percent) };
      });
      known.set(code, rates);
    }
    return rates;
  };
}

function taxLine(rate: Rate, tax: Big, net: Big, told: JsonObject = {}): JsonObject {
  return {
    Amount: cents(tax),
    DetailType: 'TaxLineDetail',
    TaxLineDetail: { TaxRateRef: { value: rate.id }, PercentBased: true, TaxPercent: Number(rate.percent), NetAmountTaxable: cents(net), ...told },
  };
}

function summed(lines: readonly JsonObject[]): Tax {
  const total = lines.reduce((sum, line) => sum.plus(numberAt(line, 'Amount') ?? 0), new Big(0));
  return { total, detail: { TotalTax: cents(total), ...(lines.length > 0 && { TaxLine: lines }) } };
}

/** The client's figures win; how far they are from ours shows as `OverrideDeltaAmount`. */
function toldTax(told: JsonObject, computed: readonly { readonly rate: Rate; readonly net: Big; readonly tax: Big }[], company: Company): Tax {
  const toldLines = objectsAt(told, 'TaxLine');
  const totalTold = numberAt(told, 'TotalTax');
  if (toldLines.length === 0) {
    const own = summed(computed.map((share) => taxLine(share.rate, share.tax, share.net)));
    if (totalTold === undefined) return own;
    return { total: new Big(totalTold), detail: { ...own.detail, TotalTax: totalTold } };
  }
  return summed(
    toldLines.map((line) => {
      const detail = objectAt(line, 'TaxLineDetail');
      const id = referenceAt(detail, 'TaxRateRef') ?? refuse(faultLine.missing('TxnTaxDetail.TaxLine.TaxLineDetail.TaxRateRef'));
      const share = computed.find(({ rate }) => rate.id === id);
      const tax = new Big(numberAt(line, 'Amount') ?? 0);
      const delta = tax.minus(share?.tax ?? 0);
      const rate = { id, percent: new Big(numberAt(company.store.table('TaxRate').get(id)?.json, 'RateValue') ?? 0) };
      return taxLine(rate, tax, new Big(numberAt(detail, 'NetAmountTaxable') ?? share?.net ?? 0), delta.eq(0) ? {} : { OverrideDeltaAmount: cents(delta) });
    }),
  );
}

/**
 * Automated US sales tax: a line is taxable or not (`TAX`, `NON`; anything else answers 6100) and the service computes the rest at the
 * one rate of the company's place, unless the client tells the total.
 */
export function usTax(question: TaxQuestion, company: Company): Tax {
  const { lines, told, applyAfterDiscount } = question;
  const code = company.store.table('TaxCode').find('Name', 'California')[0];
  const rateId = referenceAt(objectsAt(objectAt(code?.json, 'SalesTaxRateList'), 'TaxRateDetail')[0], 'TaxRateRef') ?? '';
  const rate = { id: rateId, percent: new Big(numberAt(company.store.table('TaxRate').get(rateId)?.json, 'RateValue') ?? 0) };
  const items = lines.filter((line) => line.kind === 'item' || line.kind === 'shipping');
  let taxable = new Big(0);
  for (const line of items) {
    const lineCode = line.taxCode ?? (isTaxableItem(line, company) ? 'TAX' : 'NON');
    if (lineCode !== 'TAX' && lineCode !== 'NON') refuse(faultLine.usTaxCode('Line.SalesItemLineDetail.TaxCodeRef', lineCode));
    if (lineCode === 'TAX') taxable = taxable.plus(line.net);
  }
  const discount = lines.reduce((sum, line) => (line.kind === 'discount' ? sum.plus(line.net) : sum), new Big(0));
  const all = items.reduce((sum, line) => sum.plus(line.net), new Big(0));
  if (applyAfterDiscount && !all.eq(0)) taxable = taxable.minus(discount.times(taxable).div(all));
  const computed = taxable.times(rate.percent).div(100).round(2, Big.roundHalfUp);
  const totalTold = told?.['UseAutomatedSalesTax'] === true ? undefined : numberAt(told, 'TotalTax');
  const total = totalTold === undefined ? computed : new Big(totalTold);
  return {
    total,
    detail: {
      ...(code && { TxnTaxCodeRef: { value: code.id } }),
      TotalTax: cents(total),
      ...(totalTold !== undefined && !total.eq(computed) && { TaxReviewStatus: 'AST_TAX_OVERRIDE' }),
      TaxLine: [taxLine(rate, total, taxable)],
    },
  };
}

function isTaxableItem(line: SalesLine, company: Company): boolean {
  return line.itemId !== undefined && company.store.table('Item').get(line.itemId)?.json['Taxable'] === true;
}
