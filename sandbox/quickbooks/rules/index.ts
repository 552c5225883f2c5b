import type { EntityName } from '../entities/definition.ts';
import { plainRule, singleRule } from './companyRule.ts';
import { inventoryAdjustmentRule } from './inventoryAdjustmentRule.ts';
import { itemRule } from './itemRule.ts';
import { accountRule, classRule, departmentRule, paymentMethodRule, termRule } from './lists.ts';
import { nameRule } from './names.ts';
import { paymentRule } from './paymentRule.ts';
import type { Rule } from './rule.ts';
import { makeSalesRule } from './sales/salesRule.ts';

export const rules: Readonly<Record<EntityName, Rule>> = {
  CompanyInfo: singleRule,
  Preferences: singleRule,
  Customer: nameRule,
  Vendor: nameRule,
  Employee: nameRule,
  Item: itemRule,
  Account: accountRule,
  Class: classRule,
  Department: departmentRule,
  Term: termRule,
  PaymentMethod: paymentMethodRule,
  TaxCode: plainRule,
  TaxRate: plainRule,
  TaxAgency: plainRule,
  Invoice: makeSalesRule('Invoice'),
  SalesReceipt: makeSalesRule('SalesReceipt'),
  Payment: paymentRule,
  CreditMemo: makeSalesRule('CreditMemo'),
  RefundReceipt: makeSalesRule('RefundReceipt'),
  InventoryAdjustment: inventoryAdjustmentRule,
};
