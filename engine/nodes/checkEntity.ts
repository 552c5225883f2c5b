import type { EntityInfo, FieldInfo } from '#shared/entities/fields.ts';
import { FluxoError } from '#shared/errors.ts';
import { parsePath, readPath } from '#shared/mapping/path.ts';
import { isDecimal } from '#shared/money/decimal.ts';

interface Check {
  readonly info: FieldInfo;
  readonly path: readonly string[];
}

const checkOf = (info: FieldInfo, path: string): Check => ({ info, path: parsePath(path) });
const isCheckable = (field: FieldInfo) => field.required || field.type === 'decimal' || field.type === 'date';
const isMissing = (value: unknown) => value === undefined || value === null || value === '';

/**
 * A function that looks whether a mapped record is what its entity says: required fields there, amounts plain decimals, dates
 * dates. Throws a `data` error for the first field that is not; a list's item is named by its place, from 1.
 */
export function makeEntityCheck(entity: EntityInfo): (record: unknown) => void {
  const fields = entity.fields.filter((field) => !field.path.includes('[]') && isCheckable(field)).map((field) => checkOf(field, field.path));
  const lists = entity.fields
    .filter((field) => field.type === 'list')
    .map((list) => ({
      path: parsePath(list.path),
      name: list.path,
      fields: entity.fields.filter((field) => field.path.startsWith(`${list.path}[].`) && isCheckable(field)).map((field) => checkOf(field, field.path.slice(list.path.length + 3))),
    }));

  return (record) => {
    for (const check of fields) look(record, check, entity.name, check.info.path);
    for (const list of lists) {
      const items = readPath(record, list.path);
      if (!Array.isArray(items)) continue;
      items.forEach((item: unknown, index) => {
        for (const check of list.fields) look(item, check, entity.name, `${list.name}[${index + 1}].${check.path.join('.')}`);
      });
    }
  };
}

function look(record: unknown, { info, path }: Check, entity: string, field: string): void {
  const value = readPath(record, path);
  if (isMissing(value)) {
    if (info.required) throw wrong('missing_field', entity, field, `${info.label} is missing (${field}).`, 'Fill it in the source, or map it from another field.');
    return;
  }
  // No values in the text: they may be personal, and the record's story shows them.
  if (info.type === 'decimal' && !isDecimal(typeof value === 'number' ? String(value) : value)) throw wrong('not_a_number', entity, field, `${info.label} is not a number (${field}).`, 'Correct it in the source, or turn it into a plain number such as 12.50 in the mapping.');
  if (info.type === 'date' && !(typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value))) throw wrong('not_a_date', entity, field, `${info.label} is not a date (${field}).`, 'Correct it in the source, or turn it into YYYY-MM-DD in the mapping.');
}

function wrong(cause: string, entity: string, field: string, what: string, fix: string): FluxoError {
  return new FluxoError({ code: `record.${cause}`, kind: 'data', what, where: { field }, fix, params: { entity, field } });
}
