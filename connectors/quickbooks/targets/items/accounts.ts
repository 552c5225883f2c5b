import type { Product } from '#shared/entities/product.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import { choose } from '../../company/choose.ts';
import { plainRate } from '../../company/taxCodes.ts';
import type { Account } from '../../entities.ts';
import type { Session } from './session.ts';

/** Ids of the accounts an item books on. */
export interface ItemAccounts {
  readonly income: string | undefined;
  readonly expense: string | undefined;
  readonly asset: string | undefined;
}

/** The accounts by the settings and their tables. Parks the product (`data` error) when its tax rate or category is in no table. */
export function accountsOf(product: Product, { settings, company }: Session, warn: (reason: Reason) => void): ItemAccounts {
  const key = settings.accountBy === 'category' ? (product.category ?? '') : product.taxRate === undefined ? '' : plainRate(product.taxRate);
  const find = company.accounts.find;
  const ifOn = (setting: { readonly enabled: boolean }, choice: () => Account | undefined) => (setting.enabled ? choice()?.Id : undefined);
  return {
    income: ifOn(settings.incomeAccount, () => choose({ key: 'incomeAccount', label: 'Income account', setting: settings.incomeAccount, find, warn }, key)),
    expense: ifOn(settings.expenseAccount, () => choose({ key: 'expenseAccount', label: 'Expense account', setting: settings.expenseAccount, find, warn }, key)),
    asset: ifOn(settings.assetAccount, () => choose({ key: 'assetAccount', label: 'Inventory asset account', setting: settings.assetAccount, find, warn }, key)),
  };
}

/** Parks the product when its item cannot be made without an account the tables gave nothing for. */
export function demandAccounts(product: Product, type: string, accounts: ItemAccounts): void {
  const missing = accounts.income === undefined ? 'incomeAccount' : type !== 'Inventory' ? null : accounts.expense === undefined ? 'expenseAccount' : accounts.asset === undefined ? 'assetAccount' : null;
  if (!missing) return;
  throw new FluxoError({ code: 'quickbooks.no_item_account', kind: 'data', what: `No account is chosen for the new item ${product.sku || product.sourceId}.`, where: { field: missing }, params: { item: product.sku || product.sourceId }, parkedOn: { setting: missing, value: product.taxRate ?? '' }, fix: 'Choose the account of new items in the target’s settings.' });
}
