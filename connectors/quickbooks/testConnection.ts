import type { CallContext } from '#connectors/sdk/connector.ts';
import type { TestStage } from '#shared/catalog/catalog.ts';
import type { QuickBooksClient } from './client.ts';
import { kinds, salesKinds } from './entities.ts';

/** One stage of the connection test, and in one sentence what it saw. Throws the FluxoError that says what is wrong. */
export async function testConnection(client: QuickBooksClient, stage: TestStage, call: CallContext): Promise<string> {
  switch (stage) {
    case 'reach':
      await client.reach(call);
      return 'QuickBooks answers.';
    case 'authenticate': {
      await client.signIn();
      const company = await client.companyInfo(call);
      return `Signed in to the company ${company.CompanyName ?? client.realmId}${company.Country ? `, ${company.Country}` : ''}.`;
    }
    case 'rights': {
      const [preferences, [codes, accounts, items]] = await Promise.all([client.preferences(call), client.rowsOfMany([{ kind: kinds.taxCode }, { kind: kinds.account }, { kind: kinds.item }], call)]);
      const tax = preferences.TaxPrefs?.UsingSalesTax === false ? 'sales tax is switched off' : `${codes.length} tax codes`;
      const numbers = preferences.SalesFormsPrefs?.CustomTxnNumbers === true ? '' : ' The company numbers its documents by itself; switch on custom transaction numbers to keep the order’s number.';
      return `May read settings and lists: ${tax}, ${accounts.length} accounts, ${items.length} items.${numbers}`;
    }
    case 'sample': {
      const newest = (await client.firstRows({ kind: salesKinds.SalesReceipt, orderBy: 'MetaData.LastUpdatedTime DESC' }, 1, call))[0];
      if (newest) return `Newest sales receipt: ${newest.DocNumber ?? newest.Id} of ${newest.TxnDate ?? 'an unknown date'}.`;
      const customers = await client.firstRows({ kind: kinds.customer }, 1, call);
      return customers.length > 0 ? 'No sales receipt yet; a customer was read.' : 'No sales receipt and no customer yet.';
    }
  }
}
