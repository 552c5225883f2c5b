import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '#renderer/ui/Field.tsx';
import { CommitInput, Input, Select } from '#renderer/ui/inputs.tsx';
import { Segmented, Switch } from '#renderer/ui/toggles.tsx';
import { TemplateInput } from './TemplateInput.tsx';
import { parseNumber } from './formModel.ts';
import type { FieldOf, RowProps } from './rowProps.ts';

const asText = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

export function TextRow({ field, value, text, error, onChange }: RowProps<FieldOf<'text'>>) {
  return (
    <Field label={text.label(field)} help={text.help(field)} error={error} required={field.required}>
      {(ids) => <CommitInput {...ids} value={asText(value)} placeholder={field.placeholder} maxLength={field.maxLength} onCommit={onChange} />}
    </Field>
  );
}

export function TemplateRow({ field, value, text, nodeId, error, onChange }: RowProps<FieldOf<'template'>>) {
  return (
    <Field label={text.label(field)} help={text.help(field)} error={error} required={field.required}>
      {(ids) => <TemplateInput ids={ids} value={asText(value)} nodeId={nodeId} maxLength={field.maxLength} onCommit={onChange} />}
    </Field>
  );
}

export function NumberRow({ field, value, text, error, onChange }: RowProps<FieldOf<'number'>>) {
  return (
    <Field label={text.label(field)} help={text.help(field)} error={error} required={field.required}>
      {(ids) => <CommitInput {...ids} inputMode="decimal" className="tabular max-w-32" value={asText(value)} onCommit={(typed) => onChange(parseNumber(typed))} />}
    </Field>
  );
}

export function DateRow({ field, value, text, error, onChange }: RowProps<FieldOf<'date'>>) {
  return (
    <Field label={text.label(field)} help={text.help(field)} error={error} required={field.required}>
      {(ids) => <Input {...ids} type="date" className="tabular max-w-40" value={asText(value)} onChange={(event) => onChange(event.target.value || undefined)} />}
    </Field>
  );
}

/** On or off: the words left, the switch right, one line. */
export function BooleanRow({ field, value, text, error, onChange }: RowProps<FieldOf<'boolean'>>) {
  const id = useId();
  const note = error ?? text.help(field);
  return (
    <div>
      <div className="flex min-h-5 items-center justify-between gap-3">
        <label htmlFor={id} className="min-w-0">{text.label(field)}</label>
        <Switch id={id} checked={value === true} onChange={onChange} aria-describedby={note && `${id}-note`} />
      </div>
      {note && <p id={`${id}-note`} className={error ? 'mt-1 text-12 text-failed' : 'mt-1 max-w-[85%] text-12 text-faint'}>{note}</p>}
    </div>
  );
}

/** Up to three short choices stand side by side; more of them, or longer ones, in a list. */
export function ChoiceRow({ field, value, text, error, onChange }: RowProps<FieldOf<'choice'>>) {
  const { t } = useTranslation('editor');
  const options = field.options.map((option) => ({ value: option.value, label: text.option(field, option) }));
  const chosen = field.options.find((option) => option.value === value);
  const help = (chosen && text.optionHelp(field, chosen)) ?? text.help(field);
  const short = options.length <= 3 && options.reduce((letters, option) => letters + option.label.length, 0) <= 32;
  return (
    <Field label={text.label(field)} help={help} error={error} required={field.required}>
      {(ids) =>
        short ? (
          <Segmented label={text.label(field)} value={String(value)} onChange={onChange} options={options} />
        ) : (
          <Select {...ids} value={String(value)} onChange={onChange} options={chosen ? options : [{ value: String(value), label: t('form.unknownChoice', { value: String(value) }) }, ...options]} />
        )
      }
    </Field>
  );
}
