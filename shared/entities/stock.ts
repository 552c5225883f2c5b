import type { Decimal } from '../money/decimal.ts';
import type { EntityInfo } from './fields.ts';

/** How much of an article lies in one shop or store. */
export interface BranchStock {
  readonly branch: string;
  readonly free: Decimal;
  readonly reserved?: Decimal;
  readonly incoming?: Decimal;
}

/** How much there is of an article, over all places the source was asked for. One record per article, with what holds now. */
export interface Stock {
  readonly sourceId: string;
  readonly sku?: string;
  readonly name?: string;
  /** EAN or another printed code. */
  readonly barcode?: string;
  /** What can be sold now: what is there less what is promised to somebody. */
  readonly free: Decimal;
  /** Promised to somebody, but still there. */
  readonly reserved?: Decimal;
  /** Ordered from suppliers, not there yet. */
  readonly incoming?: Decimal;
  readonly isStocked?: boolean;
  readonly branches?: readonly BranchStock[];
}

export const stockEntity: EntityInfo = {
  name: 'stock',
  label: 'Stock',
  fields: [
    { path: 'sourceId', label: 'Source id', type: 'text', required: true },
    { path: 'sku', label: 'SKU', type: 'text' },
    { path: 'name', label: 'Name', type: 'text' },
    { path: 'barcode', label: 'Barcode', type: 'text', help: 'EAN or another printed code.' },
    { path: 'free', label: 'Free', type: 'decimal', required: true, help: 'What can be sold now: what is there less what is promised to somebody.' },
    { path: 'reserved', label: 'Reserved', type: 'decimal', help: 'Promised to somebody, but still there.' },
    { path: 'incoming', label: 'Incoming', type: 'decimal', help: 'Ordered from suppliers, not there yet.' },
    { path: 'isStocked', label: 'Kept in stock', type: 'boolean' },
    { path: 'branches', label: 'Branches', type: 'list' },
    { path: 'branches[].branch', label: 'Branch', type: 'text', required: true },
    { path: 'branches[].free', label: 'Free', type: 'decimal', required: true },
    { path: 'branches[].reserved', label: 'Reserved', type: 'decimal' },
    { path: 'branches[].incoming', label: 'Incoming', type: 'decimal' },
  ],
};
