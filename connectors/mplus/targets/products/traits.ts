import type { Product, ProductTrait } from '#shared/entities/product.ts';
import { FluxoError } from '#shared/errors.ts';
import { applyValueSetting } from '#shared/settings/valueSetting.ts';
import type { ValueSetting } from '#shared/settings/valueSetting.ts';
import type { ProductSettings } from './settings.ts';

/** What the attributes and features of a product fill at the till: fields of the article by name, and the till's own fields by theirs. */
export interface FilledTraits {
  readonly fields: ReadonlyMap<string, string>;
  readonly custom: ReadonlyMap<string, string>;
}

const ownFields = { attributes: ['colour', 'size'], features: ['brandName', 'unit', 'contentUnit', 'invoiceText', 'receiptText', 'displayText', 'extraText'] } as const;
const custom = /^custom:\s*(.+)$/i;

const labels = { attributes: 'Attributes', features: 'Features' } as const;

/** Follows the two tables. A name they do not have goes by the setting's rule for such values; of two names for one field the first counts. */
export function fillTraits(product: Product, settings: ProductSettings): FilledTraits {
  const fields = new Map<string, string>();
  const own = new Map<string, string>();
  for (const kind of ['attributes', 'features'] as const) {
    for (const { name, value } of product[kind] ?? []) {
      const place = value === '' || !settings[kind].enabled ? '' : placeOf(name, kind, settings[kind]);
      if (place === '') continue;
      const customName = custom.exec(place)?.[1]?.trim();
      if (customName !== undefined) own.set(customName, own.get(customName) ?? value);
      else fields.set(place, fields.get(place) ?? value);
    }
  }
  return { fields, custom: own };
}

/** The field at the till; empty for a trait that is left out. */
function placeOf(name: ProductTrait['name'], kind: 'attributes' | 'features', setting: ValueSetting): string {
  const told = kind === 'attributes' ? applyValueSetting(setting, name, 'attributes', 'Attributes') : applyValueSetting(setting, name, 'features', 'Features');
  const place = told.trim();
  if (place === '' || custom.test(place)) return place;
  const found = (ownFields[kind] as readonly string[]).find((field) => field.toLowerCase() === place.toLowerCase());
  if (found !== undefined) return found;
  throw new FluxoError({ code: 'mplus.no_such_place', kind: 'data', what: `${labels[kind]}: an article has no place “${place}” for “${name}”.`, where: { field: kind }, params: { label: labels[kind], place, name }, parkedOn: { setting: kind, value: name }, fix: 'Correct the row of the table: a field of the article, or custom:NAME for one of the till’s own.' });
}

/** Every place the tables name, for a check before the run. */
export function unknownPlaces(settings: ProductSettings): readonly { readonly kind: 'attributes' | 'features'; readonly place: string }[] {
  return (['attributes', 'features'] as const).flatMap((kind) =>
    !settings[kind].enabled ? [] : [settings[kind].default, ...(settings[kind].table ?? []).map(({ to }) => to)]
      .map((place) => place.trim())
      .filter((place) => place !== '' && !custom.test(place) && !(ownFields[kind] as readonly string[]).some((field) => field.toLowerCase() === place.toLowerCase()))
      .map((place) => ({ kind, place })),
  );
}
