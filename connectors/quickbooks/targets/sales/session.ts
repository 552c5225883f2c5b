import type { CallContext } from '#connectors/sdk/connector.ts';
import type { Order } from '#shared/entities/order.ts';
import { compileTemplate } from '#shared/mapping/compile.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { outputsOf } from '#shared/settings/valueSetting.ts';
import type { QuickBooksClient } from '../../client.ts';
import type { Customer, Item, SalesDocumentName, Term } from '../../entities.ts';
import { findCustomer, findItems } from '../../company/chosenRows.ts';
import { readCompany } from '../../company/company.ts';
import { findTerm } from '../../company/findTerm.ts';
import { settingsCheck } from '../../company/settingsCheck.ts';
import type { Company } from '../../company/company.ts';
import { compileDocNumber } from './docNumber.ts';
import { Lookups } from './lookups.ts';
import { articleList, readSalesSettings } from './settings.ts';
import type { SalesSettings } from './settings.ts';
import { plainRate } from '../../company/taxCodes.ts';

/** One run's work at the company: its settings read, its lists loaded, what they name found. */
export interface Session {
  readonly client: QuickBooksClient;
  readonly settings: SalesSettings;
  readonly sourceConnection: string;
  readonly company: Company;
  readonly lookups: Lookups;
  /** The default customer, where the settings want one. */
  readonly debtor: Customer | null;
  /** An item the settings name; it was found when the run began. */
  item(told: string): Item;
  term(told: string): Term | undefined;
  readonly docNumber: (order: Order) => string;
  readonly privateNote: (order: Order) => string;
  readonly memo: (order: Order) => string;
  readonly shippingArticles: ReadonlySet<string>;
  readonly discountArticles: ReadonlySet<string>;
  /** Items being made right now, by SKU, so that two orders at once do not make the same one twice. */
  readonly making: Map<string, Promise<Item>>;
}

/** Reads the company and checks the settings against it. Throws one `setup` error that names everything that is missing. */
export async function openSession(client: QuickBooksClient, raw: Settings, sourceConnection: string, call: CallContext): Promise<Session> {
  const told = readSalesSettings(raw);
  const settings: SalesSettings = { ...told, taxTable: told.taxTable.map((row) => (row.keys?.['taxRate'] ? { ...row, keys: { ...row.keys, taxRate: plainRate(row.keys['taxRate']) } } : row)) };
  const company = await readCompany(client, call);
  const [items, debtor] = await Promise.all([findItems(client, itemsNamed(settings), call), settings.defaultDebtor === 'off' ? null : findCustomer(client, settings.debtor, call)]);
  const term = (name: string): Term | undefined => findTerm(company.terms, name);
  demandKnown(settings, company, items, debtor, term);
  const credits: readonly SalesDocumentName[] = settings.credits === 'park' ? [] : ['CreditMemo', 'RefundReceipt'];
  return {
    client,
    settings,
    sourceConnection,
    company,
    lookups: new Lookups(client, ['SalesReceipt', 'Invoice', ...credits]),
    debtor,
    item: (name) => items.get(name.trim())!,
    term,
    docNumber: compileDocNumber(settings.docNumber),
    privateNote: compileTemplate(settings.privateNote),
    memo: compileTemplate(settings.memo),
    shippingArticles: articleList(settings.shippingArticles),
    discountArticles: articleList(settings.discountArticles),
    making: new Map(),
  };
}

/** Every item a setting names and the run may need. */
function itemsNamed(settings: SalesSettings): readonly string[] {
  return [
    settings.onMissingProduct === 'replaceWith' ? settings.replacementItem : '',
    settings.freeLineItem,
    settings.shippingAs === 'item' ? settings.shippingItem : '',
    settings.discountAs === 'line' ? settings.discountItem : '',
    settings.rounding === 'item' ? settings.roundingItem : '',
    ...settings.taxTable.map((row) => row.values['item'] ?? ''),
  ].filter((told) => told.trim() !== '');
}

function demandKnown(settings: SalesSettings, company: Company, items: ReadonlyMap<string, Item>, debtor: Customer | null, term: (told: string) => Term | undefined): void {
  const check = settingsCheck('quickbooks.sales');
  const demand = check.demand.bind(check);
  const complain = check.complain.bind(check);

  demand('paymentMethod', 'Payment method', outputsOf(settings.paymentMethod), company.paymentMethods.find);
  demand('depositAccount', 'Deposit account', outputsOf(settings.depositAccount), (told) => {
    const account = company.accounts.find(told);
    return account && ['Bank', 'Other Current Asset'].includes(account.AccountType ?? '') ? account : undefined;
  });
  demand('term', 'Payment term', outputsOf(settings.term), term);
  if (settings.department.enabled && !company.hasDepartments) complain('department', 'Location: this company does not track locations.');
  else demand('department', 'Location', outputsOf(settings.department), company.departments.find);
  if (settings.classFrom !== 'none' && company.classesOn === 'nothing') complain('classFrom', 'Class: this company does not track classes.');
  else if (settings.classFrom !== 'none') demand('class', 'Class', outputsOf(settings.class), company.classes.find);
  if (settings.defaultDebtor !== 'off' && !debtor) complain('debtor', `Default customer: QuickBooks has no “${settings.debtor}”.`, settings.debtor);
  demand('items', 'Item', itemsNamed(settings), (told) => items.get(told.trim()));
  if (settings.onMissingProduct === 'create' && settings.newItemAccount !== '') demand('newItemAccount', 'Income account of new items', [settings.newItemAccount], company.accounts.find);
  if (settings.onMissingProduct === 'create' && settings.newItemAccount === '' && !settings.taxTable.some((row) => row.values['account'])) complain('newItemAccount', 'Income account of new items is missing.');
  if (settings.discountAs === 'discount' && settings.discountAccount !== '') demand('discountAccount', 'Account for discounts', [settings.discountAccount], company.accounts.find);
  if (settings.shippingAs === 'shippingItem' && !company.allowsShipping) complain('shippingAs', 'Shipping is switched off in QuickBooks (Account and settings, Sales).');
  if (settings.discountAs === 'discount' && !company.allowsDiscount) complain('discountAs', 'Discounts are switched off in QuickBooks (Account and settings, Sales).');
  for (const row of settings.taxTable) {
    const code = row.values['taxCode'] ?? '';
    if (company.taxWorld === 'us' && code !== '' && !/^(TAX|NON|rate(:.*)?)$/i.test(code)) complain('taxTable', `Tax by country, ${row.country}: a company in the United States takes TAX or NON, not “${code}”.`, code);
    if (company.taxWorld === 'vat' && code === '') complain('taxTable', `Tax by country, ${row.country}: the tax code is missing.`);
    else if (company.taxWorld === 'vat' && !/^rate(:.*)?$/i.test(code) && !company.taxCodes.has(code)) complain('taxTable', `Tax by country, ${row.country}: QuickBooks has no tax code “${code}”.`, code);
    const account = row.values['account'] ?? '';
    if (account !== '') demand('taxTable', `Revenue account, ${row.country}`, [account], company.accounts.find);
  }
  check.settle();
}
