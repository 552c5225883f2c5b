import type { LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Keys } from './Keys.tsx';

export type MenuEntry =
  | {
      readonly label: string;
      readonly icon?: LucideIcon | undefined;
      readonly keys?: string | undefined;
      readonly danger?: boolean | undefined;
      readonly disabled?: boolean | undefined;
      readonly checked?: boolean | undefined;
      readonly onSelect: () => void;
    }
  | 'line';

/** A menu under its trigger. Not modal: the page keeps its scroll bar, and nothing has to be injected to lock it. */
export function Menu({ trigger, entries, align = 'end' }: { readonly trigger: ReactNode; readonly entries: readonly MenuEntry[]; readonly align?: 'start' | 'end' }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <MenuItems entries={entries} align={align} />
    </DropdownMenu.Root>
  );
}

/** What drops down, for menus that are opened otherwise than by a click on their trigger. */
export function MenuItems({ entries, align, label }: { readonly entries: readonly MenuEntry[]; readonly align: 'start' | 'end'; readonly label?: string }) {
  return (
    <DropdownMenu.Portal>
      <DropdownMenu.Content align={align} aria-label={label} sideOffset={4} collisionPadding={8} className="z-40 min-w-44 animate-appear rounded-8 bg-raised p-1 text-13 shadow-float">
        {entries.map((entry, index) =>
          entry === 'line' ? (
            <DropdownMenu.Separator key={index} className="my-1 h-px bg-line" />
          ) : (
            <DropdownMenu.Item
              key={entry.label}
              disabled={entry.disabled ?? false}
              onSelect={entry.onSelect}
              className={classes('flex h-7 items-center gap-2 rounded-4 px-2 outline-none data-[disabled]:opacity-40 data-[highlighted]:bg-hover', entry.danger && 'text-failed')}
            >
              {entry.icon ? <entry.icon size={14} aria-hidden className={entry.danger ? '' : 'text-muted'} /> : <span className="w-3.5" />}
              <span className="flex-1">{entry.label}</span>
              {entry.keys && <Keys combo={entry.keys} />}
            </DropdownMenu.Item>
          ),
        )}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  );
}
