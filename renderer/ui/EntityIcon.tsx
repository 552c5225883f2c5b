import { Boxes, FolderTree, Package, ReceiptText, Shapes, UserRound, type LucideIcon } from 'lucide-react';
import { classes } from './classes.ts';

const looks: Readonly<Record<string, { readonly icon: LucideIcon; readonly text: string }>> = {
  order: { icon: ReceiptText, text: 'text-type-order' },
  customer: { icon: UserRound, text: 'text-type-customer' },
  product: { icon: Package, text: 'text-type-product' },
  stock: { icon: Boxes, text: 'text-type-stock' },
  category: { icon: FolderTree, text: 'text-type-category' },
};

/** What kind of record something is about, in the colour its lines and ports have on the canvas. Decoration: the word stands beside it. */
export function EntityIcon({ entity, size = 14, className }: { readonly entity: string; readonly size?: number; readonly className?: string }) {
  const { icon: Icon, text } = looks[entity] ?? { icon: Shapes, text: 'text-type-source' };
  return <Icon size={size} aria-hidden className={classes('shrink-0', text, className)} />;
}
