import { ChevronsUpDown, CircleAlert, Pencil, RotateCcw, Sparkles, TriangleAlert } from 'lucide-react';
import { memo, useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldRule, FieldSource, ListRule } from '#shared/mapping/mapping.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { classes } from '#renderer/ui/classes.ts';
import { pathDragType, setLit, setOpen, useMapper, useMapperUi } from './mapperContext.ts';
import { refPath, removeRule, resetRule, setRule, type TargetRow as Row } from './mappingEdit.ts';
import { RuleEditor } from './RuleEditor.tsx';
import { RuleText } from './RuleText.tsx';
import { SourcePicker } from './SourcePicker.tsx';
import type { Tried } from './tryRule.ts';
import { typeIcons } from './typeIcons.ts';
import { useTriedRule } from './useTriedRule.ts';
import { valueAt } from './sourceTree.ts';
import { withSharedRows } from './withSharedRows.ts';

interface TargetRowProps {
  readonly row: Row;
  readonly label: string;
  readonly list: ListRule | null;
  /** The default of this field has changed since the user last looked. */
  readonly outdated: boolean;
}

/** The source's fields a rule may read from: of the record, or of the items of the list it stands in. */
function fieldsFor<F extends { readonly path: string; readonly type: string }>(sourceFields: readonly F[], list: ListRule | null): readonly F[] {
  if (list === null) return sourceFields.filter((field) => !field.path.includes('[]') && field.type !== 'list');
  return sourceFields.filter((field) => field.path.startsWith(`${list.source}[].`)).map((field) => ({ ...field, path: field.path.slice(list.source.length + 3) }));
}

/** One target field: what fills it, what is done with the value, and what comes out for the current record. */
export const TargetRow = memo(
  function TargetRow({ row, label, list, outdated }: TargetRowProps) {
    const { t } = useTranslation(['editor', 'inspect']);
    const { change, standard, record, sourceFields, tables } = useMapper();
    const path = refPath(row.ref);
    const isOpen = useMapperUi((state) => state.open === path);
    const isLit = useMapperUi((state) => state.lit === `t ${path}`);
    const item = useMapperUi((state) => (list === null ? 0 : (state.items[list.source] ?? 0)));
    const [over, setOver] = useState(false);
    const [picking, setPicking] = useState<string | null>(null);
    // What is being typed in the editor below, before it is taken over.
    const [draft, setDraft] = useState<Partial<FieldRule> | null>(null);
    useEffect(() => setDraft(null), [row.rule, isOpen]);
    const scope = useMemo(() => (list === null ? record : valueAt(record, `${list.source}[]`, item)), [record, list, item]);
    const rule = useMemo(() => (draft && row.rule ? { ...row.rule, ...draft } : row.rule), [row.rule, draft]);
    const whole = useMemo(() => withSharedRows(rule, tables), [rule, tables]);
    const tried = useTriedRule(whole, scope);
    const fields = useMemo(() => fieldsFor(sourceFields, list), [sourceFields, list]);
    const Icon = typeIcons[row.field.type];

    const fill = (from: FieldSource) => change((mapping) => setRule(mapping, row.ref, { ...withoutTarget(row.rule), from }));
    const take = (dropped: string) => {
      if (dropped === '') return;
      const relative = list && dropped.startsWith(`${list.source}[].`) ? dropped.slice(list.source.length + 3) : dropped.replace(/\[\]/g, '.0');
      fill({ kind: 'path', path: relative });
    };
    const onKey = (event: KeyboardEvent<HTMLElement>) => {
      if (event.metaKey || event.ctrlKey || event.altKey) return;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        nextRow(event.currentTarget, event.key === 'ArrowDown' ? 1 : -1)?.focus();
      } else if (event.key === 'Delete' || event.key === 'Backspace') {
        event.preventDefault();
        change((mapping) => removeRule(mapping, row.ref));
      } else if (event.key.length === 1 && event.key !== ' ') {
        event.preventDefault();
        setPicking(event.key);
      }
    };
    const text = <RuleText rule={rule} />;
    return (
      <div
        data-target={path}
        onPointerEnter={() => setLit(`t ${path}`)}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes(pathDragType)) return;
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.getData(pathDragType));
        }}
        className={classes('mx-1 rounded-6', isOpen ? 'my-1 border border-accent-line bg-surface' : unseen, over && 'ring-2 ring-accent')}
      >
        <div className={classes('group/row relative grid h-8 grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)_minmax(0,1fr)] items-center gap-2 rounded-6 pr-4 pl-2', (isLit || isOpen) && 'bg-hover')}>
          <button
            type="button"
            data-row
            aria-expanded={isOpen}
            onClick={() => setOpen(isOpen ? null : path)}
            onKeyDown={onKey}
            onFocus={() => setLit(`t ${path}`)}
            title={path}
            className="flex h-8 min-w-0 items-center gap-1.5 text-left text-13 before:absolute before:inset-0 before:rounded-6 focus-visible:outline-none focus-visible:before:outline-2 focus-visible:before:-outline-offset-2 focus-visible:before:outline-accent"
          >
            <Icon size={12} aria-label={t(`inspect:type.${row.field.type}`)} className="shrink-0 text-faint" />
            <span className="truncate">{label}</span>
            {row.field.required && <span aria-label={t('mapper.required')} className="-ml-1 text-parked">*</span>}
            {outdated ? (
              <span title={t('inspect:updates.mark')} className="inline-flex shrink-0 text-updated"><Sparkles size={11} aria-label={t('inspect:updates.mark')} /></span>
            ) : (
              row.changed && <span title={t('mapper.changed')} className="inline-flex shrink-0 text-accent"><Pencil size={11} aria-label={t('mapper.changed')} /></span>
            )}
          </button>
          {picking === null ? (
            <span className="flex min-w-0 items-center">
              {text}
              <button
                type="button"
                tabIndex={-1}
                aria-label={t('inspect:mapper.pick', { field: label })}
                title={t('inspect:mapper.pick', { field: label })}
                onClick={() => setPicking('')}
                className="relative ml-auto hidden size-5 shrink-0 items-center justify-center rounded-4 text-faint group-hover/row:flex hover:bg-pressed hover:text-text"
              >
                <ChevronsUpDown size={12} aria-hidden />
              </button>
            </span>
          ) : (
            <SourcePicker
              typed={picking}
              target={row.field}
              fields={fields}
              scope={scope}
              onClose={() => setPicking(null)}
              onChoose={(from) => {
                setPicking(null);
                fill(from);
                if (from.kind === 'formula') setOpen(path);
              }}
            >
              <span className="flex min-w-0 items-center rounded-4 ring-2 ring-accent">{text}</span>
            </SourcePicker>
          )}
          <ResultText tried={tried} mapped={rule !== undefined} />
          {row.changed && (
            <button
              type="button"
              aria-label={t('mapper.reset', { field: label })}
              title={t('mapper.resetOne')}
              onClick={() => change((mapping) => resetRule(mapping, standard, row.ref), [path])}
              className="absolute right-0.5 hidden size-5 items-center justify-center rounded-4 bg-hover text-muted group-focus-within/row:flex group-hover/row:flex hover:text-text"
            >
              <RotateCcw size={12} aria-hidden />
            </button>
          )}
        </div>
        {isOpen && <RuleEditor row={row} label={label} rule={whole} list={list} scope={scope} fields={fields} onDraft={setDraft} />}
      </div>
    );
  },
  // Rows are made anew with every edit; what they show mostly is not.
  (a, b) => a.row.rule === b.row.rule && a.row.field.type === b.row.field.type && a.row.field.required === b.row.field.required && a.row.changed === b.row.changed && a.label === b.label && a.list?.source === b.list?.source && a.outdated === b.outdated && refPath(a.row.ref) === refPath(b.row.ref),
);

/** A closed row out of sight is not painted: with 200 fields a typed letter would else paint them all anew. An open one holds menus that reach beyond it. */
const unseen = '[contain-intrinsic-size:auto_32px] [content-visibility:auto]';

function nextRow(row: HTMLElement, by: number): HTMLElement | undefined {
  const rows = [...(row.closest('[data-scroll]')?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  return rows[rows.indexOf(row) + by];
}

export function withoutTarget(rule: FieldRule | undefined): Omit<FieldRule, 'target' | 'from'> {
  if (!rule) return {};
  const { target: _target, from: _from, ...rest } = rule;
  return rest;
}

function ResultText({ tried, mapped }: { readonly tried: Tried | null; readonly mapped: boolean }) {
  const { t } = useTranslation('editor');
  const { ofError, ofReason } = useSpoken();
  if (!tried) return <span className="truncate text-12 text-faint">{mapped ? '' : '–'}</span>;
  if ('error' in tried) {
    const { what } = ofError(tried.error);
    return (
      <span className="flex min-w-0 items-center gap-1 text-12 text-failed" title={what}>
        <CircleAlert size={12} aria-hidden className="shrink-0" />
        <span className="truncate">{what}</span>
      </span>
    );
  }
  const warning = tried.warning && ofReason(tried.warning).what;
  return (
    <span className={classes('flex min-w-0 items-center gap-1 text-12', tried.text === '' ? 'text-faint' : 'font-medium')} title={warning ?? tried.text}>
      <span className="tabular truncate" data-result>{tried.text || t('form.empty')}</span>
      {warning && <TriangleAlert size={12} aria-label={warning} className="shrink-0 text-parked" />}
    </span>
  );
}
