import { Tabs as RadixTabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { focusChosen } from './focusChosen.ts';

interface TabsProps<V extends string> {
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly label: string;
  readonly tabs: readonly { readonly value: V; readonly label: ReactNode; readonly count?: number | undefined }[];
  /** At the end of the tab line. */
  readonly aside?: ReactNode;
  /** `Tabs.Panel`s. */
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** A line of tabs with its panels below; the chosen one is marked by a line, not by a box. */
export function Tabs<V extends string>({ value, onChange, label, tabs, aside, children, className }: TabsProps<V>) {
  return (
    <RadixTabs.Root value={value} onValueChange={(next) => onChange(next as V)} className={classes('flex min-h-0 flex-1 flex-col', className)}>
      <div className="flex h-9 shrink-0 items-center justify-between gap-2 border-b border-line px-3">
        <RadixTabs.List aria-label={label} onFocus={focusChosen} className="flex h-full min-w-0 gap-4 overflow-x-auto overflow-y-hidden [scrollbar-width:none] narrow:gap-2.5">
          {tabs.map((tab) => (
            <RadixTabs.Trigger
              key={tab.value}
              value={tab.value}
              className="relative inline-flex h-full shrink-0 items-center gap-1.5 text-13 text-muted transition-colors hover:text-text data-[state=active]:font-medium data-[state=active]:text-text data-[state=active]:after:absolute data-[state=active]:after:inset-x-0 data-[state=active]:after:bottom-0 data-[state=active]:after:h-0.5 data-[state=active]:after:bg-accent focus-visible:outline-offset-[-2px]"
            >
              {tab.label}
              {tab.count !== undefined && tab.count > 0 && <span className="tabular rounded-full bg-sunken px-1.5 text-12 text-muted">{tab.count}</span>}
            </RadixTabs.Trigger>
          ))}
        </RadixTabs.List>
        {aside}
      </div>
      {children}
    </RadixTabs.Root>
  );
}

export function TabPanel({ value, children, className }: { readonly value: string; readonly children: ReactNode; readonly className?: string }) {
  return (
    <RadixTabs.Content value={value} className={classes('min-h-0 flex-1 focus-visible:outline-offset-[-2px] data-[state=active]:flex data-[state=active]:flex-col', className)}>
      {children}
    </RadixTabs.Content>
  );
}
