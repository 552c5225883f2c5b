import { useId, type ReactNode } from 'react';

/** A titled box of the home page. */
export function Section({ title, aside, children }: { readonly title: ReactNode; readonly aside?: ReactNode; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col overflow-hidden rounded-8 border border-line bg-surface">
      <header className="flex h-10 shrink-0 items-center justify-between gap-2 border-b border-line px-4">
        <h2 id={id} className="text-13 font-semibold">
          {title}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
