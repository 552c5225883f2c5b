import type { FieldInfo } from '#shared/entities/fields.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { addedSaleFields, saleRecord } from './saleRecord.ts';

/** An order with what `saleRecord` makes of it, and whether it was cancelled as a whole. */
export const orderRecord = (order: SourceRecord, relation: SourceRecord | undefined): SourceRecord => ({ ...saleRecord(order, relation), isCancelled: order['cancelState'] === 'ORDER-CANCEL-STATE-COMPLETE' });

/** What `orderRecord` adds, for the mapper's tree. */
export const addedOrderFields: readonly FieldInfo[] = [...addedSaleFields, { path: 'isCancelled', label: 'Cancelled', type: 'boolean', help: 'Cancelled as a whole.' }];
