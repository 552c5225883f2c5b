import { amountParts } from './amountParts.ts';
import { useLocale } from './Time.tsx';

/** An amount for a column: sign of the currency at the left edge, digits at the right, all figures under each other. */
export function Amount({ amount, className }: { readonly amount: string; readonly className?: string }) {
  const parts = amountParts(amount, useLocale());
  if (!parts) return <span className={className}>{amount}</span>;
  return (
    <span className={`tabular flex justify-between gap-1 ${className ?? ''}`}>
      <span className="text-faint">{parts.symbol}</span>
      <span>{parts.number}</span>
    </span>
  );
}

/** The same inside a sentence. */
export function InlineAmount({ amount, className }: { readonly amount: string; readonly className?: string }) {
  const parts = amountParts(amount, useLocale());
  return <span className={`tabular whitespace-nowrap ${className ?? ''}`}>{parts?.text ?? amount}</span>;
}
