import * as z from 'zod';
import { defineStream } from '#connectors/sdk/connector.ts';
import type { Cursor } from '#connectors/sdk/connector.ts';
import { readCursor } from '#connectors/sdk/readCursor.ts';
import { isDecimal, subtract } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import type { QuickBooksClient } from '../client.ts';
import { stockMapping } from '../defaultMappings/stock.ts';
import { stockVersion } from '../stockVersion.ts';
import { textOf } from '../values.ts';
import { itemFields } from './items.ts';
import { PassSchema, readPass } from './readPass.ts';
import { activeOnlyField, pageSizeField } from './startPoint.ts';

const settings: readonly SettingField[] = [activeOnlyField, pageSizeField];

/** Where a scan is; `read` when it came to its end and the next run begins anew. */
const CursorSchema = z.union([z.strictObject({ scan: PassSchema }), z.strictObject({ scan: z.literal('read') })]);

/** An item with its quantity in the words of a stock record. */
function stockRecord(item: SourceRecord): SourceRecord {
  const onHand = isDecimal(item['QtyOnHand']) ? item['QtyOnHand'] : '0';
  const promised = isDecimal(item['QtyOnSalesOrder']) ? item['QtyOnSalesOrder'] : '0';
  const ordered = isDecimal(item['QtyOnPurchaseOrder']) ? item['QtyOnPurchaseOrder'] : '0';
  return { ...item, free: subtract(onHand, promised), reserved: promised, incoming: ordered };
}

export const stockLevels = defineStream<QuickBooksClient>({
  name: 'stockLevels',
  label: 'Stock on hand',
  help: 'The quantities of all inventory items, read anew each time: a sale moves a quantity without marking the item as changed. Only what differs from the last time goes on.',
  entity: 'stock',
  settings,
  asked: ['activeOnly'],
  fields: [
    { path: 'free', label: 'Free', type: 'decimal', help: 'On hand, less what is on sales orders.' },
    { path: 'reserved', label: 'On sales orders', type: 'decimal' },
    { path: 'incoming', label: 'On purchase orders', type: 'decimal' },
    ...itemFields.filter(({ path }) => !['category', 'categoryName', 'taxPercent', 'priceIncl', 'priceExcl', 'currency', 'isStocked'].includes(path)),
  ],
  defaultMapping: stockMapping,
  key: (item) => textOf(item['Id']),
  version: (item) => stockVersion(textOf(item['QtyOnHand']), textOf(item['QtyOnSalesOrder']), textOf(item['QtyOnPurchaseOrder'])),
  type: () => 'Item',
  describe: (item) => ({ title: textOf(item['Name']) || textOf(item['Id']), ...(textOf(item['Sku']) !== '' && { subtitle: textOf(item['Sku']) }), amount: textOf(item['QtyOnHand']) || '0' }),

  async *read(context) {
    const chosen = withDefaults(settings, context.settings);
    const scan = context.cursor === null ? 'read' : readCursor(CursorSchema, context.cursor).scan;
    const begun = scan === 'read' ? { at: 0 } : scan;
    let left = context.limit ?? Number.POSITIVE_INFINITY;
    const size = () => Math.max(1, Math.min(Number(chosen['pageSize']), left));
    const where = [{ property: 'Type', is: 'Inventory' }, { property: 'Active', in: chosen['activeOnly'] === true ? [true] : [true, false] }];
    for await (const { rows, pass } of readPass(context.client, { name: 'Item', where }, begun, size, context)) {
      yield { records: rows.map(stockRecord), cursor: { scan: pass ?? 'read' } as unknown as Cursor };
      left -= rows.length;
      if (left <= 0) return;
    }
  },

  async readOne(context, key) {
    const found = /^\d{1,18}$/.test(key) ? await context.client.readWhole('Item', key, context) : null;
    return found?.['Type'] === 'Inventory' ? stockRecord(found) : null;
  },
});
