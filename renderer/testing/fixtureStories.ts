import type { ErrorData } from '#shared/errors.ts';
import type { Outcome, Reason } from '#shared/records/outcomes.ts';
import type { Exchange, RecordRow, RecordStory, SourceRecord, StoryStep } from '#shared/records/story.ts';

const firstNames = ['Anke', 'Pieter', 'Fatima', 'Maria João', 'Koen', 'Sanne', 'Willem-Alexander', 'Ebru', 'Jan', 'Noor'];
const lastNames = ['de Vries', 'van der Berg', 'Peeters', 'Carvalho', 'Jansen', 'Öztürk', 'Bakker', 'van den Heuvel-Oostenbroek', 'Smit', 'Visser'];
const companies = ['Restaurant De Korenmolen B.V.', 'Brouwerij ’t Anker NV', 'Kookstudio Zilt', 'Hotel-Restaurant Het Wapen van Noordwijkerhout B.V.', 'Café De Zwaan'];

const outcomeOf = (seq: number): Outcome => {
  if (seq % 97 === 40) return 'rejected';
  if (seq % 83 === 12) return 'parked';
  if (seq % 211 === 90) return 'invalid';
  if (seq % 509 === 300) return 'unsure';
  if (seq % 19 === 3) return 'skipped';
  if (seq % 31 === 7) return 'filtered';
  if (seq % 23 === 5) return 'updated';
  if (seq % 41 === 9) return 'unchanged';
  return 'created';
};

export const errors = {
  parked: { code: 'mapping.parked', kind: 'data', what: 'Payment method: “Tikkie” is not in the table yet.', where: { node: 'sales', field: 'paymentMethod' }, parkedOn: { setting: 'paymentMethod', value: 'Tikkie' }, params: { label: 'Payment method', value: 'Tikkie' }, fix: 'Add a row for it; the waiting records then go on in the next run.' },
  rejected: { code: 'quickbooks.duplicate_name', kind: 'data', what: 'QuickBooks already has the name “Brouwerij ’t Anker NV” as a supplier.', where: { node: 'sales', connection: 'boeken' }, answer: { status: 400, code: '6240', reference: '1-65a6f0c2-4d1e' }, refusedByService: true, fix: 'Let Fluxo add “(customer)” to such names in the node’s customer settings, or rename one of the two in QuickBooks.' },
  invalid: { code: 'mapping.not_a_number', kind: 'data', what: 'Line 2, quantity: “1,5 kg” is not a number.', where: { node: 'map', field: 'lines[].quantity' }, fix: 'Correct it in the till, or add the function “number” to the field in the mapping.' },
  unsure: { code: 'quickbooks.outcome_unknown', kind: 'remote', what: 'The connection broke after the sales receipt was sent; QuickBooks gave no answer.', where: { node: 'sales', connection: 'boeken' }, maybeDone: true, fix: 'Run this record again: Fluxo looks in QuickBooks first and sends nothing twice.' },
} as const satisfies Record<string, ErrorData>;

const reasonOf = (outcome: Outcome, seq: number): Reason => {
  const receipt = String(1450 + seq);
  switch (outcome) {
    case 'created':
      return { code: 'quickbooks.created', text: `Sales receipt ${receipt} made for ${seq % 3 === 0 ? 'a new customer' : 'customer 58'}.` };
    case 'updated':
      return { code: 'quickbooks.updated', text: `Invoice ${receipt}: two lines changed.` };
    case 'unchanged':
      return { code: 'quickbooks.unchanged', text: 'Same as what was sent last time.' };
    case 'skipped':
      return { code: 'quickbooks.exists', text: `Already in QuickBooks as sales receipt ${receipt}.` };
    case 'filtered':
      return { code: 'filter.dropped', text: 'Filter “Not cancelled”: cancel state is COMPLETE.' };
    default:
      return { code: errors[outcome].code, text: errors[outcome].what, fix: errors[outcome].fix };
  }
};

export function fixtureRow(runId: string, flowId: string, seq: number, startedAt: number, pending = false): RecordRow {
  const outcome = outcomeOf(seq);
  const company = seq % 5 === 1;
  const number = String(20260000 + seq);
  return {
    runId,
    seq,
    flowId,
    nodeId: 'orders',
    key: number,
    title: number,
    subtitle: company ? companies[seq % companies.length]! : `${firstNames[seq % firstNames.length]!} ${lastNames[(seq * 7) % lastNames.length]!}`,
    amount: `${seq % 37 === 0 ? '-' : ''}${((seq * 733) % 90000) / 100 + 4.25 > 0 ? (((seq * 733) % 90000) / 100 + 4.25).toFixed(2) : '0.00'} EUR`,
    outcome: pending ? 'pending' : outcome,
    ...(!pending && { reason: reasonOf(outcome, seq) }),
    ...(!pending && ['created', 'updated', 'skipped', 'unchanged'].includes(outcome) && { target: { type: outcome === 'updated' ? 'Invoice' : 'SalesReceipt', id: String(1450 + seq), label: number } }),
    at: startedAt + seq * 14,
    ms: 38 + ((seq * 17) % 240),
  };
}

const soapRequest = `<?xml version="1.0" encoding="UTF-8"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns="urn:mplusqapi"><SOAP-ENV:Body><ns:getOrders><request><syncMarker>5511</syncMarker><syncMarkerLimit>100</syncMarkerLimit></request></ns:getOrders></SOAP-ENV:Body></SOAP-ENV:Envelope>`;
const soapAnswer = (source: SourceRecord) =>
  `<?xml version="1.0" encoding="UTF-8"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns="urn:mplusqapi"><SOAP-ENV:Body><ns:GetOrdersResponse><orderList>${Array.from({ length: 40 }, (_, index) => `<order><orderId>${String(source['orderId'])}-${index}</orderId><orderNumber><year>2026</year><number>${117 + index}</number></orderNumber><totalInclAmount>${2904 + index}</totalInclAmount><vatMethod>VAT-METHOD-INCLUSIVE</vatMethod><fullyPaid>true</fullyPaid><lineList><line><lineId>1</lineId><articleNumber>1001</articleNumber><text>Zuurdesem wit 800 g</text><data><quantity>2</quantity><decimalPlaces>0</decimalPlaces></data></line></lineList></order>`).join('')}</orderList></ns:GetOrdersResponse></SOAP-ENV:Body></SOAP-ENV:Envelope>`;

function exchange(operation: string, method: string, url: string, at: number, ms: number, status: number, requestBody: string | undefined, answerBody: string | undefined): Exchange {
  return { connection: url.includes('/v3/') ? 'boeken' : 'winkel', operation, method, url, startedAt: at, ms, status, ...(requestBody !== undefined && { requestBody }), ...(answerBody !== undefined && { answerBody }) };
}

/** One record's story as the engine writes it: SOAP in, JSON out, a sentence after each sub-step. */
export function fixtureStory(row: RecordRow, source: SourceRecord, mapped: SourceRecord): RecordStory {
  const { outcome, at } = row;
  const problem = outcome === 'rejected' || outcome === 'unsure' || outcome === 'parked' || outcome === 'invalid' ? errors[outcome] : null;
  const books = 'http://127.0.0.1:18082/v3/company/9130350000000001';
  const note = (offset: number, node: string, text: string): StoryStep => ({ kind: 'note', at: at + offset, node, text: { code: `fixture.${text.slice(0, 5)}`, text } });
  const call = (offset: number, node: string, made: Exchange): StoryStep => ({ kind: 'exchange', at: at + offset, node, exchange: made });
  const customerQuery = exchange('query Customer', 'GET', `${books}/query?query=select%20*%20from%20Customer%20where%20PrimaryEmailAddr%20%3D%20'inkoop%40dekorenmolen.nl'&minorversion=75`, at + 8, 34, 200, undefined, '{"QueryResponse":{"Customer":[{"Id":"58","SyncToken":"3","DisplayName":"Restaurant De Korenmolen B.V.","CompanyName":"Restaurant De Korenmolen B.V.","PrimaryEmailAddr":{"Address":"inkoop@dekorenmolen.nl"},"BillAddr":{"Line1":"Molenkade 12","City":"Utrecht","PostalCode":"3511 AB","Country":"NL"},"Balance":129.040,"Active":true}],"startPosition":1,"maxResults":1},"time":"2026-01-17T01:31:02.114-08:00"}');
  const itemQuery = exchange('query Item', 'GET', `${books}/query?query=select%20*%20from%20Item%20where%20Sku%20in%20('BR-001'%2C'GB-014')&minorversion=75`, at + 46, 29, 200, undefined, '{"QueryResponse":{"Item":[{"Id":"11","Name":"Zuurdesem wit 800 g","Sku":"BR-001","UnitPrice":3.90,"Type":"NonInventory"},{"Id":"14","Name":"Appelgebak heel","Sku":"GB-014","UnitPrice":16.97,"Type":"NonInventory"}],"startPosition":1,"maxResults":2}}');
  const body = `{"DocNumber":"${row.title}","TxnDate":"2026-01-17","CurrencyRef":{"value":"EUR"},"GlobalTaxCalculation":"TaxInclusive","CustomerRef":{"value":"58"},"PaymentMethodRef":{"value":"2"},"DepositToAccountRef":{"value":"36"},"Line":[{"Amount":8.50,"DetailType":"SalesItemLineDetail","Description":"Zuurdesem wit 800 g","SalesItemLineDetail":{"ItemRef":{"value":"11"},"Qty":2,"UnitPrice":4.25,"TaxCodeRef":{"value":"5"}}}],"PrivateNote":"Fluxo 3f9a"}`;
  const fault = '{"Fault":{"Error":[{"Message":"Duplicate Name Exists Error","Detail":"The name supplied already exists. : Id=77","code":"6240"}],"type":"ValidationFault"},"time":"2026-01-17T01:31:02.390-08:00"}';
  const steps: StoryStep[] = [call(0, 'orders', exchange('getOrders', 'POST', 'http://127.0.0.1:18081/?ident=***&secret=***', at - 120, 96, 200, soapRequest, soapAnswer(source)))];
  const reached = outcome !== 'filtered' && outcome !== 'invalid';
  if (reached) {
    steps.push(call(8, 'sales', customerQuery));
    if (outcome === 'rejected') {
      steps.push(note(44, 'sales', 'No customer with this e-mail address.'), call(46, 'sales', exchange('POST customer', 'POST', `${books}/customer?minorversion=75&requestid=3f9a77`, at + 46, 51, 400, '{"DisplayName":"Brouwerij ’t Anker NV","CompanyName":"Brouwerij ’t Anker NV","PrimaryEmailAddr":{"Address":"office@anker.example.be"}}', fault)));
    } else {
      steps.push(note(44, 'sales', 'Found customer 58 by e-mail address.'), call(46, 'sales', itemQuery), note(76, 'sales', 'All 2 products are there.'));
      if (row.seq % 4 === 0) steps.push({ kind: 'warning', at: at + 77, node: 'sales', text: { code: 'mapping.cut', text: 'Billing street was cut to 41 characters.' } });
    }
    if (outcome === 'created') {
      steps.push(call(80, 'sales', exchange('POST salesreceipt', 'POST', `${books}/salesreceipt?minorversion=75&requestid=3f9a77`, at + 80, 88, 200, body, `{"SalesReceipt":{"Id":"${1450 + row.seq}","SyncToken":"0",${body.slice(1, -1)},"TotalAmt":8.50,"Balance":0},"time":"2026-01-17T01:31:02.510-08:00"}`)), note(170, 'sales', `Made sales receipt ${1450 + row.seq}.`));
    }
  }
  if (problem) steps.push({ kind: 'error', at: at + 130, node: problem.where.node, error: problem });
  return { row, source, mapped: outcome === 'filtered' ? null : mapped, steps, payloadsKept: row.seq % 500 !== 1 };
}
