import { ArrowLeft, ChevronRight, Sparkle } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRecord } from '#shared/records/story.ts';
import { classes } from '#renderer/ui/classes.ts';
import type { RecordComparison } from './compareRecords.ts';
import { treeRows, type TreeRow } from './treeRows.ts';

const INDENT = 14;
/** Width of a letter of the tree's font, in px. */
const LETTER = 7.3;

/** Names take this much with their indent, so that all values stand under each other; the longest ones are cut. */
function nameWidth(rows: readonly TreeRow[]): number {
  const widest = Math.max(0, ...rows.map((row) => (row.size === undefined ? row.depth * INDENT + row.name.length * LETTER : 0)));
  return Math.min(200, Math.max(88, widest)) + 12;
}

interface RecordTreeProps {
  readonly record: SourceRecord;
  readonly label: string;
  /** Marks the fields of the mapped record (`mapped`) or dims what was not carried over (`source`). */
  readonly comparison?: { readonly side: 'source' | 'mapped'; readonly of: RecordComparison } | undefined;
}

/** A record as a tree of fields. Lists and objects fold; values can be selected and copied. */
export function RecordTree({ record, label, comparison }: RecordTreeProps) {
  const { t } = useTranslation('runs');
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => treeRows(record, closed), [record, closed]);
  const names = nameWidth(rows);
  const toggle = (path: string) =>
    setClosed((current) => {
      const next = new Set(current);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  // Where a narrow box has no room for the origin, the hover still tells it.
  const originOf = (path: string) => {
    const mark = comparison?.side === 'mapped' ? comparison.of.mapped.get(path) : undefined;
    return mark?.mark === 'same' ? t('story.sameHelp', { paths: mark.from.join(', ') }) : undefined;
  };
  return (
    <ul aria-label={label} data-selectable className="@container py-1 font-mono text-12">
      {rows.map((row) => (
        <li key={row.path} title={originOf(row.path)} className="flex min-h-5 items-start gap-1 px-2 hover:bg-hover" style={{ paddingLeft: 8 + row.depth * INDENT }}>
          {row.size === undefined ? <Leaf row={row} names={names} comparison={comparison} /> : <Branch row={row} onToggle={() => toggle(row.path)} />}
        </li>
      ))}
    </ul>
  );
}

function Branch({ row, onToggle }: { readonly row: TreeRow; readonly onToggle: () => void }) {
  const { t } = useTranslation('runs');
  return (
    <button type="button" aria-expanded={row.open} onClick={onToggle} className="flex min-w-0 items-center gap-1 text-left leading-5">
      <ChevronRight size={12} aria-hidden className={classes('shrink-0 text-faint transition-transform', row.open && 'rotate-90')} />
      <span className="text-muted">{row.name}</span>
      {(row.isList || row.size === 0) && <span className="text-faint">{row.size === 0 ? t('story.empty') : t('story.items', { count: row.size ?? 0 })}</span>}
    </button>
  );
}

function Leaf({ row, names, comparison }: { readonly row: TreeRow; readonly names: number; readonly comparison: RecordTreeProps['comparison'] }) {
  const { t } = useTranslation('runs');
  const empty = row.leaf === null || row.leaf === '' || row.leaf === undefined;
  const mark = comparison?.side === 'mapped' ? comparison.of.mapped.get(row.path) : undefined;
  const unused = comparison?.side === 'source' && !empty && !comparison.of.used.has(row.path);
  return (
    <>
      <span className="w-3 shrink-0" />
      <span className={classes('shrink-0 truncate leading-5', unused ? 'text-faint' : 'text-muted')} style={{ width: Math.max(56, names - row.depth * INDENT) }} title={row.name}>
        {row.name}
      </span>
      <span className={classes('min-w-0 leading-5 break-words whitespace-pre-wrap', empty || unused ? 'text-faint' : 'text-text', mark?.mark === 'made' && '-mx-1 rounded-4 bg-accent-soft px-1')}>{empty ? t('story.empty') : String(row.leaf)}</span>
      {mark?.mark === 'made' && (
        <span className="ml-auto inline-flex h-5 shrink-0 items-center gap-0.5 pl-3 font-sans text-accent" title={t('story.madeHelp')}>
          <Sparkle size={10} aria-hidden />
          {t('story.made')}
        </span>
      )}
      {mark?.mark === 'same' && (
        <span className="ml-auto hidden h-5 max-w-2/5 min-w-12 shrink items-center gap-0.5 pl-3 text-faint @md:inline-flex">
          <ArrowLeft size={10} aria-hidden className="shrink-0" />
          <span className="truncate">{mark.from[0]}</span>
        </span>
      )}
    </>
  );
}
