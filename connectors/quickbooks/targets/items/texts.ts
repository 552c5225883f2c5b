import type { Product } from '#shared/entities/product.ts';
import { applyValueSetting } from '#shared/settings/valueSetting.ts';
import { cutText } from '../../cutText.ts';
import type { ItemSettings } from './settings.ts';

/** The service keeps so many characters of a description, and of one for purchases. */
const longest = { description: 4000, purchase: 1000 } as const;

export interface ItemTexts {
  readonly description: string;
  readonly purchaseDescription: string;
}

/** The description with a line for each wanted attribute, feature and barcode. Parks the product when the table wants to know an attribute first. */
export function textsOf(product: Product, settings: ItemSettings): ItemTexts {
  if (!settings.writeContent) return { description: '', purchaseDescription: '' };
  const traits = settings.traits.enabled ? [...(product.attributes ?? []), ...(product.features ?? [])] : [];
  const lines = traits.flatMap(({ name, value }) => {
    const word = (value ?? '').trim() === '' ? '' : applyValueSetting(settings.traits, name, 'traits', 'Attributes and features').trim();
    return word === '' ? [] : [`${word}: ${value}`];
  });
  const barcode = settings.barcodeTo === 'description' && product.barcode ? [`EAN: ${product.barcode}`] : [];
  return {
    description: cutText([product.description ?? '', ...lines, ...barcode].filter((line) => line !== '').join('\n'), longest.description),
    purchaseDescription: settings.shortDescriptionTo === 'purchase' ? cutText(product.shortDescription ?? '', longest.purchase) : '',
  };
}
