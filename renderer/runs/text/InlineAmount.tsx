import { amountParts } from './amountParts.ts';
import { useLocale } from './Time.tsx';

/** An amount inside a sentence, in the reader's notation. */
export function InlineAmount({ amount, className }: { readonly amount: string; readonly className?: string }) {
  const parts = amountParts(amount, useLocale());
  return <span className={`tabular whitespace-nowrap ${className ?? ''}`}>{parts?.text ?? amount}</span>;
}
