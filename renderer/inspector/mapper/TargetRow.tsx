import { Braces, CircleAlert, Pencil, Quote, RotateCcw, Sigma, TriangleAlert, Type } from 'lucide-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldRule, FieldSource, ListRule } from '#shared/mapping/mapping.ts';
import { classes } from '#renderer/ui/classes.ts';
import { pathDragType, useMapper } from './mapperContext.ts';
import { refPath, resetRule, setRule, type TargetRow as Row } from './mappingEdit.ts';
import { RuleEditor } from './RuleEditor.tsx';
import type { Tried } from './tryRule.ts';
import { useTriedRule } from './useTriedRule.ts';
import { valueAt } from './sourceTree.ts';

interface TargetRowProps {
  readonly row: Row;
  readonly label: string;
  readonly list: ListRule | null;
}

/** One target field: what fills it, what is done with the value, and what comes out for the current record. */
export const TargetRow = memo(function TargetRow({ row, label, list }: TargetRowProps) {
  const { t } = useTranslation('editor');
  const mapper = useMapper();
  const { change, standard, lit, setLit, open, setOpen, items } = mapper;
  const [over, setOver] = useState(false);
  const path = refPath(row.ref);
  const isOpen = open === path;
  const scope = list === null ? mapper.record : valueAt(mapper.record, `${list.source}[]`, items[list.source] ?? 0);
  const tried = useTriedRule(row.rule, scope);
  const take = (dropped: string) => {
    const relative = list && dropped.startsWith(`${list.source}[].`) ? dropped.slice(list.source.length + 3) : dropped.replace(/\[\]/g, '.0');
    change((mapping) => setRule(mapping, row.ref, { ...withoutTarget(row.rule), from: { kind: 'path', path: relative } }));
  };
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
      className={classes('mx-1 rounded-6', isOpen && 'my-1 border border-accent-line bg-surface', over && 'ring-2 ring-accent')}
    >
      <div className={classes('group/row relative grid h-8 grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)_minmax(0,1fr)] items-center gap-2 rounded-6 pr-4 pl-2', (lit === `t ${path}` || isOpen) && 'bg-hover')}>
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(isOpen ? null : path)} title={path} className="flex h-8 min-w-0 items-center gap-1 text-left text-13 before:absolute before:inset-0 before:rounded-6 focus-visible:outline-none focus-visible:before:outline-2 focus-visible:before:outline-accent">
          <span className="truncate">{label}</span>
          {row.field.required && <span aria-label={t('mapper.required')} className="text-parked">*</span>}
          {row.changed && <span title={t('mapper.changed')} className="ml-0.5 inline-flex shrink-0 text-accent"><Pencil size={11} aria-label={t('mapper.changed')} /></span>}
        </button>
        <RuleText rule={row.rule} />
        <ResultText tried={tried} mapped={row.rule !== undefined} />
        {row.changed && (
          <button
            type="button"
            aria-label={t('mapper.reset', { field: label })}
            title={t('mapper.resetOne')}
            onClick={() => change((mapping) => resetRule(mapping, standard, row.ref))}
            className="absolute right-0.5 hidden size-5 items-center justify-center rounded-4 bg-hover text-muted group-focus-within/row:flex group-hover/row:flex hover:text-text"
          >
            <RotateCcw size={12} aria-hidden />
          </button>
        )}
      </div>
      {isOpen && <RuleEditor row={row} list={list} scope={scope} tried={tried} />}
    </div>
  );
});

export function withoutTarget(rule: FieldRule | undefined): Omit<FieldRule, 'target' | 'from'> {
  if (!rule) return {};
  const { target: _target, from: _from, ...rest } = rule;
  return rest;
}

const sourceIcons = { path: Type, firstOf: Type, template: Braces, constant: Quote, formula: Sigma } as const;

function sourceText(from: FieldSource): string {
  switch (from.kind) {
    case 'path':
      return from.path;
    case 'firstOf':
      return from.paths.join(' | ');
    case 'template':
    case 'formula':
      return from.text;
    case 'constant':
      return from.value;
  }
}

function RuleText({ rule }: { readonly rule: FieldRule | undefined }) {
  const { t } = useTranslation('editor');
  if (!rule) return <span className="truncate text-12 text-faint">{t('mapper.unmapped')}</span>;
  const Icon = sourceIcons[rule.from.kind];
  const extras = [...(rule.lookup ? [t('mapper.table')] : []), ...(rule.functions ?? []).map((call) => call.name)];
  return (
    <span className="flex min-w-0 items-center gap-1 text-12">
      <Icon size={12} aria-label={t(`mapper.kind.${rule.from.kind}`)} className="shrink-0 text-faint" />
      <span className="min-w-6 shrink truncate text-muted" title={sourceText(rule.from)}>{sourceText(rule.from)}</span>
      {extras[0] && <span className="max-w-24 shrink-0 truncate rounded-4 bg-sunken px-1 text-muted">{extras[0]}</span>}
      {extras.length > 1 && <span className="shrink-0 text-faint" title={extras.join(' → ')}>+{extras.length - 1}</span>}
    </span>
  );
}

function ResultText({ tried, mapped }: { readonly tried: Tried | null; readonly mapped: boolean }) {
  const { t } = useTranslation('editor');
  if (!tried) return <span className="truncate text-12 text-faint">{mapped ? '' : '–'}</span>;
  if ('error' in tried) {
    return (
      <span className="flex min-w-0 items-center gap-1 text-12 text-failed" title={tried.error}>
        <CircleAlert size={12} aria-hidden className="shrink-0" />
        <span className="truncate">{tried.error}</span>
      </span>
    );
  }
  return (
    <span className={classes('flex min-w-0 items-center gap-1 text-12', tried.text === '' ? 'text-faint' : 'font-medium')} title={tried.warning ?? tried.text}>
      <span className="tabular truncate">{tried.text || t('form.empty')}</span>
      {tried.warning && <TriangleAlert size={12} aria-label={tried.warning} className="shrink-0 text-parked" />}
    </span>
  );
}
