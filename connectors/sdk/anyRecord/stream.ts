import type { FieldInfo } from '#shared/entities/fields.ts';
import { entities } from '#shared/entities/index.ts';
import type { FieldRule, Mapping } from '#shared/mapping/mapping.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { lineNames } from './names.ts';

/** The entities a list of the user's own can be read as and written from, by the word their streams are named with. */
export const recordKinds = [
  { name: 'orders', label: 'Orders', entity: 'order', type: 'Order' },
  { name: 'customers', label: 'Customers', entity: 'customer', type: 'Customer' },
  { name: 'products', label: 'Products', entity: 'product', type: 'Product' },
  { name: 'stock', label: 'Stock', entity: 'stock', type: 'Stock' },
] as const;
export type RecordKind = (typeof recordKinds)[number];

const plainFields = (entity: string): readonly FieldInfo[] => (entities[entity]?.fields ?? []).filter(({ path, type }) => !path.includes('[]') && type !== 'list' && type !== 'object');

/** The fields of `recognise`: amounts are text, as somebody wrote them, until the mapping reads them. */
export function recognisedFields(entity: string): readonly FieldInfo[] {
  const asText = (field: FieldInfo): FieldInfo => ({ path: field.path, label: field.label, type: 'text', ...(field.personal && { personal: true }) });
  const groups = [...new Set(plainFields(entity).flatMap(({ path }) => (path.includes('.') ? [path.slice(0, path.indexOf('.'))] : [])))];
  return [
    { path: 'key', label: 'Name of the record', type: 'text', help: 'The field chosen for it, or else the usual one; without any, a hash of the whole record.' },
    { path: 'version', label: 'Version', type: 'text' },
    { path: 'from', label: 'Read from', type: 'text' },
    ...groups.map((path): FieldInfo => ({ path, label: path, type: 'object' })),
    ...plainFields(entity).map(asText),
    ...(entity === 'order' ? [{ path: 'lines', label: 'Lines', type: 'list' } as const, ...Object.keys(lineNames).map((path): FieldInfo => ({ path: `lines[].${path}`, label: `Line: ${path}`, type: 'text' }))] : []),
    { path: 'columns', label: 'All columns', type: 'object', open: true, personal: true, help: 'The record as it was read, with the names it has there.' },
  ];
}

const functionsOf: Readonly<Record<string, FieldRule['functions']>> = { decimal: [{ name: 'decimal' }], date: [{ name: 'date', args: ['dmy'] }], boolean: [{ name: 'yesNo' }] };

const ruleFor = ({ path, type }: Pick<FieldInfo, 'path' | 'type'>): FieldRule => {
  const functions = path.endsWith('.country') || path === 'taxCountry' ? [{ name: 'countryCode' }] : (functionsOf[type] ?? [{ name: 'trim' }]);
  return { target: path, from: { kind: 'path', path }, ...(functions && { functions }) };
};

/** Fills an entity from the fields recognised; a customer without a name of its own is called by company or e-mail. */
export function recognisedMapping(entity: string): Mapping {
  const rules = plainFields(entity).filter(({ path }) => path !== 'sourceId').map(ruleFor);
  const lineTypes = new Map((entities[entity]?.fields ?? []).map(({ path, type }) => [path, type]));
  return {
    entity,
    fields: [{ target: 'sourceId', from: { kind: 'path', path: 'key' } }, ...rules.map((rule) => firstChoice(entity, rule))],
    lists: entity === 'order' ? [{ target: 'lines', source: 'lines', fields: Object.keys(lineNames).map((path) => ruleFor({ path, type: lineTypes.get(`lines[].${path}`) ?? 'text' })) }] : [],
  };
}

/** Where another field says the same when the first is empty. */
function firstChoice(entity: string, rule: FieldRule): FieldRule {
  const others: Readonly<Record<string, readonly string[]>> = { 'product sku': ['sku', 'barcode'], 'stock sku': ['sku', 'barcode'], 'product name': ['name', 'description', 'sku'], 'order number': ['number', 'key'] };
  const paths = others[`${entity} ${rule.target}`];
  return paths ? { ...rule, from: { kind: 'firstOf', paths: [...paths] } } : rule;
}

/** Name, who it concerns and what it amounts to, for the log. */
export function describeRecognised(record: SourceRecord): { readonly title: string; readonly subtitle?: string; readonly amount?: string } {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const customer = record['customer'] as SourceRecord | undefined;
  const person = [text(customer?.['firstName']), text(customer?.['lastName'])].filter(Boolean).join(' ');
  const title = text(record['number']) || text(record['name']) || text(record['company']) || text(record['sku']) || text(record['key']);
  const subtitle = text(customer?.['company']) || text(customer?.['name']) || person || text(record['email']) || text(record['sku']);
  const amount = text(record['totalIncl']) || text(record['priceIncl']) || text(record['free']);
  return { title, ...(subtitle !== '' && subtitle !== title && { subtitle }), ...(amount !== '' && { amount }) };
}
