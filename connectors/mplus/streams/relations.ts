import { defineStream } from '#connectors/sdk/connector.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';
import type { MplusClient } from '../client.ts';
import { relationMapping } from '../defaultMappings/relations.ts';
import { operations } from '../fieldTable/operations.ts';
import { relationType } from '../targets/relations/effects.ts';
import { list } from '../wire/values.ts';
import { buyerFields, buyerOf, deliveryAddressOf, firstAddress } from './buyer.ts';
import { categoriesOf, consentFields, consentOf, consentSettings } from './consent.ts';
import { fieldsOf, itemShape } from './fieldsOf.ts';
import { markerPages, markerSettings } from './markerPages.ts';
import { texts } from './saleSettings.ts';
import { readSuppliers } from './suppliers.ts';
import type { SupplierTest } from './suppliers.ts';

const settings: readonly SettingField[] = [
  { key: 'categories', label: 'Card categories', type: 'pickMany', from: { list: 'relationCategories', of: 'own' }, group: 'What is read', help: 'Such as customers without suppliers. None chosen: all cards.' },
  ...consentSettings,
  ...markerSettings,
];

/** A card with who it is about and its two addresses told apart. */
function relationRecord(relation: SourceRecord, chosen: Settings, isSupplier: SupplierTest | null): SourceRecord {
  const billTo = firstAddress([relation]);
  const shipTo = firstAddress([deliveryAddressOf(relation)]);
  const consent = consentOf(relation, chosen);
  return { ...relation, isSupplier: isSupplier?.(relation) ?? false, buyer: buyerOf(relation), ...(billTo && { billTo }), ...(shipTo && { shipTo }), ...(consent !== undefined && { mailConsent: consent }) };
}

export const relations = defineStream<MplusClient>({
  name: 'relations',
  label: 'Customers and suppliers',
  help: 'The cards of customers and suppliers (relations), new and changed ones. Nothing is ever deleted there; cards become inactive.',
  entity: 'customer',
  settings,
  asked: ['categories', 'consentFrom', 'startFrom'],
  fields: [{ path: 'isSupplier', label: 'Supplier', type: 'boolean', help: 'The card stands in categories of suppliers only.' }, ...buyerFields, ...consentFields, ...fieldsOf(itemShape(operations.getRelations.answer))],
  defaultMapping: relationMapping,
  type: () => relationType,
  key: (relation) => String(relation['relationNumber'] ?? ''),
  version: (relation) => String(relation['syncMarker'] ?? ''),
  describe(relation) {
    const { name, person } = relation['buyer'] as SourceRecord;
    return { title: String(name ?? relation['relationNumber'] ?? ''), ...(typeof person === 'string' && person !== name && { subtitle: person }) };
  },

  async *read(context) {
    const categories = new Set(texts(context.settings['categories']));
    const pages = markerPages(context, {
      counter: 'relationSyncMarker',
      markerOf: (relation) => relation['syncMarker'],
      keep: categories.size === 0 ? undefined : (relation) => categoriesOf(relation).some((id) => categories.has(id)),
      ask: async (syncMarker, syncMarkerLimit) => list((await context.client.call('getRelations', { request: { syncMarker, syncMarkerLimit } }, context))['relationList']),
    });
    let isSupplier: SupplierTest | null = null;
    for await (const page of pages) {
      isSupplier ??= await readSuppliers(context.client, page.items, context);
      const test = isSupplier;
      yield { records: page.items.map((relation) => relationRecord(relation, context.settings, test)), cursor: page.cursor };
    }
  },

  async readOne(context, key) {
    if (!/^\d{1,18}$/.test(key)) return null;
    const answer = await context.client.call('getRelations', { request: { relationNumbers: [key] } }, context);
    const found = list(answer['relationList']).find((relation) => relation['relationNumber'] === key);
    return found ? relationRecord(found, context.settings, await readSuppliers(context.client, [found], context)) : null;
  },
});
