import { adjustQuietly, preferenceGroup } from '../company.ts';
import type { Company } from '../company.ts';
import { faultLine, refuse } from '../faults.ts';
import { referenceAt, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { named } from './lists.ts';
import type { Rule } from './rule.ts';

/** Products, services and the categories they stand in. */
export const itemRule: Rule = {
  complete(change, company) {
    const { previous, fields: wanted } = change;
    const type = textAt(wanted, 'Type') ?? refuse(faultLine.missing('Type'));
    const wasType = textAt(previous?.json, 'Type');
    if (type === 'Group') refuse(faultLine.business('Bundles cannot be created or changed through this service.', 'Type'));
    if (wasType === 'Inventory' && type !== 'Inventory') refuse(faultLine.business('An inventory item cannot be changed to another type.', 'Type'));
    if (wasType !== undefined && (wasType === 'Category') !== (type === 'Category')) refuse(faultLine.business('A category cannot become an item, nor an item a category.', 'Type'));
    if (type === 'Category') demandCategory(wanted, company);
    if (wanted['ParentRef'] !== undefined) demandCategoryAbove(wanted, company);
    if (type === 'Inventory') demandInventory(wanted, company);
    if ((type === 'Service' || type === 'NonInventory') && !wanted['IncomeAccountRef'] && !wanted['ExpenseAccountRef']) {
      refuse(faultLine.business('When you create an item, you must have an income account for what you sell or an expense account for what you buy.', 'IncomeAccountRef'));
    }
    const fields = named(change, company, 'product or service');
    return {
      ...(type !== 'Category' && { Taxable: false, UnitPrice: 0, PurchaseCost: 0 }),
      ...(type !== 'Category' && { TrackQtyOnHand: type === 'Inventory' }),
      ...withoutForeignTax(fields, company),
      ...(fields['ParentRef'] !== undefined && { SubItem: true }),
      // The first stock date stays on show, whatever date a later count was booked with.
      ...(previous && wasType === 'Inventory' && { InvStartDate: previous.json['InvStartDate'] }),
    };
  },

  /** A category that got another name or place takes everything below it along, and nothing of that counts as changed. */
  afterCommit(before, after, company) {
    if (after?.json['Type'] !== 'Category' || !before || before.json['FullyQualifiedName'] === after.json['FullyQualifiedName']) return;
    renameBelow(after.id, company);
  },
};

function renameBelow(parentId: string, company: Company): void {
  const table = company.store.table('Item');
  const parent = table.get(parentId)?.json;
  const below = [...table.rows()].filter((row) => referenceAt(row.json, 'ParentRef') === parentId);
  for (const row of below) {
    adjustQuietly(company, 'Item', row.id, (json) => ({
      FullyQualifiedName: `${textAt(parent, 'FullyQualifiedName') ?? ''}:${textAt(json, 'Name') ?? ''}`,
      Level: Number(parent?.['Level'] ?? 0) + 1,
      ParentRef: { value: parentId, name: textAt(parent, 'FullyQualifiedName') ?? '' },
    }));
    renameBelow(row.id, company);
  }
}

/** A category has a name and a place, nothing to sell. */
function demandCategory(fields: JsonObject, company: Company): void {
  if (!company.settings.categories) refuse(faultLine.notInPlan('Categories'));
  if (fields['Active'] === false) refuse(faultLine.business('A category cannot be made inactive.', 'Active'));
  for (const property of ['UnitPrice', 'PurchaseCost', 'Sku', 'IncomeAccountRef', 'ExpenseAccountRef', 'AssetAccountRef', 'QtyOnHand']) {
    if (fields[property] !== undefined) refuse(faultLine.business(`A category has no ${property}.`, property));
  }
}

/** Items stand at the ends of the tree: above an item and above a category there are categories only. */
function demandCategoryAbove(fields: JsonObject, company: Company): void {
  const parent = company.store.table('Item').get(referenceAt(fields, 'ParentRef') ?? '')?.json;
  if (textAt(parent, 'Type') !== 'Category') refuse(faultLine.business('An item can only be below a category.', 'ParentRef'));
}

/** A company in the United States has neither tax codes on items nor prices with tax in them; it ignores both. */
function withoutForeignTax(fields: JsonObject, company: Company): JsonObject {
  if (company.settings.taxWorld !== 'usAutomated') return fields;
  const { SalesTaxCodeRef: _code, PurchaseTaxCodeRef: _purchase, SalesTaxIncluded: _incl, PurchaseTaxIncluded: _purchaseIncl, ...kept } = fields;
  return kept;
}

function demandInventory(fields: JsonObject, company: Company): void {
  if (company.settings.plan !== 'plus' || preferenceGroup(company, 'ProductAndServicesPrefs')['QuantityOnHand'] !== true) refuse(faultLine.notInPlan('Inventory'));
  if (fields['TrackQtyOnHand'] !== true) refuse(faultLine.missing('TrackQtyOnHand'));
  for (const property of ['QtyOnHand', 'InvStartDate', 'IncomeAccountRef', 'ExpenseAccountRef', 'AssetAccountRef']) if (fields[property] === undefined) refuse(faultLine.missing(property));
  const demanded = { IncomeAccountRef: 'Income', ExpenseAccountRef: 'Cost of Goods Sold', AssetAccountRef: 'Other Current Asset' };
  for (const [property, accountType] of Object.entries(demanded)) {
    const account = company.store.table('Account').get(referenceAt(fields, property) ?? '')?.json;
    if (textAt(account, 'AccountType') !== accountType) refuse(faultLine.business(`The account of ${property} of an inventory item must be of type ${accountType}.`, property));
  }
}
