import type { CallContext } from '#connectors/sdk/connector.ts';
import { isDecimal, sum } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { QuickBooksClient } from '../client.ts';
import { kinds } from '../entities.ts';
import { everyTaxRate } from '../company/company.ts';
import { makeTaxCodes } from '../company/taxCodes.ts';

/** What records name by id and a reader wants to know of it. */
export interface Facts {
  readonly currency: string;
  /** True where a line only says taxable or not, and the document tells the tax. */
  readonly isUs: boolean;
  /** Percentage of a tax code; undefined for a code the company does not have, and for the words of a company in the United States. */
  taxPercent(codeId: string): Decimal | undefined;
  /** Days in which an invoice with this term is due; empty when the term does not count in days. */
  paymentDays(termId: string): string;
  methodName(id: string): string;
}

const everyOne = [{ property: 'Active', in: [true, false] }] as const;

/** Reads them once, in two calls; inactive rows too, since old documents name them. */
async function readFacts(client: QuickBooksClient, call: CallContext): Promise<Facts> {
  const preferences = await client.preferences(call);
  const [codes, rates, terms, methods] = await client.rowsOfMany([{ kind: kinds.taxCode, where: everyOne }, everyTaxRate, { kind: kinds.term, where: everyOne }, { kind: kinds.paymentMethod, where: everyOne }], call);
  const taxCodes = new Map(makeTaxCodes(codes, rates).all.map((code) => [code.id, code]));
  const days = new Map(terms.map((term) => [term.Id, term.DueDays]));
  const names = new Map(methods.map((method) => [method.Id, method.Name]));
  return {
    currency: preferences.CurrencyPrefs?.HomeCurrency?.value ?? '',
    isUs: preferences.TaxPrefs?.PartnerTaxEnabled !== undefined || preferences.TaxPrefs?.TaxGroupCodeRef !== undefined,
    taxPercent(codeId) {
      const percent = taxCodes.get(codeId)?.percent;
      return percent !== undefined && isDecimal(percent) ? sum([percent]) : undefined;
    },
    paymentDays: (termId) => String(days.get(termId) ?? ''),
    methodName: (id) => names.get(id) ?? '',
  };
}

/** Asks only when a record is there that wants it, and once a run. */
export function factsOnce(client: QuickBooksClient, call: CallContext): () => Promise<Facts> {
  let facts: Promise<Facts> | undefined;
  return () => (facts ??= readFacts(client, call));
}
