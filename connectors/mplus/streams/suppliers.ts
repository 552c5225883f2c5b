import type { CallContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from '../client.ts';
import { list, textOf } from '../wire/values.ts';
import { categoriesOf } from './consent.ts';

const isOne = (category: string) => category !== '' && category !== '0';

/** Tells whether a card is that of a supplier who buys nothing. */
export type SupplierTest = (relation: SourceRecord) => boolean;

/**
 * A card does not say what it is; its categories do. One that stands among suppliers only is a supplier's; one in another category as well, or in none, may be a customer's. A till
 * whose software does not know categories has no suppliers. Null when none of `relations` is in a category, so that nobody had to be asked.
 */
export async function readSuppliers(client: MplusClient, relations: readonly SourceRecord[], call: CallContext): Promise<SupplierTest | null> {
  if (!relations.some((relation) => categoriesOf(relation).some(isOne))) return null;
  let answer: SourceRecord;
  try {
    answer = await client.call('getCardCategories', {}, call);
  } catch (thrown) {
    if (thrown instanceof FluxoError && thrown.code === 'mplus.not_supported') return () => false;
    throw thrown;
  }
  const suppliers = new Set(list(answer['relationCardCategoryList']).filter((category) => category['isSupplierGroup'] === true).map((category) => textOf(category['categoryId'])));
  return (relation) => {
    const own = categoriesOf(relation).filter(isOne);
    return own.length > 0 && own.every((category) => suppliers.has(category));
  };
}
