import { valuesToWrite, whenNewOnly } from '#connectors/sdk/writeModes.ts';
import type { WantedValue } from '#connectors/sdk/writeModes.ts';
import type { Product } from '#shared/entities/product.ts';
import type { WriteMode } from '#shared/mapping/mapping.ts';
import { compare, isDecimal, isZero, round } from '#shared/money/decimal.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import { list, textOf } from '../../wire/values.ts';
import type { ProductSettings } from './settings.ts';
import type { Shelved } from './shelf.ts';
import { fillTraits } from './traits.ts';

export interface FieldContext {
  readonly settings: ProductSettings;
  /** Empty when nothing says what the VAT is. */
  readonly vatCode: string;
  readonly modeOf: (field: string) => WriteMode;
  readonly warn: (reason: Reason) => void;
}

/** What an article and its product get, by their names at the till. */
export interface ArticleValues {
  readonly article: Readonly<Record<string, Value>>;
  readonly product: Readonly<Record<string, Value>>;
}

/** Fields that people improve at the till. */
const descriptive: ReadonlySet<string> = new Set(['name', 'parentName', 'description', 'shortDescription', 'brand', 'features']);

/** The values of a product for a new article, or what of a known one differs and may be written. */
export function articleValues(product: Product, known: Shelved | null, { settings, vatCode, modeOf, warn }: FieldContext): ArticleValues {
  const isNew = known === null;
  const traits = fillTraits(product, settings);
  const name = shortened(product.name, settings.nameLength, 'name', warn);
  const article = known?.article ?? {};
  const wanted: readonly (readonly [name: string, field: string, value: Value | undefined])[] = [
    ['description', 'name', name],
    ['colour', 'color', product.color || traits.fields.get('colour')],
    ['size', 'size', product.size || traits.fields.get('size')],
    ['invoiceText', 'shortDescription', product.shortDescription || traits.fields.get('invoiceText')],
    ['receiptText', 'features', traits.fields.get('receiptText')],
    ['displayText', 'features', traits.fields.get('displayText')],
    ['barcode', 'barcode', product.barcode],
    ['contentUnit', 'features', traits.fields.get('contentUnit')],
    ['brandName', 'brand', product.brand || traits.fields.get('brandName')],
    ['extraText', 'description', product.description || traits.fields.get('extraText')],
    ['vatCode', 'taxRate', vatCode],
    // Nought is what services say that were never told.
    ['purchasePrice', 'purchasePrice', product.purchasePrice && !isZero(product.purchasePrice) ? cents(product.purchasePrice, 'purchase price', warn) : undefined],
    ...priceOf(product, article, settings, warn),
    ['unit', 'unit', product.unit || traits.fields.get('unit')],
    ['active', 'active', product.active],
    ['stockArticle', 'isStocked', stockedOf(product, isNew, settings)],
    ['customFieldList', 'features', customFields(traits.custom, article)],
  ];
  const values = (rows: typeof wanted, current: SourceRecord): Readonly<Record<string, Value>> =>
    valuesToWrite(
      rows.flatMap(([field, from, value]): WantedValue[] => (value === undefined ? [] : [{ name: field, field: from, value, current: current[field] }])),
      { isNew, isSame, modeOf: (field) => (!settings.updateInformation && descriptive.has(field) ? whenNewOnly(modeOf(field)) : modeOf(field)) },
    );
  // A product of one article is called like it; one of several like what they have in common.
  const title = product.parentName ? shortened(product.parentName, settings.nameLength, 'name', warn) : known?.hasSiblings ? undefined : name;
  return { article: values(wanted, article), product: values([['description', product.parentName ? 'parentName' : 'name', title]], known?.product ?? {}) };
}

/** A decimal is the same however many noughts it ends in; all else is compared as text. */
function isSame(wanted: Value, current: Value | undefined): boolean {
  if (typeof wanted === 'object' || typeof current === 'object') return JSON.stringify(wanted) === JSON.stringify(current);
  if (current === undefined) return false;
  if (isDecimal(wanted) && isDecimal(current)) return compare(wanted, current) === 0;
  return String(wanted).trim() === String(current).trim();
}

function stockedOf({ isStocked }: Product, isNew: boolean, { stocked }: ProductSettings): boolean | undefined {
  if (stocked === 'on' || stocked === 'off') return stocked === 'on';
  return isNew ? (isStocked ?? true) : stocked === 'source' ? isStocked : undefined;
}

function priceOf(product: Product, article: SourceRecord, { prices }: ProductSettings, warn: FieldContext['warn']): readonly (readonly [name: string, field: string, value: Value | undefined])[] {
  const incl = ['priceIncl', 'priceIncl', cents(product.priceIncl, 'price', warn)] as const;
  const excl = ['priceExcl', 'priceExcl', cents(product.priceExcl, 'price', warn)] as const;
  // One of the two: the till works out the other, and both might contradict each other by a cent.
  if (prices === 'incl') return [incl];
  if (prices === 'excl') return [excl];
  // Where the source has both, one that is right is enough: the other is only off by what was rounded on the way.
  if ([incl, excl].some(([name, , price]) => price !== undefined && isSame(price, article[name]))) return [];
  return product.priceIncl ? [incl] : [excl];
}

/** The till keeps whole cents. */
function cents(price: string | undefined, what: string, warn: FieldContext['warn']): string | undefined {
  if (price === undefined || price === '') return undefined;
  const rounded = round(price, 2);
  if (compare(rounded, price) !== 0) warn({ code: 'mplus.price_rounded', text: `The ${what} ${price} was rounded to ${rounded}.`, params: { what, price, rounded } });
  return rounded;
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** At most so many letters as people count them, so that no emoji is cut in two. */
function shortened(text: string, most: number, field: string, warn: FieldContext['warn']): string {
  const parts = [...letters.segment(text.replace(/\s+/g, ' ').trim())];
  if (parts.length > most) warn({ code: 'mplus.cut', text: `The ${field} was cut to ${most} letters.`, params: { field, length: String(most) } });
  return parts.slice(0, most).map(({ segment }) => segment).join('').trim();
}

/** The till's own fields with ours among them: a list that is sent may stand for the whole. Undefined when nothing is to change. */
function customFields(values: ReadonlyMap<string, string>, article: SourceRecord): Value | undefined {
  if (values.size === 0) return undefined;
  const current = list(article['customFieldList']);
  const isKnown = (name: string) => current.some((field) => textOf(field['fieldName']) === name);
  const kept = current.map((field) => {
    const value = values.get(textOf(field['fieldName']));
    return value === undefined || textOf(field['strValue']) === value ? field : { fieldName: textOf(field['fieldName']), dataType: 'DATA-TYPE-STRING', strValue: value };
  });
  return [...kept, ...[...values].filter(([name]) => !isKnown(name)).map(([fieldName, strValue]) => ({ fieldName, dataType: 'DATA-TYPE-STRING', strValue }))];
}
