import { Command } from 'cmdk';
import { Popover as RadixPopover } from 'radix-ui';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo } from '#shared/entities/fields.ts';
import type { FieldSource } from '#shared/mapping/mapping.ts';
import { asText } from '#shared/mapping/path.ts';
import { likeness, fitsFrom, rankFields } from './rankFields.ts';
import { textAt } from './sourceTree.ts';
import { typeIcons } from './typeIcons.ts';

interface SourcePickerProps {
  /** What was typed to open it. */
  readonly typed: string;
  readonly target: FieldInfo;
  readonly fields: readonly FieldInfo[];
  readonly scope: unknown;
  readonly children: ReactNode;
  readonly onChoose: (from: FieldSource) => void;
  readonly onClose: () => void;
}

/** Type to map: the source's fields, those that fit by name first, each with its value; what is typed can also stand as a fixed text or begin a formula. */
export function SourcePicker({ typed: begun, target, fields, scope, children, onChoose, onClose }: SourcePickerProps) {
  const { t } = useTranslation(['ui', 'inspect']);
  const [typed, setTyped] = useState(begun);
  const ranked = useMemo(() => rankFields(fields, target), [fields, target]);
  const fitting = useMemo(() => new Set(ranked.filter((field) => likeness(field, target) >= fitsFrom).slice(0, 3).map((field) => field.path)), [ranked, target]);
  const text = typed.trim();
  const row = (field: FieldInfo) => {
    const Icon = typeIcons[field.type];
    return (
      <Command.Item key={field.path} value={field.path} keywords={[field.label]} onSelect={() => onChoose({ kind: 'path', path: field.path })} className="flex min-h-7 items-center gap-2 rounded-4 px-2 data-[selected=true]:bg-hover">
        <Icon size={12} aria-hidden className="shrink-0 text-faint" />
        <span className="min-w-0 flex-1 truncate">{field.path}</span>
        <span className="tabular max-w-32 truncate text-12 text-faint">{asText(textAt(scope, field.path))}</span>
      </Command.Item>
    );
  };
  return (
    <RadixPopover.Root open onOpenChange={(open) => !open && onClose()}>
      <RadixPopover.Anchor asChild>{children}</RadixPopover.Anchor>
      <RadixPopover.Portal>
        <RadixPopover.Content align="start" sideOffset={4} collisionPadding={8} aria-label={t('inspect:mapper.pick', { field: target.label })} className="z-50 w-80 animate-appear rounded-8 bg-raised text-13 shadow-float">
          <Command label={t('inspect:mapper.pick', { field: target.label })} loop>
            <Command.Input autoFocus value={typed} onValueChange={setTyped} placeholder={t('inspect:mapper.pickPlaceholder')} className="h-8 w-full border-b border-line bg-transparent px-3 outline-none" />
            <Command.List className="scroll-y max-h-72 p-1">
              {text === '' && fitting.size > 0 && (
                <Command.Group heading={t('inspect:mapper.fitting')} className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-faint">
                  {ranked.filter((field) => fitting.has(field.path)).map(row)}
                  <Command.Separator className="my-1 h-px bg-line" />
                </Command.Group>
              )}
              {ranked.filter((field) => text !== '' || !fitting.has(field.path)).map(row)}
              {text !== '' && (
                <>
                  <Command.Item value={`fixed ${text}`} forceMount onSelect={() => onChoose({ kind: 'constant', value: text })} className="flex min-h-7 items-center rounded-4 px-2 text-muted data-[selected=true]:bg-hover">{t('inspect:mapper.asFixed', { text })}</Command.Item>
                  <Command.Item value={`formula ${text}`} forceMount onSelect={() => onChoose({ kind: 'formula', text })} className="flex min-h-7 items-center rounded-4 px-2 text-muted data-[selected=true]:bg-hover">{t('inspect:mapper.asFormula', { text })}</Command.Item>
                </>
              )}
            </Command.List>
          </Command>
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
