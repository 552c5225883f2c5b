import type { Company } from './company.ts';
import { faultLine, refuse } from './faults.ts';
import { isObject, numberAt, objectsAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { addCode, addRate } from './seed/taxWorlds.ts';

/**
 * `POST /taxservice/taxcode`, the only way to new codes and rates. The answer has no root: `TaxCode`, `TaxCodeId` and the rates made.
 * Refuses a code or rate name that exists (6240), an unknown agency or rate (2500), and all of it in US companies, where the
 * service computes the tax itself (5020).
 */
export function createTaxCode(company: Company, body: unknown): JsonObject {
  if (!isObject(body)) refuse(faultLine.unreadable());
  if (company.settings.taxWorld === 'usAutomated') refuse(faultLine.notInPlan('Tax codes of your own'));
  const { store } = company;
  const name = textAt(body, 'TaxCode') ?? refuse(faultLine.missing('TaxCode'));
  if (name.length > 100) refuse(faultLine.badLength('TaxCode', 1, 100, name.length));
  if (store.table('TaxCode').find('Name', name).length > 0) refuse(faultLine.duplicateName('tax code'));
  const wanted = objectsAt(body, 'TaxRateDetails');
  if (wanted.length === 0) refuse(faultLine.missing('TaxRateDetails'));
  // Everything is checked before anything is made.
  const plans = wanted.map((detail) => planRate(company, detail));
  let sales: JsonObject | undefined;
  let purchase: JsonObject | undefined;
  const made = plans.map(({ use, make, answer }) => {
    const rate = make();
    if (use === 'Purchase') purchase = rate;
    else sales = rate;
    return { ...answer, TaxRateId: rate['value'] };
  });
  const id = addCode(company, { name, description: name, sales, purchase });
  return { TaxCode: name, TaxCodeId: id, TaxRateDetails: made };
}

interface RatePlan {
  readonly use: string;
  make(): JsonObject;
  readonly answer: JsonObject;
}

function planRate(company: Company, detail: JsonObject): RatePlan {
  const { store } = company;
  const use = textAt(detail, 'TaxApplicableOn') ?? 'Sales';
  if (use !== 'Sales' && use !== 'Purchase') refuse(faultLine.badEnumeration('TaxRateDetails.TaxApplicableOn', use));
  const existing = textAt(detail, 'TaxRateId');
  if (existing !== undefined) {
    const row = store.table('TaxRate').get(existing) ?? refuse(faultLine.unknownReference('TaxRateDetails.TaxRateId', 'TaxRate', existing));
    const name = textAt(row.json, 'Name') ?? '';
    return { use, make: () => ({ value: row.id, name }), answer: { TaxRateName: name, TaxApplicableOn: use } };
  }
  const name = textAt(detail, 'TaxRateName') ?? refuse(faultLine.missing('TaxRateDetails.TaxRateName'));
  const percent = numberAt(detail, 'RateValue') ?? Number(textAt(detail, 'RateValue') ?? Number.NaN);
  if (!(percent >= 0 && percent <= 100)) refuse(faultLine.badNumber('TaxRateDetails.RateValue', String(detail['RateValue'])));
  const agency = String(detail['TaxAgencyId'] ?? refuse(faultLine.missing('TaxRateDetails.TaxAgencyId')));
  if (!store.table('TaxAgency').get(agency)) refuse(faultLine.unknownReference('TaxRateDetails.TaxAgencyId', 'TaxAgency', agency));
  if (store.table('TaxRate').find('Name', name).length > 0) refuse(faultLine.duplicateName('tax rate'));
  return { use, make: () => addRate(company, name, name, percent, agency), answer: { TaxRateName: name, RateValue: percent, TaxAgencyId: agency, TaxApplicableOn: use } };
}
