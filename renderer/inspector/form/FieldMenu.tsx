import { Command } from 'cmdk';
import { Popover as RadixPopover } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo } from '#shared/entities/fields.ts';
import { asText, readPath } from '#shared/mapping/path.ts';

interface FieldMenuProps {
  readonly trigger: ReactNode;
  readonly fields: readonly FieldInfo[];
  readonly record: unknown;
  readonly onChoose: (path: string) => void;
}

/** Fields to choose from, each with its value in the current record. */
export function FieldMenu({ trigger, fields, record, onChoose }: FieldMenuProps) {
  const { t } = useTranslation('ui');
  const [open, setOpen] = useState(false);
  return (
    <RadixPopover.Root open={open} onOpenChange={setOpen}>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content align="end" sideOffset={4} collisionPadding={8} className="z-50 w-80 animate-appear rounded-8 bg-raised text-13 shadow-float">
          <Command label={t('search')} loop>
            <Command.Input placeholder={t('search')} className="h-8 w-full border-b border-line bg-transparent px-3 outline-none" />
            <Command.List className="scroll-y max-h-72 p-1">
              <Command.Empty className="px-2 py-1.5 text-12 text-muted">{t('nothingFound')}</Command.Empty>
              {fields.filter((field) => field.type !== 'list' && !field.path.includes('[]')).map((field) => (
                <Command.Item
                  key={field.path}
                  value={field.path}
                  keywords={[field.label]}
                  onSelect={() => {
                    setOpen(false);
                    onChoose(field.path);
                  }}
                  className="flex min-h-7 items-center gap-2 rounded-4 px-2 data-[selected=true]:bg-hover"
                >
                  <span className="min-w-0 flex-1 truncate">{field.path}</span>
                  <span className="max-w-32 truncate text-12 text-faint">{asText(readPath(record, field.path.split('.')))}</span>
                </Command.Item>
              ))}
            </Command.List>
          </Command>
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
