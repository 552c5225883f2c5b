import { makeFunction } from '#engine/mapping/makeFunction.ts';
import { makeReader, readerTools, type Reader } from '#engine/mapping/readerCode.ts';
import type { EntityInfo, FieldInfo } from '#shared/entities/fields.ts';
import { FluxoError } from '#shared/errors.ts';
import { startsWithDay } from '#shared/mapping/functions.ts';
import { parsePath } from '#shared/mapping/path.ts';
import { isDecimal } from '#shared/money/decimal.ts';

export type EntityCheck = (record: unknown) => void;

const isCheckable = (field: FieldInfo) => field.required || field.type === 'decimal' || field.type === 'date';

/**
 * A function that looks whether a mapped record is what its entity says: required fields there, amounts plain decimals, dates
 * dates. Throws a `data` error for the first field that is not; a list's item is named by its place, from 1. By source text made from the entity's fields, because
 * every record passes here: looked up by their paths they take ten times as long.
 */
export function makeEntityCheck(entity: EntityInfo): EntityCheck {
  const infos: FieldInfo[] = [];
  const nameOf = (info: FieldInfo) => infos.push(info) - 1;
  const record = makeReader('record');
  const fields = entity.fields.filter((field) => !field.path.includes('[]') && isCheckable(field)).map((field) => fieldCode(field, field.path, record, nameOf(field), 'null'));
  const lists = entity.fields.filter((field) => field.type === 'list').map((list) => {
    const item = makeReader('item');
    const within = entity.fields.filter((field) => field.path.startsWith(`${list.path}[].`) && isCheckable(field));
    const checks = within.map((field) => fieldCode(field, field.path.slice(list.path.length + 3), item, nameOf(field), `${JSON.stringify(list.path)} + '[' + (index + 1) + '].'`));
    return `${record.read('value', parsePath(list.path))}
    const list = value;
    for (let index = 0; Array.isArray(list) && index < list.length; index++) {
      const item = list[index];${item.begin()}${checks.join('')}
    }`;
  });
  const code = `'use strict';
return function check(record) {
    let value;${record.begin()}${fields.join('')}${lists.map((list) => `\n    {${list}\n    }`).join('')}
};`;
  return makeFunction<EntityCheck>(code, { ...readerTools, isAmount, isDay, fault: (at: number, before: string | null, isMissing: boolean) => fault(entity.name, infos[at]!, before, isMissing) });
}

/** Statements that look at one field; `before` is code for the name of the list item it belongs to. */
function fieldCode({ required, type }: FieldInfo, path: string, reader: Reader, at: number, before: string): string {
  const read = reader.read('value', parsePath(path));
  const isWrong = type === 'decimal' ? '!isAmount(value)' : type === 'date' ? '!isDay(value)' : '';
  const wrong = isWrong === '' ? '' : `if (${isWrong}) throw fault(${at}, ${before}, false);`;
  const isThere = `value !== undefined && value !== null && value !== ''`;
  if (required) return `${read}\n    if (${isThere}) { ${wrong} } else throw fault(${at}, ${before}, true);`;
  return `${read}\n    if (${isThere}) { ${wrong} }`;
}

const isAmount = (value: unknown): boolean => isDecimal(typeof value === 'number' ? String(value) : value);
const isDay = (value: unknown): boolean => typeof value === 'string' && startsWithDay(value);

/** What is wrong with a field. No values in the text: they may be personal, and the record's story shows them. */
function fault(entity: string, { path, label, type }: FieldInfo, before: string | null, isMissing: boolean): FluxoError {
  const field = before === null ? path : before + path.slice(path.lastIndexOf('[].') + 3);
  if (isMissing) return wrong('missing_field', entity, field, `${label} is missing (${field}).`, 'Fill it in the source, or map it from another field.');
  if (type === 'decimal') return wrong('not_a_number', entity, field, `${label} is not a number (${field}).`, 'Correct it in the source, or turn it into a plain number such as 12.50 in the mapping.');
  return wrong('not_a_date', entity, field, `${label} is not a date (${field}).`, 'Correct it in the source, or turn it into YYYY-MM-DD in the mapping.');
}

function wrong(cause: string, entity: string, field: string, what: string, fix: string): FluxoError {
  return new FluxoError({ code: `record.${cause}`, kind: 'data', what, where: { field }, fix, params: { entity, field } });
}
