import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import { Keys } from './Keys.tsx';

interface TipProps {
  readonly text: ReactNode;
  readonly keys?: string | undefined;
  readonly side?: 'top' | 'bottom' | 'left' | 'right' | undefined;
  /** One element that takes a ref; it keeps its own name for screen readers. */
  readonly children: ReactNode;
}

/** A tooltip; says what a thing is called, never something needed to use it. */
export function Tip({ text, keys, side = 'bottom', children }: TipProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content side={side} sideOffset={6} collisionPadding={8} className="z-50 flex max-w-72 animate-appear items-center gap-2 rounded-6 bg-raised px-2 py-1 text-12 text-text shadow-float">
          {text}
          {keys && <Keys combo={keys} />}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

/** Stands once around the app: neighbouring tooltips then open without waiting again. */
export function TipProvider({ children }: { readonly children: ReactNode }) {
  return <Tooltip.Provider delayDuration={500} skipDelayDuration={300}>{children}</Tooltip.Provider>;
}
