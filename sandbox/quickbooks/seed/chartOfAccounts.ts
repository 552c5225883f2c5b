/** `[key, name, type, subtype, number]` of every account a Dutch shop of this kind has. Keys are for the seed only. */
const rows = [
  ['bank', 'Bankrekening', 'Bank', 'Checking', '1100'],
  ['cash', 'Kas winkel', 'Bank', 'CashOnHand', '1000'],
  ['undeposited', 'Nog te storten ontvangsten', 'Other Current Asset', 'UndepositedFunds', '1190'],
  ['pin', 'Kruisposten PIN en iDEAL', 'Other Current Asset', 'OtherCurrentAssets', '1180'],
  ['receivable', 'Debiteuren', 'Accounts Receivable', 'AccountsReceivable', '1300'],
  ['payable', 'Crediteuren', 'Accounts Payable', 'AccountsPayable', '1600'],
  ['vat', 'Btw te betalen', 'Other Current Liability', 'GlobalTaxPayable', '1500'],
  ['vouchers', 'Uitgegeven cadeaubonnen', 'Other Current Liability', 'OtherCurrentLiabilities', '1700'],
  ['stock', 'Voorraad', 'Other Current Asset', 'Inventory', '3000'],
  ['opening', 'Openingsbalans', 'Equity', 'OpeningBalanceEquity', '0900'],
  ['costOfSales', 'Kostprijs van de omzet', 'Cost of Goods Sold', 'SuppliesMaterialsCogs', '7000'],
  ['shrinkage', 'Voorraadverschillen', 'Expense', 'OtherMiscellaneousServiceCost', '7100'],
  ['rounding', 'Afrondingsverschillen', 'Expense', 'OtherMiscellaneousServiceCost', '4990'],
  ['salesNl21', 'Omzet NL 21%', 'Income', 'SalesOfProductIncome', '8000'],
  ['salesNl9', 'Omzet NL 9%', 'Income', 'SalesOfProductIncome', '8010'],
  ['salesNl0', 'Omzet NL 0%', 'Income', 'SalesOfProductIncome', '8020'],
  ['salesBe', 'Omzet België', 'Income', 'SalesOfProductIncome', '8100'],
  ['salesDe', 'Omzet Duitsland', 'Income', 'SalesOfProductIncome', '8110'],
  ['salesEu', 'Omzet EU overig', 'Income', 'SalesOfProductIncome', '8190'],
  ['salesWorld', 'Omzet buiten EU', 'Income', 'SalesOfProductIncome', '8200'],
  ['shipping', 'Verzendkosten aan klanten', 'Income', 'ServiceFeeIncome', '8300'],
  ['discounts', 'Verleende kortingen', 'Income', 'DiscountsRefundsGiven', '8900'],
] as const;

export type AccountKey = (typeof rows)[number][0];

export const chartOfAccounts = rows.map(([key, Name, AccountType, AccountSubType, AcctNum]) => ({ key, fields: { Name, AccountType, AccountSubType, AcctNum } }));

/** The revenue accounts that also get an item of their own, since an account is only reached through an item. */
export const revenueItems: readonly AccountKey[] = ['salesNl21', 'salesNl9', 'salesNl0', 'salesBe', 'salesDe', 'salesEu', 'salesWorld'];
