/**
 * The reference of the bench: orders of the till into the books as a developer would write it by hand for exactly this shop. The same pages,
 * questions, customers and documents as the flow, at the same concurrency, over node:http; no log, no ledger, no retry, no checks beyond
 * what the calls need. Takes a file with the addresses; prints one JSON line.
 */
import { readFileSync } from 'node:fs';
import { inPieces, NameTaken, openBooks, quoted } from './books.ts';
import type { Books, Row } from './books.ts';
import { checkTables, documentOf, missingFields, newCustomer, termOf } from './document.ts';
import type { Company } from './document.ts';
import { readOrder, Unfit } from './order.ts';
import type { Order } from './order.ts';
import { openTill } from './till.ts';

const concurrency = 8;
const addresses = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const counts = { read: 0, created: 0, skipped: 0, unfit: 0 };
const startedAt = performance.now();

const till = openTill(addresses.mplus);
let opened: Promise<readonly [Books, Company]> | undefined;
const customersByEmail = new Map<string, readonly Row[]>();
const customersByNumber = new Map<string, Row>();
const items = new Map<string, string>();
const askedSkus = new Set<string>();

for await (const page of till.pages()) {
  opened ??= openBooks(addresses.quickbooks).then(async (books) => [books, await readCompany(books)] as const);
  const [books, company] = await opened;
  await workOff(page.orders.flatMap((raw) => tryRead(raw, page.relations.get(raw['relationNumber']))), books, company);
  counts.read += page.orders.length;
}
console.log(JSON.stringify({ ...counts, seconds: (performance.now() - startedAt) / 1000 }));
// The kept-alive connections would hold the process.
process.exit();

function tryRead(...raw: Parameters<typeof readOrder>): readonly Order[] {
  try {
    const order = readOrder(...raw);
    if (order) return [order];
    counts.skipped += 1;
  } catch (thrown) {
    if (!(thrown instanceof Unfit)) throw thrown;
    counts.unfit += 1;
  }
  return [];
}

async function readCompany(books: Books): Promise<Company> {
  const lists = ['Account', 'TaxCode', 'TaxRate', 'Term', 'PaymentMethod', 'Department', 'Class'].map((from) => ({ from }));
  const [[accounts = [], codes = [], rates = [], terms = [], methods = [], departments = []]] = await Promise.all([books.rowsOfMany(lists), books.get('preferences'), books.get(`companyinfo/${addresses.quickbooks.realmId}`)]);
  const [revenueItems, [counter]] = await Promise.all([
    books.rows({ from: 'Item', where: `Name IN (${['Omzet België', 'Omzet Duitsland', 'Omzet EU overig'].map(quoted).join(', ')})` }),
    books.rows({ from: 'Customer', where: "DisplayName = 'Kassaklant'" }),
  ]);
  const byName = (rows: readonly Row[]) => new Map(rows.map((row) => [row['Name'] as string, row.Id]));
  const tax = (name: string) => {
    const code = codes.find((row) => row['Name'] === name)!;
    return { code: code.Id, rate: code['SalesTaxRateList'].TaxRateDetail[0].TaxRateRef.value as string };
  };
  const taxes = new Map<number | 'shifted', { readonly code: string; readonly rate: string }>();
  for (const code of codes) {
    const percent = rates.find((rate) => rate.Id === code['SalesTaxRateList']?.TaxRateDetail?.[0]?.TaxRateRef.value)?.['RateValue'] as number | undefined;
    if (percent) taxes.set(percent, tax(code['Name']));
  }
  taxes.set(0, tax('0% btw')).set('shifted', tax('ICL 0% btw verlegd'));
  return {
    departments: byName(departments),
    methods: byName(methods),
    accounts: byName(accounts),
    terms: new Map(terms.map((row) => [row['Name'] as string, { id: row.Id, days: row['DueDays'] as number }])),
    taxes,
    revenueItems: byName(revenueItems),
    counterCustomer: counter!.Id,
  };
}

/** One page: asks for what it will need, then works its customers side by side, the orders of one customer in turn. */
async function workOff(orders: readonly Order[], books: Books, company: Company): Promise<void> {
  const there = await lookAhead(orders, books);
  const lanes = [...Map.groupBy(orders, (order) => order.customer.email || order.customer.number).values()];
  let next = 0;
  const worker = async () => {
    for (let lane = lanes[next++]; lane; lane = lanes[next++]) {
      for (const order of lane) {
        if (there.has(order.docNumber)) {
          counts.skipped += 1;
          continue;
        }
        try {
          checkTables(order, items);
          const { kind, body } = documentOf(order, await customerOf(order, books, company), company, items);
          await books.create(kind, body);
          counts.created += 1;
        } catch (thrown) {
          if (!(thrown instanceof Unfit)) throw thrown;
          counts.unfit += 1;
        }
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

/** Fills the maps for a page; returns the numbers that are in the books already. */
async function lookAhead(orders: readonly Order[], books: Books): Promise<ReadonlySet<string>> {
  const numbers = orders.map((order) => order.docNumber);
  const emails = new Set(orders.map((order) => order.customer.email).filter((email) => email && !customersByEmail.has(email)));
  const skus = new Set(orders.flatMap((order) => order.lines.map((line) => line.sku)).filter((sku) => !askedSkus.has(sku)));
  const documents = [...inPieces('SalesReceipt', 'DocNumber', numbers), ...inPieces('Invoice', 'DocNumber', numbers)];
  const customers = inPieces('Customer', 'PrimaryEmailAddr', emails);
  const answers = await books.rowsOfMany([...documents, ...customers, ...inPieces('Item', 'Sku', skus)]);
  for (const email of emails) customersByEmail.set(email, []);
  for (const row of answers.slice(documents.length, documents.length + customers.length).flat()) {
    const email = row['PrimaryEmailAddr'].Address.toLowerCase();
    customersByEmail.set(email, [...(customersByEmail.get(email) ?? []), row]);
  }
  for (const sku of skus) askedSkus.add(sku);
  for (const row of answers.slice(documents.length + customers.length).flat()) if (!items.has(row['Sku'])) items.set(row['Sku'], row.Id);
  return new Set(answers.slice(0, documents.length).flat().map((row) => row['DocNumber'] as string));
}

async function customerOf(order: Order, books: Books, company: Company): Promise<string> {
  const { customer } = order;
  if (!customer.email) return company.counterCustomer;
  const hits = customersByEmail.get(customer.email) ?? [];
  const known = customersByNumber.get(customer.number) ?? hits[0];
  if (hits.length > 1) throw new Unfit(`${hits.length} customers have the address ${customer.email}`);
  if (!known) return remember(customer.number, await makeCustomer(order, books, company));
  const missing = missingFields(customer, known);
  return remember(customer.number, missing ? await books.create('Customer', { Id: known.Id, SyncToken: known['SyncToken'], sparse: true, ...missing }) : known);
}

function remember(number: string, row: Row): string {
  customersByNumber.set(number, row);
  return row.Id;
}

async function makeCustomer(order: Order, books: Books, company: Company): Promise<Row> {
  const { customer } = order;
  const termId = termOf(order, company)?.id;
  try {
    return await books.create('Customer', newCustomer(customer, customer.name, termId));
  } catch (thrown) {
    if (!(thrown instanceof NameTaken)) throw thrown;
    // As the flow does: first whether an earlier answer got lost, then whether somebody else made the same customer.
    const named = `DisplayName = ${quoted(customer.name)}`;
    const own = (await books.rows({ from: 'Customer', where: named })).find((row) => row['Notes'] === `hand:${customer.number}`);
    const same = own ?? (await books.rows({ from: 'Customer', where: `${named} AND Active IN (true, false)` })).find((row) => row['PrimaryEmailAddr']?.Address?.toLowerCase() === customer.email);
    return same ?? books.create('Customer', newCustomer(customer, `${customer.name} (${(customer.billing as { City: string }).City})`, termId));
  }
}
