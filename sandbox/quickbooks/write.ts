import type { Company } from './company.ts';
import type { EntityDefinition } from './entities/definition.ts';
import { faultLine, refuse } from './faults.ts';
import { compact, objectAt, objectsAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { resolveReferences } from './references.ts';
import { recordApplications } from './rules/applied.ts';
import { rules } from './rules/index.ts';
import { demandOpenPeriod } from './rules/openPeriod.ts';
import { timestamp } from './serviceTime.ts';
import { checkShape } from './shape.ts';
import type { Row } from './store.ts';

const noOptions: ReadonlySet<string> = new Set();

/**
 * Creates or updates a record as `POST /{resource}` does: with an `Id` it is an update. `include` holds the include options of the
 * request. Answers the stored row; throws a ServiceFault, and then nothing has changed.
 */
export function save(company: Company, definition: EntityDefinition, body: JsonObject, include: ReadonlySet<string> = noOptions): Row {
  demandSubscription(company);
  const isUpdate = definition.kind === 'single' || textAt(body, 'Id') !== undefined;
  demandOperation(definition, isUpdate ? 'update' : 'create');
  const shaped = checkShape(definition, body);
  const previous = isUpdate ? findCurrent(company, definition, body) : undefined;
  const isSparse = previous !== undefined && (body['sparse'] === true || body['sparse'] === 'true');
  if (!isSparse && definition.kind !== 'single') for (const property of definition.required) if (isEmpty(shaped[property])) refuse(faultLine.missing(property));
  const sent = resolveReferences(company.store, definition.properties, shaped);
  const fields = compact({ ...(previous && (isSparse ? previous.json : readOnlyPart(definition, previous.json))), ...sent });
  if (previous) demandOpenPeriod(company, textAt(previous.json, 'TxnDate'));
  const finished = rules[definition.name].complete({ definition, previous, sent, fields, include }, company);
  return commit(company, definition, previous, finished);
}

/** Deletes a transaction for good; answers the stub that stands for it. */
export function remove(company: Company, definition: EntityDefinition, body: JsonObject): JsonObject {
  demandSubscription(company);
  demandOperation(definition, 'delete');
  const row = findCurrent(company, definition, body);
  demandOpenPeriod(company, textAt(row.json, 'TxnDate'));
  const rule = rules[definition.name];
  rule.beforeDelete?.(row, company);
  company.store.table(definition.name).remove(row.id, wholeSecond(company));
  rule.afterCommit?.(row, undefined, company);
  return { domain: 'QBO', status: 'Deleted', Id: row.id };
}

/** Voids a transaction: it stays, with amounts and quantities of zero and a word about it in the private note. */
export function makeVoid(company: Company, definition: EntityDefinition, body: JsonObject): Row {
  demandSubscription(company);
  demandOperation(definition, 'void');
  const row = findCurrent(company, definition, body);
  demandOpenPeriod(company, textAt(row.json, 'TxnDate'));
  unlinkPayments(company, definition, row);
  const note = textAt(row.json, 'PrivateNote');
  const zero = { TotalAmt: 0, ...(row.json['Balance'] !== undefined && { Balance: 0 }), ...(row.json['UnappliedAmt'] !== undefined && { UnappliedAmt: 0 }) };
  const lines = definition.name === 'Payment' ? [] : objectsAt(row.json, 'Line').map(emptyLine);
  return commit(company, definition, row, {
    ...row.json,
    ...zero,
    ...(row.json['TxnTaxDetail'] !== undefined && { TxnTaxDetail: { TotalTax: 0 } }),
    Line: lines,
    LinkedTxn: [],
    PrivateNote: note === undefined ? 'Voided' : `Voided - ${note}`,
  });
}

function emptyLine(line: JsonObject): JsonObject {
  const detail = objectAt(line, 'SalesItemLineDetail');
  if (!detail) return line['Amount'] === undefined ? line : { ...line, Amount: 0 };
  const { TaxInclusiveAmt: _gross, ...rest } = detail;
  return { ...line, Amount: 0, SalesItemLineDetail: { ...rest, ...(detail['Qty'] !== undefined && { Qty: 0 }) } };
}

/** A voided invoice gives its payments back to the customer as unapplied money. */
function unlinkPayments(company: Company, definition: EntityDefinition, invoice: Row): void {
  if (definition.name !== 'Invoice') return;
  const payments = company.store.table('Payment');
  for (const { TxnId } of objectsAt(invoice.json, 'LinkedTxn') as readonly { TxnId?: string }[]) {
    const payment = payments.get(TxnId ?? '');
    if (!payment) continue;
    const lines = objectsAt(payment.json, 'Line').filter((line) => objectsAt(line, 'LinkedTxn')[0]?.['TxnId'] !== invoice.id);
    const freed = objectsAt(payment.json, 'Line').filter((line) => !lines.includes(line)).reduce((sum, line) => sum + Number(line['Amount'] ?? 0), 0);
    const json = { ...payment.json, Line: lines, UnappliedAmt: Math.round((Number(payment.json['UnappliedAmt'] ?? 0) + freed) * 100) / 100 };
    recordApplications(company, payment.id, payment.json, json);
    payments.put({ ...payment, json });
  }
}

function commit(company: Company, definition: EntityDefinition, previous: Row | undefined, finished: JsonObject): Row {
  const now = wholeSecond(company);
  const createdMs = previous?.createdMs ?? now;
  const id = previous?.id ?? company.store.nextId(definition.sequence);
  const row: Row = {
    id,
    createdMs,
    changedMs: now,
    json: {
      ...compact(finished),
      domain: 'QBO',
      sparse: false,
      Id: id,
      SyncToken: previous ? String(Number(previous.json['SyncToken']) + 1) : '0',
      MetaData: { CreateTime: timestamp(createdMs), LastUpdatedTime: timestamp(now) },
    },
  };
  company.store.table(definition.name).put(row);
  rules[definition.name].afterCommit?.(previous, row, company);
  // What the write moved elsewhere may have touched this very row.
  return company.store.table(definition.name).get(id) ?? row;
}

/** Stores a row as it is, without any rule: for the seed and for what has no create call of its own. */
export function insert(company: Company, definition: EntityDefinition, fields: JsonObject, id: string): Row {
  const now = wholeSecond(company);
  const row: Row = {
    id,
    createdMs: now,
    changedMs: now,
    json: { ...compact(fields), domain: 'QBO', sparse: false, Id: id, SyncToken: '0', MetaData: { CreateTime: timestamp(now), LastUpdatedTime: timestamp(now) } },
  };
  company.store.table(definition.name).put(row);
  return row;
}

/** The row a write is about: 2020 without id or token, 610 when it is gone, 5010 when somebody else wrote it meanwhile. */
function findCurrent(company: Company, definition: EntityDefinition, body: JsonObject): Row {
  const id = definition.kind === 'single' ? '1' : (textAt(body, 'Id') ?? refuse(faultLine.missing('Id')));
  const row = company.store.table(definition.name).get(id) ?? refuse(faultLine.notFound());
  const token = body['SyncToken'];
  if (token === undefined || token === null || token === '') refuse(faultLine.missing('SyncToken'));
  if (String(token) !== row.json['SyncToken']) refuse(faultLine.stale('another user'));
  return row;
}

function readOnlyPart(definition: EntityDefinition, json: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(json).filter(([name]) => definition.properties[name]?.readOnly));
}

function demandOperation(definition: EntityDefinition, operation: EntityDefinition['operations'][number]): void {
  if (!definition.operations.includes(operation)) refuse(faultLine.unsupported(`${operation} ${definition.name}`));
}

function demandSubscription(company: Company): void {
  if (company.settings.subscription === 'ended') refuse(faultLine.subscriptionEnded());
}

const isEmpty = (value: unknown): boolean => value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
const wholeSecond = (company: Company): number => Math.floor(company.now() / 1000) * 1000;
