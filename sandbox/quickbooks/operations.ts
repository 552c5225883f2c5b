import type { Company } from './company.ts';
import type { EntityDefinition } from './entities/definition.ts';
import { faultLine, refuse } from './faults.ts';
import { isObject, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { makeVoid, remove, save } from './write.ts';

/** Body of an answer about one record, still without `time`. */
export function readOne(company: Company, definition: EntityDefinition, id: string | undefined): JsonObject {
  // Both singletons have the id 1, but the company is asked for by its realm.
  const isOwn = definition.name === 'CompanyInfo' ? id === company.realmId || id === '1' : id === undefined || id === '1';
  const key = definition.kind === 'single' ? (isOwn ? '1' : '') : (id ?? '');
  const row = company.store.table(definition.name).get(key) ?? refuse(faultLine.notFound());
  return { [definition.name]: row.json };
}

/**
 * One write as it stands in a request or a batch item. `operation` may be missing: then an `Id` in the body decides between create
 * and update. Payments and sales receipts are voided by an update that includes `void`, invoices by an operation of their own.
 */
export function writeOne(company: Company, definition: EntityDefinition, operation: string | undefined, include: ReadonlySet<string>, body: unknown): JsonObject {
  if (!isObject(body)) refuse(faultLine.unreadable());
  const { name } = definition;
  switch (operation?.toLowerCase()) {
    case 'delete':
      return { [name]: remove(company, definition, body) };
    case 'void':
      return { [name]: makeVoid(company, definition, body).json };
    case 'update':
      if (definition.kind !== 'single' && textAt(body, 'Id') === undefined) refuse(faultLine.missing('Id'));
      return { [name]: (include.has('void') ? makeVoid(company, definition, body) : save(company, definition, body, include)).json };
    case undefined:
    case '':
    case 'create':
      return { [name]: save(company, definition, body, include).json };
    default:
      return refuse(faultLine.unsupported(`${operation} ${name}`));
  }
}

export function includeOptions(text: string | null | undefined): ReadonlySet<string> {
  return new Set((text ?? '').split(',').map((option) => option.trim().toLowerCase()).filter((option) => option !== ''));
}
