import { companyInfo, preferences } from './company.ts';
import type { EntityDefinition, EntityName } from './definition.ts';
import { item } from './item.ts';
import { account, classList, department, paymentMethod, term } from './lists.ts';
import { customer, employee, vendor } from './names.ts';
import { taxAgency, taxCode, taxRate } from './tax.ts';
import { inventoryAdjustment } from './inventoryAdjustment.ts';
import { creditMemo, invoice, payment, refundReceipt, salesReceipt } from './transactions.ts';

export const entities: Readonly<Record<EntityName, EntityDefinition>> = {
  CompanyInfo: companyInfo,
  Preferences: preferences,
  Customer: customer,
  Vendor: vendor,
  Employee: employee,
  Item: item,
  Account: account,
  Class: classList,
  Department: department,
  Term: term,
  PaymentMethod: paymentMethod,
  TaxCode: taxCode,
  TaxRate: taxRate,
  TaxAgency: taxAgency,
  Invoice: invoice,
  SalesReceipt: salesReceipt,
  Payment: payment,
  CreditMemo: creditMemo,
  RefundReceipt: refundReceipt,
  InventoryAdjustment: inventoryAdjustment,
};

const byLowerCase = new Map(Object.values(entities).map((definition) => [definition.name.toLowerCase(), definition]));

/** The definition by resource or query name, whatever its case: clients write `salesreceipt` and `SalesReceipt`. */
export function findEntity(name: string): EntityDefinition | undefined {
  return byLowerCase.get(name.toLowerCase());
}
