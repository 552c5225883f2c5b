import { Lock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectorInfo } from '#shared/catalog/catalog.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { useAppInfo } from '#renderer/queries/app.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Input, Select } from '#renderer/ui/inputs.tsx';
import { allowedOptions, isNeeded, visibleFields, type ConnectionDraft } from './connectionForm.ts';
import { backendKind } from './SecretsCard.tsx';
import { useConnectorText } from './useConnectorText.ts';

interface ConnectionFieldsProps {
  readonly connector: ConnectorInfo;
  readonly draft: ConnectionDraft;
  readonly onChange: (draft: ConnectionDraft) => void;
  readonly stored: readonly string[];
  /** Keys to mark as missing; empty until the user tried to save. */
  readonly missing: readonly string[];
  /** What the last try to save had against a field. */
  readonly refused: { readonly key: string; readonly text: string } | null;
}

/** The connector's fields. A secret goes in and never comes out again: a stored one can only be replaced. */
export function ConnectionFields({ connector, draft, onChange, stored, missing, refused }: ConnectionFieldsProps) {
  const { t } = useTranslation('connections');
  const text = useConnectorText(connector);
  /** What the chosen option of a choice means, in place of the help of all. */
  const chosenHelp = (field: SettingField) => {
    const option = field.type === 'choice' ? field.options.find(({ value }) => value === draft.settings[field.key]) : undefined;
    return option && text.optionHelp(field, option);
  };
  return visibleFields(connector, draft).map((field) => {
    const error = missing.includes(field.key) ? t('missing') : refused?.key === field.key ? refused.text : undefined;
    return field.type === 'secret' ? (
      <SecretField key={field.key} needed={isNeeded(connector, draft, field)} label={text.label(field)} help={text.help(field)} error={error} isStored={stored.includes(field.key)} isDemo={draft.environment === 'demo'} value={draft.secrets[field.key] ?? ''} onChange={(value) => onChange({ ...draft, secrets: { ...draft.secrets, [field.key]: value } })} />
    ) : (
      <Field key={field.key} label={text.label(field)} help={chosenHelp(field) ?? text.help(field)} required={isNeeded(connector, draft, field)} error={error}>
        {(ids) =>
          field.type === 'choice' ? (
            <Select {...ids} value={draft.settings[field.key] ?? ''} options={allowedOptions(connector, field, field.options, draft.environment).map((option) => ({ value: option.value, label: text.option(field, option) }))} onChange={(value) => onChange({ ...draft, settings: { ...draft.settings, [field.key]: value } })} />
          ) : (
            <Input {...ids} value={draft.settings[field.key] ?? ''} placeholder={field.type === 'text' ? field.placeholder : undefined} onChange={(event) => onChange({ ...draft, settings: { ...draft.settings, [field.key]: event.target.value } })} />
          )
        }
      </Field>
    );
  });
}

interface SecretFieldProps {
  readonly needed: boolean;
  readonly label: string;
  readonly help: string | undefined;
  readonly error: string | undefined;
  readonly isStored: boolean;
  readonly isDemo: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function SecretField({ needed, label, help, error, isStored, isDemo, value, onChange }: SecretFieldProps) {
  const { t } = useTranslation('connections');
  const backend = backendKind(useAppInfo().data?.secretBackend);
  // The made-up secrets of the demo stay in memory, whatever the store of the others is.
  const place = isDemo ? 'none' : backend;
  const [replacing, setReplacing] = useState(false);
  const shown = isStored && !replacing && value === '';
  return (
    <Field label={label} help={help} required={needed} error={error}>
      {(ids) =>
        shown ? (
          <div className="flex h-7 items-center gap-2 rounded-6 border border-line bg-sunken pr-1 pl-2">
            <Lock size={12} aria-hidden className="shrink-0 text-faint" />
            <span className="min-w-0 flex-1 truncate text-13 text-muted">{t(`secretStored.${place}`)}</span>
            <Button id={ids.id} aria-describedby={ids['aria-describedby']} aria-label={t('replaceSecret', { name: label })} look="quiet" size="small" onClick={() => setReplacing(true)}>
              {t('replace')}
            </Button>
          </div>
        ) : (
          <Input {...ids} type="password" autoComplete="new-password" autoFocus={replacing} value={value} placeholder={replacing ? t('secretReplaceHint') : undefined} onChange={(event) => onChange(event.target.value)} onBlur={() => value === '' && setReplacing(false)} />
        )
      }
    </Field>
  );
}
