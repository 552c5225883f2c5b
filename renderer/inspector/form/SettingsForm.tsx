import { ChevronRight } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState, type ComponentType, type ReactNode } from 'react';
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
import { classes } from '#renderer/ui/classes.ts';
import { SearchInput } from '#renderer/ui/inputs.tsx';
import { formGroups, isChanged, isOwn, onlyOwn, searchGroups, storedValue, type FormGroup } from './formModel.ts';
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
  /** What is kept of a value; absent = nothing when it is the default. */
  readonly stored?: typeof storedValue;
  /** True for what stands in this very place, and not only holds here; absent = all that was chosen. */
  readonly isHere?: (key: string) => boolean;
  /** Under each field. */
  readonly children?: (field: SettingField) => ReactNode;
  /** Without search and filter. */
  readonly plain?: boolean;
}

/** A form made from a connector's description of its settings. */
export function SettingsForm({ owner, fields, settings, nodeId, ownConnection, sourceConnection, onChange, stored = storedValue, isHere, plain = false, children }: SettingsFormProps) {
  const text = useSettingText(owner);
  const { t } = useTranslation(['editor', 'inspect']);
  const issues = useMemo(() => new Map(checkSettings(fields, settings).map((issue) => [issue.key, issue])), [fields, settings]);
  const all = formGroups(fields, settings);
  const [search, setSearch] = useState('');
  const [closed, close] = useClosedGroups(owner);
  const [onlyChanged, setOnlyChanged] = useState(false);
  const changed = all.reduce((count, group) => count + group.fields.filter((field) => isOwn(field, settings)).length, 0);
  const groups = searchGroups(onlyChanged ? onlyOwn(all, settings) : all, search, (field, group) => [text.label(field), text.help(field) ?? '', group === '' ? '' : text.group(group)]);
  const form = useRef<HTMLDivElement>(null);
  useFieldFocus(nodeId, form, `${search} ${[...closed].join(' ')}`, (key) => {
    setSearch('');
    setOnlyChanged(false);
    const group = all.find((one) => one.fields.some((field) => field.key === key));
    if (group && closed.has(group.name)) close(group.name, false);
  });
  const searching = search.trim() !== '' || onlyChanged;
  return (
    <div ref={form} className="flex flex-col">
      {!plain && all.reduce((count, group) => count + group.fields.length, 0) >= SEARCH_FROM && (
        <div className="flex items-center gap-1 border-b border-line px-4 py-3">
          <SearchInput value={search} onChange={setSearch} label={t('form.search')} className="min-w-0 flex-1" />
          <button
            type="button"
            aria-pressed={onlyChanged}
            title={t('inspect:origin.onlyChanged')}
            onClick={() => setOnlyChanged(!onlyChanged)}
            className={classes('tabular h-7 shrink-0 rounded-6 px-2 text-12 transition-colors', onlyChanged ? 'bg-accent-soft font-medium text-accent' : 'text-muted hover:bg-hover hover:text-text')}
          >
            {t('inspect:origin.changed', { count: changed })}
          </button>
        </div>
      )}
      {groups.length === 0 && <p role="status" className="px-4 py-4 text-muted">{search.trim() === '' ? t('inspect:origin.noneChanged') : t('form.noSetting', { search: search.trim() })}</p>}
      {groups.map((group) => (
        <Group key={group.name} title={group.name === '' ? '' : text.group(group.name)} changed={group.fields.filter((field) => isChanged(field, settings)).length} closed={!searching && closed.has(group.name) && !group.fields.some((field) => issues.has(field.key))} onToggle={searching ? undefined : (next) => close(group.name, next)}>
          <div className="flex flex-col gap-4">
            {group.fields.map((field) => {
              const Row = rows[field.type] as ComponentType<RowProps<SettingField>> | null;
              const issue = issues.get(field.key);
              return (
                Row && (
                  <div key={field.key} data-field={field.key} className="group/field relative scroll-mt-4">
                    {!plain && isOwn(field, settings) && <span aria-hidden className={classes('absolute inset-y-0 -left-4 w-0.5', isHere?.(field.key) === false ? 'bg-line-strong' : 'bg-accent')} />}
                    <Row
                      field={field}
                      value={settingValue(field, settings)}
                      text={text}
                      nodeId={nodeId}
                      ownConnection={ownConnection}
                      sourceConnection={sourceConnection}
                      error={issue && t(`form.issue.${issue.code}`, { defaultValue: issue.text, text: issue.text, ...issue.params })}
                      onChange={(value) => onChange(field.key, stored(field, value))}
                    />
                    {children?.(field)}
                  </div>
                )
              );
            })}
          </div>
        </Group>
      ))}
    </div>
  );
}

/** Below this many fields nobody searches. */
const SEARCH_FROM = 10;
/** Groups the user folded away, by whose settings they are, for as long as the window is open. */
const foldedAway = new Map<string, ReadonlySet<FormGroup['name']>>();

function useClosedGroups(owner: string): readonly [ReadonlySet<string>, (group: string, closed: boolean) => void] {
  const [closed, setClosed] = useState<ReadonlySet<string>>(() => foldedAway.get(owner) ?? new Set());
  const close = (group: string, shut: boolean) => {
    const next = new Set(closed);
    if (shut) next.add(group);
    else next.delete(group);
    foldedAway.set(owner, next);
    setClosed(next);
  };
  return [closed, close];
}

interface GroupProps {
  /** Empty for settings without a heading: they cannot be folded away. */
  readonly title: string;
  /** How many differ from their default. */
  readonly changed: number;
  readonly closed: boolean;
  readonly onToggle: ((closed: boolean) => void) | undefined;
  readonly children: ReactNode;
}

/** Settings under one heading, which folds them away; folded, it says how many were chosen in there. */
function Group({ title, changed, closed, onToggle, children }: GroupProps) {
  const { t } = useTranslation('editor');
  const id = useId();
  if (title === '') return <div className="border-b border-line px-4 py-4 last:border-b-0">{children}</div>;
  return (
    <section aria-labelledby={id} className="border-b border-line px-4 py-3 last:border-b-0">
      <h3 id={id} className={classes('text-13 font-semibold', !closed && 'mb-3')}>
        <button type="button" aria-expanded={!closed} disabled={!onToggle} onClick={() => onToggle?.(!closed)} className="-ml-1 flex w-full items-center gap-1 rounded-4 py-0.5 text-left hover:text-accent disabled:hover:text-text">
          <ChevronRight size={14} aria-hidden className={classes('shrink-0 text-faint transition-transform', !closed && 'rotate-90')} />
          <span className="min-w-0 flex-1 truncate">{title}</span>
          {closed && changed > 0 && <span className="text-12 font-normal text-muted">{t('form.chosen', { count: changed })}</span>}
        </button>
      </h3>
      {!closed && children}
    </section>
  );
}

/** Brings the field that the check or a problem points at into view and puts the cursor there. */
function useFieldFocus(nodeId: string, form: React.RefObject<HTMLDivElement | null>, shown: unknown, uncover: (key: string) => void): void {
  const focus = useEditor((state) => state.focus);
  useEffect(() => {
    if (focus?.nodeId !== nodeId || focus.field === '') return;
    const row = form.current?.querySelector(`[data-field="${CSS.escape(focus.field)}"]`);
    if (!row) {
      // Folded away or not among what was searched: shown first, then this runs again.
      uncover(focus.field);
      return;
    }
    row.scrollIntoView({ block: 'center' });
    row.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
    useEditor.getState().focusField(null);
    // What uncovers is made anew by every render and says the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [focus, nodeId, form, shown]);
}
