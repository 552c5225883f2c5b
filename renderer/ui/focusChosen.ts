import type { FocusEvent } from 'react';

/**
 * The group itself is nothing to work with: what is chosen in it takes the focus. Radix does so too, but not after a
 * click on what had the focus already, and then nobody sees where the focus is.
 */
export function focusChosen(event: FocusEvent<HTMLElement>): void {
  if (event.target !== event.currentTarget) return;
  (event.currentTarget.querySelector<HTMLElement>('[data-state="active"], [data-state="on"]') ?? event.currentTarget.querySelector<HTMLElement>('button:not(:disabled)'))?.focus();
}
