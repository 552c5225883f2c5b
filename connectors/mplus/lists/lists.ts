import type { CallContext } from '#connectors/sdk/connector.ts';
import type { PickOption } from '#shared/catalog/catalog.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from '../client.ts';
import type { OperationName } from '../fieldTable/operations.ts';
import { readGroupTreeIfKnown } from '../streams/groupTree.ts';
import { relationIndexOf } from '../targets/relations/relationIndex.ts';
import { list, textOf } from '../wire/values.ts';

type List = (client: MplusClient, call: CallContext) => Promise<readonly PickOption[]>;


function option(value: unknown, label: unknown, detail?: string): PickOption[] {
  const id = textOf(value);
  return id === '' ? [] : [{ value: id, label: textOf(label) || id, ...(detail && { detail }) }];
}

/** The answer of the first call this installation knows; undefined when it knows none of them. */
async function firstKnown(client: MplusClient, call: CallContext, candidates: readonly (readonly [OperationName, SourceRecord])[]): Promise<SourceRecord | undefined> {
  for (const [name, request] of candidates) {
    try {
      return await client.call(name, request, call);
    } catch (thrown) {
      if (!(thrown instanceof FluxoError) || thrown.code !== 'mplus.not_supported') throw thrown;
    }
  }
  return undefined;
}

const branches: List = async (client, call) => {
  const answer = await client.call('getBranches', {}, call);
  return list(answer['branches']).flatMap((branch) => option(branch['branchNumber'], branch['branchName'], textOf(branch['countryIso3'])));
};

/** Workplaces of all branches, as `branch/workplace`: their numbers alone come once in each branch. */
const workplaces: List = async (client, call) => {
  const answer = await client.call('getBranches', {}, call);
  return list(answer['branches']).flatMap((branch) =>
    list(branch['workplaces']).flatMap((workplace) => option(`${textOf(branch['branchNumber'])}/${textOf(workplace['workplaceNumber'])}`, textOf(workplace['workplaceName']), textOf(branch['branchName']))),
  );
};

const employees: List = async (client, call) => {
  const answer = await client.call('getEmployees', {}, call);
  return list(answer['employeeList']).flatMap((employee) => option(employee['employeeNumber'], employee['name'], employee['active'] === false ? 'no longer active' : undefined));
};

const paymentMethods: List = async (client, call) => {
  const answer = await firstKnown(client, call, [['getPaymentMethodsV2', { request: {} }], ['getPaymentMethods', {}]]);
  return list(answer?.['paymentMethodList']).flatMap((method) => option(method['method'], method['description'], method['active'] === false ? 'switched off' : undefined));
};

const deliveryMethods: List = async (client, call) => {
  const answer = await firstKnown(client, call, [['getDeliveryMethodsV2', { request: {} }], ['getDeliveryMethods', {}]]);
  return list(answer?.['deliveryMethodList']).flatMap((method) => option(method['deliveryMethod'], method['description'], method['enabled'] === false ? 'switched off' : undefined));
};

/** One entry per VAT code; the till lists a code once for every branch and country. */
const vatGroups: List = async (client, call) => {
  const answer = await client.call('getVatGroupList', {}, call);
  const byCode = new Map<string, Set<string>>();
  for (const group of list(answer['vatGroup'])) {
    const code = textOf(group['vatCode']);
    const rates = byCode.get(code) ?? new Set();
    byCode.set(code, rates.add([`${textOf(group['vatPercentage'])} %`, textOf(group['countryIso3'])].filter((part) => part !== '').join(' ')));
  }
  return [...byCode].flatMap(([code, rates]) => option(code, [...rates].join(', '), `code ${code}`));
};

const turnoverGroups: List = async (client, call) => {
  const answer = await firstKnown(client, call, [['getTurnoverGroups', { request: { onlyActive: true } }]]);
  return list(answer?.['turnoverGroupList']).flatMap((group) => option(group['turnoverGroup'], group['turnoverGroupName'], textOf(group['accountNumber'])));
};

const mostArticles = 2000;

/** The first 2,000 active articles by the till's count of changes; a longer range is typed by number. */
const articles: List = async (client, call) => {
  const found: PickOption[] = [];
  for (let from = 0n; found.length < mostArticles; ) {
    const answer = await client.call('getProducts', { request: { syncMarker: String(from), syncMarkerLimit: '250' } }, call);
    const products = list(answer['productList']);
    let highest = from - 1n;
    for (const product of products) {
      for (const article of list(product['articleList'])) {
        const marker = textOf(article['syncMarker']) || textOf(product['syncMarker']);
        if (/^\d{1,18}$/.test(marker) && BigInt(marker) > highest) highest = BigInt(marker);
        if (article['active'] !== false) found.push(...option(article['articleNumber'], textOf(article['description']) || textOf(product['description']), `no. ${textOf(article['articleNumber'])}`));
      }
    }
    if (products.length === 0 || highest < from) break;
    from = highest + 1n;
  }
  return found;
};

/** The first 2,000 active cards by the till's count of changes; any other is typed by number. */
const relations: List = async (client, call) => {
  const index = relationIndexOf(client);
  await index.open(call);
  return index.active(2000).flatMap(({ number, name }) => option(number, name, `no. ${number}`));
};

/** Kinds of order the service knows; fixed by its description. */
const orderTypes: List = async () => [
  { value: 'ORDER-TYPE-SALES-ORDER', label: 'Sales orders' },
  { value: 'ORDER-TYPE-REPEAT-SALES-ORDER', label: 'Repeated sales orders' },
  { value: 'ORDER-TYPE-EXTERNAL-SALES-ORDER', label: 'External sales orders' },
  { value: 'ORDER-TYPE-TABLE-ORDER', label: 'Table orders' },
  { value: 'ORDER-TYPE-CAFETERIA-ORDER', label: 'Cafeteria orders' },
];

/** Article groups by their path. */
const articleGroups: List = async (client, call) => {
  const tree = await readGroupTreeIfKnown(client, call);
  return tree.groups.flatMap((group) => option(group['groupNumber'], tree.path(textOf(group['groupNumber']))));
};

/** Groups customers' cards are sorted in, such as suppliers or those who want the newsletter. */
const relationCategories: List = async (client, call) => {
  const answer = await firstKnown(client, call, [['getCardCategories', {}]]);
  return list(answer?.['relationCardCategoryList']).flatMap((category) => option(category['categoryId'], category['name'], category['isSupplierGroup'] === true ? 'suppliers' : undefined));
};

/** Kinds of invoice the service knows; fixed by its description. */
const invoiceTypes: List = async () => [
  { value: 'INVOICE-TYPE-INVOICE', label: 'Invoices' },
  { value: 'INVOICE-TYPE-DIRECT-INVOICE', label: 'Direct invoices' },
  { value: 'INVOICE-TYPE-CREDIT-INVOICE', label: 'Credit invoices' },
  { value: 'INVOICE-TYPE-REPEATING-INVOICE', label: 'Repeated invoices' },
];

/** Kinds of ticket that are sales; the others only tell of money put into or taken out of a drawer. */
const receiptTypes: List = async () => [
  { value: 'RECEIPT-TYPE-RECEIPT', label: 'Sales' },
  { value: 'RECEIPT-TYPE-CREDIT-RECEIPT', label: 'Returns' },
];

export const lists = { relationCategories, orderTypes, invoiceTypes, receiptTypes, articleGroups, branches, workplaces, employees, paymentMethods, deliveryMethods, vatGroups, articles, relations, turnoverGroups };
