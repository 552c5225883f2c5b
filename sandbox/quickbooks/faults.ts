import type { JsonObject } from './json.ts';

export interface FaultLine {
  readonly Message: string;
  readonly Detail: string;
  readonly code: string;
  readonly element: string;
}

/** A refusal in the service's own words, thrown where it is found and turned into an answer at the door. */
export class ServiceFault extends Error {
  readonly errors: readonly FaultLine[];
  readonly type: string;
  readonly status: number;
  /** True for a refusal by the gateway before the company is reached: lower-case keys, other padding. */
  readonly byGateway: boolean;
  readonly headers: Readonly<Record<string, string>>;

  constructor(errors: readonly FaultLine[], options: { type?: string; status?: number; byGateway?: boolean; headers?: Readonly<Record<string, string>> } = {}) {
    super(errors.map((error) => `${error.code} ${error.Detail}`).join('; '));
    this.name = 'ServiceFault';
    this.errors = errors;
    this.type = options.type ?? 'ValidationFault';
    this.status = options.status ?? 400;
    this.byGateway = options.byGateway ?? false;
    this.headers = options.headers ?? {};
  }
}

function line(code: string, Message: string, Detail: string, element = ''): FaultLine {
  return { Message, Detail, code, element };
}

const invalidReference = 'Invalid Reference Id';
const madeInactive = "Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.";

/**
 * The fault lines this look-alike knows, by the service's code. Codes and meanings are Intuit's; the odd spellings
 * ("through through") are seen in the field and kept, so that nobody matches texts too closely.
 */
export const faultLine = {
  unsupported: (operation: string) => line('500', 'Unsupported Operation', `Operation ${operation} is not supported.`),
  duplicateRequestId: (id: string) => line('600', 'Duplicate Request ID', `The request id ${id} was already used for another request.`),
  notFound: () => line('610', 'Object Not Found', `Object Not Found : ${madeInactive}`),
  inactive: (element: string) => line('610', 'Object Not Found', `Object Not Found : ${madeInactive}`, element),
  hasDependants: (name: string, id: string) => line('800', 'Cannot delete object', `The object cannot be deleted: ${name} ${id} still depends on it.`),
  ownParent: () => line('900', 'Parent cannot be child', 'The same object cannot be its own parent.', 'ParentRef'),
  batchTooLarge: (limit: number) => line('1040', 'Batch size exceeds allowed limit', `The number of items in the batch is over the limit of ${limit}.`),
  unreadable: () => line('2010', 'Request has invalid or unsupported property', 'Property Name:failed to parse json object; a property specified is unsupported or invalid'),
  unknownProperty: (path: string) => line('2010', 'Request has invalid or unsupported property', `Property Name:${path} specified is unsupported or invalid`, path),
  missing: (path: string) => line('2020', 'Required param missing, need to supply the required value for the API', `Required parameter ${path} is missing in the request`, path),
  badCharacters: (path: string, value: string) => line('2040', 'Invalid String. The String may contain unsupported or illegal chars', `Element contains invalid characters. ${value}`, path),
  badLength: (path: string, min: number, max: number, length: number) =>
    line('2050', 'String length is either shorter or longer than supported by specification', `String length specified does not match the supported length. Min:${min} Max:${max} supported. Supplied length:${length}`, path),
  badNumber: (path: string, value: string) => line('2080', 'Invalid Number', `Number format is invalid. Supplied value:${value}`, path),
  badEnumeration: (path: string, value: string) => line('2170', 'Invalid Enumeration', `Invalid Enumeration : ${value}`, path),
  badEmail: (path: string, value: string) => line('2210', 'Invalid Email Address format', `Email Address does not conform to the syntax rules of RFC 822. Supplied value: ${value}`, path),
  unknownReference: (path: string, list: string, id: string) => line('2500', invalidReference, `${invalidReference} : ${list} element id ${id} not found`, path),
  queryUnreadable: (detail: string) => line('4000', 'Error parsing query', `QueryParserError: ${detail}`),
  queryInvalid: (detail: string) => line('4001', 'Invalid query', `QueryValidationError: ${detail}`),
  stale: (editor: string) =>
    line('5010', 'Stale Object Error', `Stale Object Error : You and ${editor} were working on this at the same time. ${editor} finished before you did, so your work was not saved.`),
  notInPlan: (feature: string) => line('5020', 'Permission Denied', `You do not have permission to access this feature: ${feature}. Another plan or another company setting is needed.`),
  business: (detail: string, element = '') => line('6000', 'A business validation error has occurred while processing your request', `Business Validation Error: ${detail}`, element),
  noAccountType: () => line('6010', 'Invalid account type', 'Either an Account.AccountType or an Account.AccountSubType must be specified.', 'AccountType'),
  wrongAmount: (path: string, amount: string) => line('6070', 'Amount calculation incorrect in the request', `Amount is not equal to UnitPrice * Qty. Supplied value:${amount}`, path),
  noName: () => line('6080', 'No Name Provided', 'Title, GivenName, MiddleName, FamilyName, DisplayName, Suffix - one of these must be non-empty'),
  emptyDiscount: (path: string) => line('6090', 'Discount Line missing required info.', 'Discount amount or percent should be provided.', path),
  usTaxCode: (path: string, value: string) => line('6100', 'Invalid Line TaxCode in the request', `Valid Line TaxCodes for US should be TAX or NON. Supplied value:${value}`, path),
  duplicateDocNumber: (number: string, type: string, id: string) =>
    line('6140', 'Duplicate Document Number Error', `Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=${number} is assigned to TxnType=${type} with TxnId=${id}`),
  subscriptionEnded: () =>
    line('6190', 'Invalid Company Status', "Subscription period has ended or canceled or there was a billing problem : You can't add data to QuickBooks Online because your trial or subscription period ended, or there was a problem with your billing information."),
  periodClosed: () =>
    line('6210', 'Account Period Closed, Cannot Update Through Services API', 'The account period has closed and the account books cannot be updated through through the QBO Services API. Please use the QBO website to make these changes.'),
  duplicateName: (others: string) => line('6240', 'Duplicate Name Exists Error', `The name supplied already exists. : Another ${others} is already using this name. Please use a different name.`),
} as const;

/** One fault line thrown on its own. */
export function refuse(error: FaultLine): never {
  throw new ServiceFault([error]);
}

function gatewayFault(status: number, name: string, code: string, detail: string | null, type: string, headers: Readonly<Record<string, string>> = {}): ServiceFault {
  const Message = `message=${name}; errorCode=${code.padStart(6, '0')}; statusCode=${status}`;
  return new ServiceFault([{ Message, Detail: detail ?? '', code, element: '' }], { type, status, byGateway: true, headers });
}

/** 401: the access token is missing, malformed, expired or revoked. `detail` as the service words it. */
export const notAuthenticated = (detail: string): ServiceFault =>
  gatewayFault(401, 'AuthenticationFailed', '3200', detail, 'AUTHENTICATION', { 'www-authenticate': 'Bearer realm="Intuit", error="invalid_token"' });

/** 403: a good token, but of another company or environment. */
export const notAuthorised = (): ServiceFault => gatewayFault(403, 'ApplicationAuthorizationFailed', '3100', null, 'SERVICE');

/** 429: too many calls. */
export const throttled = (retryAfter?: number): ServiceFault =>
  gatewayFault(429, 'ThrottleExceeded', '3001', 'The request limit was reached.  Try again later', 'SERVICE', retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) });

/** The `Fault` object as it stands in a JSON answer, and in a batch item. */
export function faultObject(fault: ServiceFault): JsonObject {
  return { Error: fault.errors.map((error) => ({ ...error })), type: fault.type };
}

/** The whole JSON body of a refusal; `time` is the service's text, `epochMs` the gateway's number. */
export function faultBody(fault: ServiceFault, time: string, epochMs: number): JsonObject {
  if (!fault.byGateway) return { Fault: faultObject(fault), time };
  return {
    warnings: null,
    intuitObject: null,
    fault: {
      error: fault.errors.map((error) => ({ message: error.Message, detail: error.Detail || null, code: error.code, element: error.element || null })),
      type: fault.type,
    },
    report: null,
    queryResponse: null,
    batchItemResponse: [],
    attachableResponse: [],
    syncErrorResponse: null,
    requestId: null,
    time: epochMs,
    status: null,
    cdcresponse: [],
  };
}
