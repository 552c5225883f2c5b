import type { FieldInfo, FieldType } from '#shared/entities/fields.ts';
import type { FieldType as WireType, Shape } from '../fieldTable/notation.ts';

/** Elements that say who somebody is or how to reach or pay them, wherever they stand. */
const personal = new Set([
  'name', 'companyName', 'contact', 'address', 'zipcode', 'city', 'deliveryAddress', 'deliveryZipcode', 'deliveryCity', 'telephone', 'mobile', 'email', 'reminderEmail',
  'website', 'birthDate', 'cardNumber', 'cardNumbers', 'bankAccountNumber', 'vatNumber', 'commerceNumber', 'extraText', 'relationName', 'relationBankAccountNumber',
  'relationVatNumber', 'employeeName', 'giftcardNumber', 'extRelationId', 'relationCode', 'strValue', 'externalPaymentId',
]);

const types: Readonly<Record<Exclude<WireType['kind'], 'leftOut'>, FieldType>> = {
  text: 'text', number: 'text', cents: 'decimal', scaled: 'decimal', percent: 'decimal', decimal: 'decimal', flag: 'boolean', date: 'date', moment: 'datetime', record: 'object', list: 'list',
};

/** `deliveryPeriodBegin` as "Delivery period begin". */
const labelOf = (name: string) => {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/**
 * All fields of a structure of the table as the mapper shows them, so that they never differ from what the reader makes. Structures
 * inside themselves (lines of a line) are shown once.
 */
export function fieldsOf(shape: Shape, prefix = '', around: readonly Shape[] = []): readonly FieldInfo[] {
  return shape.fields.flatMap((field) => {
    const path = prefix + field.name;
    const isMany = field.occurs === 'many' || field.type.kind === 'list';
    const type = field.type.kind === 'list' ? field.type.item.type : field.type;
    if (field.type.kind === 'leftOut' || type.kind === 'leftOut') return [];
    const own: FieldInfo = { path, label: labelOf(field.name), type: isMany ? 'list' : types[type.kind], ...(personal.has(field.name) && { personal: true }) };
    if (type.kind !== 'record') return [own];
    const inner = type.shape();
    return around.includes(inner) || inner === shape ? [own] : [own, ...fieldsOf(inner, `${path}${isMany ? '[]' : ''}.`, [...around, shape])];
  });
}

/** The structure of one item of an answer's only list. */
export function itemShape(answer: Shape): Shape {
  const type = answer.fields[0]?.type;
  if (type?.kind !== 'list' || type.item.type.kind !== 'record') throw new Error('The answer is not a list of records');
  return type.item.type.shape();
}
