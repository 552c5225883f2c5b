import { Command } from 'cmdk';
import { ChevronsUpDown, WifiOff } from 'lucide-react';
import { Popover as RadixPopover } from 'radix-ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Checkbox } from '#renderer/ui/toggles.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { inputLook } from '#renderer/ui/inputs.tsx';
import { usePick } from './usePick.ts';
import type { FieldOf, RowProps } from './rowProps.ts';

/** One id out of a live list; typed by hand while the list cannot be read. */
export function PickRow({ field, value, text, ownConnection, sourceConnection, error, onChange }: RowProps<FieldOf<'pick'>>) {
  const pick = usePick(field.from, ownConnection, sourceConnection);
  const label = text.label(field);
  return (
    <Field label={label} help={pick.offline ?? text.help(field)} error={error} required={field.required}>
      {(ids) => <Combobox {...ids} label={label} value={typeof value === 'string' ? value : ''} onChange={(next) => onChange(next || undefined)} {...pick} allowTyped clearable={!field.required} />}
    </Field>
  );
}

/** Several ids out of a live list. */
export function PickManyRow({ field, value, text, ownConnection, sourceConnection, error, onChange }: RowProps<FieldOf<'pickMany'>>) {
  const { t } = useTranslation(['editor', 'ui']);
  const pick = usePick(field.from, ownConnection, sourceConnection);
  const [typed, setTyped] = useState('');
  const chosen = Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
  const known = new Set(pick.options.map((option) => option.value));
  const options = [...pick.options, ...chosen.filter((entry) => !known.has(entry)).map((entry) => ({ value: entry, label: entry }))];
  const toggle = (entry: string) => onChange(chosen.includes(entry) ? chosen.filter((other) => other !== entry) : [...chosen, entry]);
  const names = chosen.map((entry) => options.find((option) => option.value === entry)?.label ?? entry).join(', ');
  const label = text.label(field);
  return (
    <Field label={label} help={pick.offline ?? text.help(field)} error={error} required={field.required}>
      {(ids) => (
        <RadixPopover.Root>
          <RadixPopover.Trigger asChild>
            <button {...ids} type="button" role="combobox" aria-label={label} aria-expanded={false} className={classes(inputLook, 'inline-flex items-center gap-1.5 text-left')}>
              <span className={classes('min-w-0 flex-1 truncate', names === '' && 'text-faint')}>{names || t('editor:form.all')}</span>
              {chosen.length > 1 && <span className="tabular rounded-full bg-sunken px-1.5 text-12 text-muted">{chosen.length}</span>}
              {pick.offline ? <WifiOff size={12} aria-hidden className="shrink-0 text-faint" /> : <ChevronsUpDown size={12} aria-hidden className="shrink-0 text-faint" />}
            </button>
          </RadixPopover.Trigger>
          <RadixPopover.Portal>
            <RadixPopover.Content align="start" sideOffset={4} collisionPadding={8} className="z-50 w-(--radix-popover-trigger-width) animate-appear rounded-8 bg-raised text-13 shadow-float">
              <Command label={label} loop>
                <Command.Input value={typed} onValueChange={setTyped} placeholder={t('ui:searchOrType')} className="h-8 w-full border-b border-line bg-transparent px-3 outline-none" />
                <Command.List className="scroll-y max-h-72 p-1">
                  {options.map((option) => (
                    <Command.Item key={option.value} value={option.value} keywords={[option.label]} onSelect={() => toggle(option.value)} className="flex h-7 items-center gap-2 rounded-4 px-2 data-[selected=true]:bg-hover">
                      <Checkbox checked={chosen.includes(option.value)} onChange={() => toggle(option.value)} label={option.label} />
                      <span className="min-w-0 flex-1 truncate">{option.label}</span>
                      <span className="tabular text-12 text-faint">{option.value}</span>
                    </Command.Item>
                  ))}
                  {typed.trim() !== '' && !options.some((option) => option.value === typed.trim()) && (
                    <Command.Item
                      value={`typed ${typed}`}
                      onSelect={() => {
                        toggle(typed.trim());
                        setTyped('');
                      }}
                      className="flex h-7 items-center rounded-4 px-2 text-muted data-[selected=true]:bg-hover"
                    >
                      {t('ui:useTyped', { value: typed.trim() })}
                    </Command.Item>
                  )}
                  {options.length === 0 && typed === '' && <p className="px-2 py-1.5 text-12 text-muted">{pick.loading ? t('ui:loading') : (pick.offline ?? t('ui:nothingFound'))}</p>}
                </Command.List>
              </Command>
            </RadixPopover.Content>
          </RadixPopover.Portal>
        </RadixPopover.Root>
      )}
    </Field>
  );
}
