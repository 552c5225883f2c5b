import type { LookAlike, LookAlikeAnswer, LookAlikeRequest, SandboxClock } from '#sandbox/server/lookAlike.ts';
import type { Shop } from '#sandbox/shop/types.ts';
import { changeFirst, doubleFirst } from './meanwhile.ts';
import { handlers } from './operations/handlers.ts';
import { serviceVersion } from './operations/settings.ts';
import { operations } from './table/operations.ts';
import type { OperationName, OperationShape } from './table/operations.ts';
import { makeTill } from './till/makeTill.ts';
import type { Till } from './till/makeTill.ts';
import type { VatScale } from './till/vat.ts';
import { payloadNamespace, readEnvelope } from './wire/readEnvelope.ts';
import { readFields } from './wire/readFields.ts';
import { SoapFault } from './wire/soapFault.ts';
import { writeEnvelope, writeFault } from './wire/write.ts';
import type { WireObject } from './wire/write.ts';
import { writeWsdl } from './wsdl.ts';

export interface MplusOptions {
  readonly ident?: string | undefined;
  readonly secret?: string | undefined;
  /** How VAT percentages are sent; `hundredths` (2100) unless told otherwise. */
  readonly vatScale?: VatScale | undefined;
  /** Sends every page back to front, as the service promises no order inside a page. */
  readonly unsortedPages?: boolean | undefined;
}

export type MplusLookAlike = LookAlike & { readonly connection: { readonly ident: string; readonly secret: string } };

/** A look-alike of the MplusKASSA SOAP service that sells what the shop sold. */
export function makeMplusLookAlike(shop: Shop, clock: SandboxClock, options: MplusOptions = {}): MplusLookAlike {
  const { ident = 'demo', secret = 'demo-secret-mplus', vatScale = 'hundredths', unsortedPages = false } = options;
  const seed = () => makeTill(shop, clock, { vatScale, unsortedPages });
  let till = seed();

  const isAuthorised = (query: URLSearchParams) => query.get('ident') === ident && query.get('secret') === secret;

  function answerCall(request: LookAlikeRequest, shown: (response: WireObject) => WireObject = (response) => response): LookAlikeAnswer {
    try {
      if (!isAuthorised(request.query)) return refuseCredentials();
      const operation = readEnvelope(request.body.toString('utf8'));
      const shape = operation.namespace === payloadNamespace ? operations.get(operation.name) : undefined;
      if (!shape) throw new SoapFault('Client', `Method '${operation.name}' not implemented: method name or namespace not recognized`);
      const response = once(till, shape, readFields(shape.request, operation));
      return xml(200, writeEnvelope(shape.response, shown(response)));
    } catch (error) {
      if (error instanceof SoapFault) return xml(500, writeFault(error.code, error.message));
      throw error;
    }
  }

  return {
    name: 'mplus',
    connection: { ident, secret },
    operationOf,
    handle(request) {
      if (request.path !== '/') return plain(404, 'Not found');
      if (request.method === 'POST') return answerCall(request);
      if (request.method === 'GET' && request.query.has('wsdl')) return xml(200, writeWsdl(`http://${request.headers['host'] ?? '127.0.0.1:18083'}/`));
      // An older official client looks for exactly this before it loads the WSDL.
      return plain(405, 'Method not allowed');
    },
    entities: () => ({
      relations: [...till.relations.all()],
      products: [...till.products.all()],
      orders: [...till.orders.all()],
      articleGroups: [...till.articleGroups.all()],
      invoices: [...till.invoices.all()],
      receipts: [...till.receipts.all()],
      stock: [...till.stock.levels()],
      stockMovements: [...till.stock.movements],
    }),
    handleDoubled: (request) => (request.method === 'POST' ? answerCall(request, doubleFirst) : plain(405, 'Method not allowed')),
    changeSomething: (operation) => changeFirst(till, operation),
    reset() {
      till = seed();
    },
    expiredCredential: refuseCredentials,
  };
}

/** Runs an operation, or gives back what it answered the first time when the same idempotency key comes again. */
function once(till: Till, shape: OperationShape, request: WireObject): WireObject {
  const handle = handlers[shape.name as OperationName];
  if (!shape.idempotent) return handle(till, request);
  const key = (request['request'] as WireObject)['idempotencyKey'];
  if (!key) throw new SoapFault('Client', 'Validation constraint violation: element <ns:idempotencyKey> is missing or empty');
  const name = `${shape.name} ${String(key)}`;
  const before = till.answered.get(name);
  if (before) return { idempotencyResult: 'IDEMPOTENCY-RESULT-REPLAY-RESPONSE', ...before };
  const response = handle(till, request);
  till.answered.set(name, response);
  return { idempotencyResult: 'IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE', ...response };
}

const firstInBody = /<(?:[\w.-]+:)?Body\b[^>]*>\s*<(?:[\w.-]+:)?([\w.-]+)/;

function operationOf(request: LookAlikeRequest): string {
  if (request.method !== 'POST') return `${request.method} ${request.query.has('wsdl') ? 'wsdl' : request.path}`;
  // Only the head is looked at: the operation stands there, and bodies may be large.
  return firstInBody.exec(request.body.toString('latin1', 0, 2_000))?.[1] ?? 'unknown';
}

const headers = { 'mplus-service-version': serviceVersion };
const xml = (status: number, body: string): LookAlikeAnswer => ({ status, headers: { ...headers, 'content-type': 'text/xml; charset=utf-8' }, body });
const plain = (status: number, body: string): LookAlikeAnswer => ({ status, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' }, body });

/** 500 and not 401: the official clients read a fault from a 5xx only. */
const refuseCredentials = (): LookAlikeAnswer => xml(500, writeFault('Client.Authentication', 'Authentication failed'));
