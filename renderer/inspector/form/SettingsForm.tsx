import { useEffect, useMemo, useRef, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { checkSettings, settingValue } from '#shared/settings/check.ts';
import type { SettingField, Settings, SettingType } from '#shared/settings/fields.ts';
import { useSettingText } from '#renderer/i18n/settingText.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { BooleanRow, ChoiceRow, DateRow, NumberRow, TemplateRow, TextRow } from './plainRows.tsx';
import { ConditionsRow } from './ConditionsRow.tsx';
import { CountryTableRow } from './CountryTableRow.tsx';
import { PickManyRow, PickRow } from './pickRows.tsx';
import { ValueSettingRow } from './ValueSettingRow.tsx';
import { formGroups, storedValue } from './formModel.ts';
import type { RowProps } from './rowProps.ts';

/** One control per type of setting; a new type fails to compile until it has one. */
const rows: { readonly [T in SettingType]: ComponentType<RowProps<never>> | null } = {
  text: TextRow,
  template: TemplateRow,
  number: NumberRow,
  boolean: BooleanRow,
  choice: ChoiceRow,
  pick: PickRow,
  pickMany: PickManyRow,
  valueSetting: ValueSettingRow,
  countryTable: CountryTableRow,
  conditions: ConditionsRow,
  date: DateRow,
  // The mapper has a tab of its own; secrets belong to connections only.
  mapping: null,
  secret: null,
};

interface SettingsFormProps {
  /** Whose texts these are, such as `quickbooks.sales`. */
  readonly owner: string;
  readonly fields: readonly SettingField[];
  readonly settings: Settings;
  readonly nodeId: string;
  readonly ownConnection: string | undefined;
  readonly sourceConnection: string | undefined;
  readonly onChange: (key: string, value: ReturnType<typeof storedValue>) => void;
}

/** A form made from a connector's description of its settings. */
export function SettingsForm({ owner, fields, settings, nodeId, ownConnection, sourceConnection, onChange }: SettingsFormProps) {
  const text = useSettingText(owner);
  const { t } = useTranslation('editor');
  const issues = useMemo(() => new Map(checkSettings(fields, settings).map((issue) => [issue.key, issue])), [fields, settings]);
  const groups = formGroups(fields, settings);
  const form = useRef<HTMLDivElement>(null);
  useFieldFocus(nodeId, form);
  return (
    <div ref={form} className="flex flex-col">
      {groups.map((group) => (
        <section key={group.name} aria-label={group.name === '' ? undefined : text.group(group.name)} className="border-b border-line px-4 py-4 last:border-b-0">
          {group.name !== '' && <h3 className="mb-3 text-13 font-semibold">{text.group(group.name)}</h3>}
          <div className="flex flex-col gap-4">
            {group.fields.map((field) => {
              const Row = rows[field.type] as ComponentType<RowProps<SettingField>> | null;
              const issue = issues.get(field.key);
              return (
                Row && (
                  <div key={field.key} data-field={field.key} className="scroll-mt-4">
                    <Row
                      field={field}
                      value={settingValue(field, settings)}
                      text={text}
                      nodeId={nodeId}
                      ownConnection={ownConnection}
                      sourceConnection={sourceConnection}
                      error={issue && t(`form.issue.${issue.code}`, { defaultValue: issue.text, text: issue.text, ...issue.params })}
                      onChange={(value) => onChange(field.key, storedValue(field, value))}
                    />
                  </div>
                )
              );
            })}
          </div>
        </section>
      ))}
    </div>
  );
}

/** Brings the field that the check or a problem points at into view and puts the cursor there. */
function useFieldFocus(nodeId: string, form: React.RefObject<HTMLDivElement | null>): void {
  const focus = useEditor((state) => state.focus);
  useEffect(() => {
    if (focus?.nodeId !== nodeId || focus.field === '') return;
    const row = form.current?.querySelector(`[data-field="${CSS.escape(focus.field)}"]`);
    if (!row) return;
    row.scrollIntoView({ block: 'center' });
    row.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
    useEditor.getState().focusField(null);
  }, [focus, nodeId, form]);
}
