import { hash } from 'node:crypto';
import type { Ledger } from '#tests/support/house.ts';

export type Service = 'mplus' | 'quickbooks' | 'mailchimp';

/** What a service makes up itself when it stores something: ids, running numbers, moments and version counters. */
const ownMakeUp: Readonly<Record<Service, ReadonlySet<string>>> = {
  mplus: new Set(['syncMarker', 'createTimestamp', 'changeTimestamp', 'entryTimestamp', 'timestamp', 'changeCounter', 'versionNumber', 'stockId', 'orderId', 'orderNumber', 'transactionString', 'lineId', 'paymentId', 'sortOrder']),
  quickbooks: new Set(['Id', 'SyncToken', 'MetaData']),
  mailchimp: new Set(['web_id', 'contact_id', 'unique_email_id', 'last_changed', 'created_at', 'updated_at', 'timestamp_signup', 'timestamp_opt']),
};

/** Fields that point at another thing of the ledger by the number the service gave it; a document must point at the same customer, not at the same number. */
interface Pointer {
  readonly entity: string;
  readonly id: string;
}
const tillPointers: Readonly<Record<string, Pointer>> = {
  relationNumber: { entity: 'relations', id: 'relationNumber' },
  groupNumber: { entity: 'articleGroups', id: 'groupNumber' },
  parentGroupNumber: { entity: 'articleGroups', id: 'groupNumber' },
  turnoverGroup: { entity: 'articleGroups', id: 'groupNumber' },
  groupNumbers: { entity: 'articleGroups', id: 'groupNumber' },
  productNumber: { entity: 'products', id: 'productNumber' },
};
/** Who belongs to a group, in the order in which they came; nobody promises that order. */
const tillMembers = 'productNumbers';
const bookPointers: Readonly<Record<string, string>> = { CustomerRef: 'Customer', ItemRef: 'Item' };

export interface Difference {
  /** There more often than in the undisturbed ledger. */
  readonly doubled: readonly string[];
  /** There less often. */
  readonly lost: readonly string[];
  /** Neither more nor fewer, but with other content: what stands there and what should. */
  readonly changed: readonly string[];
}

/**
 * What tells `actual` from `expected`, two ledgers of one service: as many things of each kind with the same business content, pointing at the
 * same things. Ids, moments, running numbers and version counters of the service do not count, nor does the order.
 */
export function ledgerDifference(service: Service, expected: Ledger, actual: Ledger): Difference {
  const doubled: string[] = [];
  const lost: string[] = [];
  const changed: string[] = [];
  for (const entity of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const wanted = contents(service, expected, entity);
    const surplus: string[] = [];
    for (const content of contents(service, actual, entity)) {
      const at = wanted.indexOf(content);
      if (at < 0) surplus.push(content);
      else wanted.splice(at, 1);
    }
    const pairs = Math.min(wanted.length, surplus.length);
    for (let at = 0; at < pairs; at += 1) changed.push(`${entity}: ${surplus[at]!} instead of ${wanted[at]!}`);
    doubled.push(...surplus.slice(pairs).map((content) => `${entity}: ${content}`));
    lost.push(...wanted.slice(pairs).map((content) => `${entity}: ${content}`));
  }
  return { doubled, lost, changed };
}

const contents = (service: Service, ledger: Ledger, entity: string): string[] => (ledger[entity] ?? []).map((thing) => JSON.stringify(businessContent(service, ledger, entity, thing))).sort();

function businessContent(service: Service, ledger: Ledger, entity: string, thing: unknown): unknown {
  const own = ownMakeUp[service];
  const show = (value: unknown, depth: number): unknown => {
    if (Array.isArray(value)) return value.map((item) => show(item, depth + 1));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => !own.has(name))
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .flatMap(([name, part]) => {
          const pointer = service === 'mplus' ? tillPointers[name] : undefined;
          // The number of the thing itself is the service's own; elsewhere it points.
          if (pointer && depth === 0 && pointer.entity === entity && pointer.id === name) return [];
          if (pointer) return [[name, Array.isArray(part) ? part.map((number) => pointed(service, ledger, pointer, number)) : pointed(service, ledger, pointer, part)]];
          if (service === 'mplus' && name === tillMembers) return [[name, [...(part as { number: readonly number[] }).number].sort((one, other) => one - other)]];
          if (service === 'quickbooks' && name in bookPointers) return [[name, pointed(service, ledger, { entity: bookPointers[name]!, id: 'Id' }, (part as { value: string }).value)]];
          if (service === 'quickbooks' && name === 'ParentRef') return [[name, pointed(service, ledger, { entity, id: 'Id' }, (part as { value: string }).value)]];
          if (service === 'quickbooks' && name === 'LinkedTxn') return [[name, (part as { TxnId: string; TxnType: string }[]).map(({ TxnId, TxnType }) => linked(ledger, TxnType, TxnId))]];
          return [[name, show(part, depth + 1)]];
        }),
    );
  };
  return show(thing, 0);
}

/** The thing a number points at, as a word that is the same wherever its content is. */
function pointed(service: Service, ledger: Ledger, { entity, id }: Pointer, number: unknown): string {
  const thing = ledger[entity]?.find((candidate) => String(candidate[id]) === String(number));
  if (!thing) return `no ${entity} ${String(number)}`;
  return `${entity} ${hash('sha256', JSON.stringify(businessContent(service, ledger, entity, thing))).slice(0, 12)}`;
}

/** A paid invoice knows its payment as the payment knows the invoice; number and date are enough to tell which. */
function linked(ledger: Ledger, type: string, id: string): string {
  const thing = ledger[type]?.find((candidate) => candidate['Id'] === id);
  return thing ? `${type} ${String(thing['DocNumber'] ?? thing['PrivateNote'])} ${String(thing['TxnDate'])} ${String(thing['TotalAmt'])}` : `no ${type} ${id}`;
}
