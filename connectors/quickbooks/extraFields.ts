import type { WantedValue } from '#connectors/sdk/writeModes.ts';
import type { SettingsCheck } from '#connectors/sdk/settingsCheck.ts';
import { FluxoError } from '#shared/errors.ts';
import { compileTemplate } from '#shared/mapping/compile.ts';
import { isDecimal, toJsonNumber } from '#shared/money/decimal.ts';
import type { Value } from '#shared/records/story.ts';
import type { Company } from './company/company.ts';
import { cutText } from './cutText.ts';
import type { Customer, Item } from './entities.ts';

/** What a field of the service takes, beyond those every record fills by itself. */
type Kind = { readonly is: 'text'; readonly max: number; readonly inside?: string } | { readonly is: 'number' | 'flag' } | { readonly is: 'choice'; readonly of: readonly string[] } | { readonly is: 'row'; readonly of: 'classes' | 'paymentMethods' | 'taxCodes' };

const text = (max: number, inside?: string): Kind => ({ is: 'text', max, ...(inside !== undefined && { inside }) });

/** Further fields of a customer and of an item that may be filled, by the service's own names; lengths are the service's. */
export const customerExtras = {
  Title: text(16), MiddleName: text(100), Suffix: text(16), PrintOnCheckName: text(110), ResaleNum: text(16), BusinessNumber: text(10),
  Mobile: text(30, 'FreeFormNumber'), AlternatePhone: text(30, 'FreeFormNumber'), Fax: text(30, 'FreeFormNumber'),
  PreferredDeliveryMethod: { is: 'choice', of: ['Print', 'Email', 'None'] }, PaymentMethodRef: { is: 'row', of: 'paymentMethods' },
} as const satisfies Readonly<Partial<Record<keyof Customer, Kind>>>;

export const itemExtras = {
  PurchaseDesc: text(1000), ReorderPoint: { is: 'number' }, PurchaseTaxIncluded: { is: 'flag' }, PurchaseTaxCodeRef: { is: 'row', of: 'taxCodes' }, ClassRef: { is: 'row', of: 'classes' },
} as const satisfies Readonly<Partial<Record<keyof Item, Kind>>>;

export interface ExtraField {
  readonly name: string;
  readonly kind: Kind;
  readonly fill: (record: unknown) => string;
}

/** Reads `Title = {firstName}; ReorderPoint = 5`. What names no field, or one that is not to be filled, is complained of. */
export function parseExtras(told: string, kinds: Readonly<Record<string, Kind>>, check: SettingsCheck): readonly ExtraField[] {
  const parts = told.split(/[;\n]/).map((part) => part.trim()).filter((part) => part !== '');
  return parts.flatMap((part) => {
    const [, name = '', template = ''] = /^(\w+)\s*=\s*(.*)$/.exec(part) ?? [];
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind && template !== '') return [{ name, kind, fill: compileTemplate(template) }];
    check.complain('extraFields', `Further fields: “${part}” names none of ${Object.keys(kinds).join(', ')}.`, part);
    return [];
  });
}

/** The further fields of a record, beside what the company has. Throws a `data` error for a value its field cannot hold. */
export function wantedExtras(fields: readonly ExtraField[], record: unknown, company: Company, known: Readonly<Record<string, unknown>> | null): readonly WantedValue[] {
  return fields.map(({ name, kind, fill }) => ({ name, field: name, value: valueOf(name, kind, fill(record).trim(), company), current: known?.[name] as Value | undefined }));
}

function valueOf(name: string, kind: Kind, told: string, company: Company): Value {
  if (told === '') return '';
  switch (kind.is) {
    case 'text': {
      const value = cutText(told, kind.max);
      return kind.inside === undefined ? value : { [kind.inside]: value };
    }
    case 'number':
      return isDecimal(told) ? toJsonNumber(told) : refuse(name, told);
    case 'flag':
      return told === 'true' ? true : told === 'false' ? false : refuse(name, told);
    case 'choice':
      return kind.of.find((choice) => choice.toLowerCase() === told.toLowerCase()) ?? refuse(name, told);
    case 'row': {
      const id = kind.of === 'taxCodes' ? company.taxCodes.named(told)?.id : company[kind.of].find(told)?.Id;
      return id === undefined ? refuse(name, told) : { value: id };
    }
  }
}

function refuse(field: string, value: string): never {
  throw new FluxoError({ code: 'quickbooks.bad_extra', kind: 'data', what: `Further fields: ${field} cannot hold “${value.slice(0, 60)}”.`, where: { field: 'extraFields' }, params: { name: field, value: value.slice(0, 60) }, fix: 'Correct the value in the source, or the line of this field in the target’s settings.' });
}
