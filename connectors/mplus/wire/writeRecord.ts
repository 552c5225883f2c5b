import { escapeXml } from '#connectors/sdk/xml.ts';
import { FluxoError } from '#shared/errors.ts';
import { isDecimal } from '#shared/money/decimal.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import type { Field, Shape } from '../fieldTable/notation.ts';
import { writeDate, writeMoment } from './dates.ts';
import { splitDecimal } from './numbers.ts';

/**
 * A record as the elements of a request, in the order of the table whatever the order of the record. Required wrappers without content are written
 * empty. Throws `bug` for a field the table does not know or a required one that is missing, `data` for a value that does not fit its field.
 */
export function writeRecord(shape: Shape, record: SourceRecord): string {
  for (const name of Object.keys(record)) {
    if (!shape.byName.has(name)) throw new FluxoError({ code: 'mplus.unknown_field', kind: 'bug', what: `The field table has no ${name} at this place.`, where: { field: name }, params: { field: name } });
  }
  return shape.fields.map((field) => writeField(field, record[field.name])).join('');
}

function writeField(field: Field, value: Value | undefined): string {
  if (field.occurs === 'many') return value === undefined ? '' : listOf(field, value).map((item) => writeOne(field, item)).join('');
  if (value === undefined || value === null) {
    if (field.occurs === 'optional') return '';
    if (field.type.kind === 'list') return tag(field.name, '');
    throw new FluxoError({ code: 'mplus.missing_field', kind: 'bug', what: `${field.name} is required and missing.`, where: { field: field.name }, params: { field: field.name } });
  }
  return writeOne(field, value);
}

function writeOne(field: Field, value: Value): string {
  const { name, type } = field;
  switch (type.kind) {
    case 'record':
      return tag(name, writeRecord(type.shape(), value as SourceRecord));
    case 'list':
      return tag(name, listOf(field, value).map((item) => writeOne(type.item, item)).join(''));
    case 'date':
    case 'moment': {
      const parts = (type.kind === 'date' ? writeDate : writeMoment)(String(value)) ?? unfit(field);
      return tag(name, Object.entries(parts).map(([part, text]) => tag(part, text)).join(''));
    }
    case 'scaled': {
      const split = splitDecimal(String(value)) ?? unfit(field);
      return tag(name, split.digits) + tag(type.companion, String(split.places));
    }
    case 'cents':
      return tag(name, (splitDecimal(String(value), 2) ?? unfit(field)).digits);
    case 'percent':
      return tag(name, (splitDecimal(String(value), 2) ?? unfit(field)).digits);
    case 'number':
      return tag(name, (splitDecimal(String(value), 0) ?? unfit(field)).digits);
    case 'decimal':
      return tag(name, isDecimal(value) ? value : unfit(field));
    case 'flag':
      return tag(name, typeof value === 'boolean' ? String(value) : unfit(field));
    case 'text':
      return tag(name, typeof value === 'string' ? escapeXml(value) : unfit(field));
    case 'leftOut':
      return '';
  }
}

/** Never self-closed: one of the service's own clients fails on that, so its server may be as strict. */
const tag = (name: string, content: string) => `<ns1:${name}>${content}</ns1:${name}>`;

const listOf = (field: Field, value: Value): readonly Value[] => (Array.isArray(value) ? value : unfit(field));

function unfit(field: Field): never {
  throw new FluxoError({ code: 'mplus.unfit_value', kind: 'data', what: `A value does not fit the field ${field.name} of the till.`, where: { field: field.name }, fix: 'Correct it in the source or in the mapping.', params: { field: field.name } });
}
