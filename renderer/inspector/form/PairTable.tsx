import { ListPlus } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { plainText, sameText } from '#shared/plainText.ts';
import { counted, missingPairs } from '#shared/tables/seen.ts';
import { withPair, type PairRow } from '#shared/tables/table.ts';
import { SeenMissing } from '#renderer/tables/SeenMissing.tsx';
import { TableGrid, type GridColumn } from '#renderer/tables/TableGrid.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import type { Picked } from './usePick.ts';

/** What came by in the last records: one entry for each record in which a value stood. */
export interface SeenValues {
  readonly values: readonly string[];
  /** How many records were looked at. */
  readonly records: number;
}

interface PairTableProps {
  readonly rows: readonly PairRow[];
  readonly onChange: (rows: readonly PairRow[]) => void;
  readonly keys: Picked;
  readonly values: Picked;
  readonly label: string;
  readonly seen?: SeenValues | undefined;
  readonly onUndo?: ((redo: boolean) => void) | undefined;
  /** Fills its place instead of growing to a limit. */
  readonly tall?: boolean;
}

/** What comes in → what goes out, as a grid; both sides offered from lists where there are lists, and each row with how often it came by. */
export function PairTable({ rows, onChange, keys, values, label, seen, onUndo, tall = false }: PairTableProps) {
  const { t } = useTranslation(['tables', 'editor']);
  const columns: readonly GridColumn[] = useMemo(
    () => [
      { key: 'from', label: t('editor:form.from'), options: [...keys.options, { value: '*', label: t('editor:form.anythingElse') }], offline: keys.offline },
      { key: 'to', label: t('editor:form.to'), options: values.options, offline: values.offline, empty: t('editor:form.leaveEmpty') },
    ],
    [t, keys.options, keys.offline, values.options, values.offline],
  );
  const cells = useMemo(() => rows.map(({ from, to }) => [from, to]), [rows]);
  const counts = useMemo(() => counted(seen?.values ?? []), [seen?.values]);
  const missing = useMemo(() => missingPairs(rows, seen?.values ?? []), [rows, seen?.values]);
  const unlisted = keys.options.filter((option) => !rows.some(({ from }) => sameText(from, option.value)));
  const add = (wanted: readonly string[]) => onChange(wanted.reduce<readonly PairRow[]>((all, from) => withPair(all, { from, to: '' }), rows));
  const rest = rows.some(({ from }) => from === '*') ? [...counts.values()].filter(({ value }) => !rows.some(({ from }) => sameText(from, value))).reduce((sum, { count }) => sum + count, 0) : 0;
  const fault = (row: number) => {
    const { from = '', to = '' } = rows[row] ?? {};
    if (from.trim() === '' && to.trim() !== '') return t('fault.noValue');
    const first = rows.findIndex((other) => sameText(other.from, from));
    return first < row ? t('fault.twice', { row: first + 1 }) : undefined;
  };
  return (
    <div className={classes('flex flex-col gap-2', tall && 'min-h-0 flex-1')}>
      <TableGrid
        label={label}
        columns={columns}
        cells={cells}
        onChange={(next) => onChange(next.map(([from = '', to = '']) => ({ from, to })))}
        fault={fault}
        onUndo={onUndo}
        aside={seen && seen.records > 0 ? { label: t('seen.column'), of: (row) => times(rows[row]?.from === '*' ? rest : (counts.get(plainText(rows[row]?.from ?? ''))?.count ?? 0)) } : undefined}
        className={tall ? '' : 'max-h-72'}
      />
      {seen && <SeenMissing missing={missing} records={seen.records} onAdd={() => add(missing.map(({ value }) => value))} />}
      {keys.options.length > 0 && unlisted.length > 0 && missing.length === 0 && (
        <Button look="quiet" size="small" icon={ListPlus} className="self-start" onClick={() => add(unlisted.map(({ value }) => value))}>{t('editor:form.addAll', { count: unlisted.length })}</Button>
      )}
    </div>
  );
}

const times = (count: number) => (count === 0 ? '–' : `${count}×`);
