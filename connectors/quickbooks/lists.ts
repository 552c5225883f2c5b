import type { CallContext } from '#connectors/sdk/connector.ts';
import type { PickOption } from '#shared/catalog/catalog.ts';
import type { QuickBooksClient } from './client.ts';
import { kinds } from './entities.ts';
import type { Account, NamedRow } from './entities.ts';
import { everyTaxRate } from './company/company.ts';
import { makeTaxCodes } from './company/taxCodes.ts';

/** A pick list stays a list a person can look through; whoever has more types the id or the name. */
const most = 1000;

type List = (client: QuickBooksClient, call: CallContext) => Promise<readonly PickOption[]>;

const byLabel = (options: readonly PickOption[]): readonly PickOption[] => options.toSorted((a, b) => a.label.localeCompare(b.label));

function accountOption(account: Account): PickOption {
  return { value: account.Id, label: [account.AcctNum, account.FullyQualifiedName ?? account.Name].filter(Boolean).join(' '), ...(account.AccountType !== undefined && { detail: account.AccountType }) };
}

const accounts = (fits: (account: Account) => boolean): List => async (client, call) => byLabel((await client.rows({ kind: kinds.account }, call)).filter(fits).map(accountOption));

const named = (kind: typeof kinds.department): List => async (client, call) => byLabel((await client.rows({ kind }, call)).map((row: NamedRow) => ({ value: row.Id, label: row.FullyQualifiedName ?? row.Name })));

const depositTypes = new Set(['Bank', 'Other Current Asset']);
const incomeTypes = new Set(['Income', 'Other Income']);
const expenseTypes = new Set(['Cost of Goods Sold', 'Expense', 'Other Expense']);

/** Where a difference of stock is booked: a cost, or what was there when the books began. */
const differenceTypes = new Set(['Expense', 'Other Expense', 'Cost of Goods Sold', 'Equity']);

/** What the settings' pick lists offer, by name: active rows only, read live. */
export const lists: Readonly<Record<string, List>> = {
  accounts: accounts(() => true),
  incomeAccounts: accounts(({ AccountType }) => incomeTypes.has(AccountType ?? '')),
  expenseAccounts: accounts(({ AccountType }) => expenseTypes.has(AccountType ?? '')),
  assetAccounts: accounts(({ AccountType }) => AccountType === 'Other Current Asset'),
  depositAccounts: accounts(({ AccountType }) => depositTypes.has(AccountType ?? '')),
  adjustmentAccounts: accounts(({ AccountType }) => differenceTypes.has(AccountType ?? '')),
  discountAccounts: accounts(({ AccountType, AccountSubType }) => AccountSubType === 'DiscountsRefundsGiven' || incomeTypes.has(AccountType ?? '')),
  items: async (client, call) =>
    (await client.firstRows({ kind: kinds.item, orderBy: 'Name' }, most, call))
      .filter((item) => item.Type !== 'Category' && item.Type !== 'Group')
      .map((item) => ({ value: item.Id, label: item.Name, ...(item.Sku !== undefined && { detail: item.Sku }) })),
  taxCodes: async (client, call) => {
    const [codes, rates] = await client.rowsOfMany([{ kind: kinds.taxCode }, everyTaxRate], call);
    return byLabel(makeTaxCodes(codes, rates).all.map((code) => ({ value: code.id, label: code.name, ...(code.rates.length > 0 && { detail: `${code.percent} %` }) })));
  },
  taxRates: async (client, call) => byLabel((await client.rows({ kind: kinds.taxRate }, call)).map((rate) => ({ value: rate.Id, label: rate.Name, ...(rate.RateValue !== undefined && { detail: `${rate.RateValue} %` }) }))),
  terms: async (client, call) => byLabel((await client.rows({ kind: kinds.term }, call)).map((term) => ({ value: term.Id, label: term.Name, ...(term.DueDays !== undefined && { detail: `${term.DueDays} days` }) }))),
  paymentMethods: named(kinds.paymentMethod),
  departments: named(kinds.department),
  classes: named(kinds.classList),
  customers: async (client, call) => (await client.firstRows({ kind: kinds.customer, orderBy: 'DisplayName' }, most, call)).map((customer) => ({ value: customer.Id, label: customer.DisplayName })),
};
