import type { CallContext } from '#connectors/sdk/connector.ts';
import type { TestStage } from '#shared/catalog/catalog.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { QuickBooksClient } from './client.ts';
import { kinds, salesKinds } from './entities.ts';

/** One stage of the connection test, and in one sentence what it saw. Throws the FluxoError that says what is wrong. */
export async function testConnection(client: QuickBooksClient, stage: TestStage, call: CallContext): Promise<Reason> {
  switch (stage) {
    case 'reach':
      await client.reach(call);
      return { code: 'quickbooks.answers', text: 'QuickBooks answers.' };
    case 'authenticate': {
      await client.signIn();
      const company = await client.companyInfo(call);
      const name = company.CompanyName ?? client.realmId;
      return { code: 'quickbooks.signed_in', text: `Signed in to the company ${name}${company.Country ? `, ${company.Country}` : ''}.`, params: { company: name, country: company.Country ?? '' } };
    }
    case 'rights': {
      const [preferences, [codes, accounts, items]] = await Promise.all([client.preferences(call), client.rowsOfMany([{ kind: kinds.taxCode }, { kind: kinds.account }, { kind: kinds.item }], call)]);
      const tax = preferences.TaxPrefs?.UsingSalesTax === false ? 'sales tax is switched off' : `${codes.length} tax codes`;
      const found = `May read settings and lists: ${tax}, ${accounts.length} accounts, ${items.length} items.`;
      const params = { tax, accounts: String(accounts.length), items: String(items.length) };
      return preferences.SalesFormsPrefs?.CustomTxnNumbers === true
        ? { code: 'quickbooks.may_read', text: found, params }
        : { code: 'quickbooks.may_read_own_numbers', text: `${found} The company numbers its documents by itself; switch on custom transaction numbers to keep the order’s number.`, params };
    }
    case 'sample': {
      const newest = (await client.firstRows({ kind: salesKinds.SalesReceipt, orderBy: 'MetaData.LastUpdatedTime DESC' }, 1, call))[0];
      if (newest) {
        const [label, date] = [newest.DocNumber ?? newest.Id, newest.TxnDate ?? 'an unknown date'];
        return { code: 'quickbooks.newest_receipt', text: `Newest sales receipt: ${label} of ${date}.`, params: { label, date } };
      }
      const customers = await client.firstRows({ kind: kinds.customer }, 1, call);
      return customers.length > 0 ? { code: 'quickbooks.customer_read', text: 'No sales receipt yet; a customer was read.' } : { code: 'quickbooks.nothing_yet', text: 'No sales receipt and no customer yet.' };
    }
  }
}
