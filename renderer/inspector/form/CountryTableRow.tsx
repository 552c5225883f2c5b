import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CountrySettingSchema, findCountryRow, type CountryRow } from '#shared/settings/countryTable.ts';
import { useTableDocuments } from '#renderer/queries/tables.ts';
import type { CountryAsked } from '#shared/tables/seen.ts';
import { CountryGrid, type CountryColumnShown } from '#renderer/tables/CountryGrid.tsx';
import { TableSource } from '#renderer/tables/TableSource.tsx';
import { useTableStore } from '#renderer/tables/tableStore.ts';
import { Trace } from '#renderer/tables/Trace.tsx';
import { SharedCountries } from './SharedRows.tsx';
import { usePickLists } from './usePick.ts';
import { useSeenCountries } from './useSeen.ts';
import type { FieldOf, RowProps } from './rowProps.ts';

/** Rows by country, of the node's own or of a table that flows share; the most specific one wins. */
export function CountryTableRow({ field, value, text, nodeId, ownConnection, sourceConnection, error, onChange }: RowProps<FieldOf<'countryTable'>>) {
  const { own, tableId } = useMemo(() => {
    const setting = CountrySettingSchema.safeParse(value).data ?? [];
    return Array.isArray(setting) ? { own: setting, tableId: undefined } : { own: [], tableId: setting.sharedTable };
  }, [value]);
  const picks = usePickLists(useMemo(() => field.columns.map(({ values }) => values), [field.columns]), ownConnection, sourceConnection);
  const columns = field.columns.map((column, index): CountryColumnShown => ({ key: column.key, label: text.column(field, column), isKey: column.isKey ?? false, options: picks[index]?.options, offline: picks[index]?.offline }));
  const { seen, now } = useSeenCountries(nodeId, field);
  const label = text.label(field);
  return (
    <div>
      <p className="mb-1 text-12 font-medium text-muted">
        {label}
        {field.required && <span aria-hidden className="ml-0.5 text-parked">*</span>}
      </p>
      <div className="flex flex-col gap-2 rounded-8 border border-line p-2">
        <TableSource
          kind="countries"
          tableId={tableId}
          make={() => ({ name: label, content: { kind: 'countries', columns: columns.map(({ key, label: name, isKey }) => ({ key, label: name, ...(isKey && { isKey }) })), rows: [...own] } })}
          onChange={(next) => onChange(next === undefined ? rowsOfShared(tableId) : { sharedTable: next })}
        />
        {tableId === undefined ? <CountryGrid label={label} columns={columns} rows={own} onChange={onChange} seen={seen} /> : <SharedCountries key={tableId} tableId={tableId} label={label} columns={columns} seen={seen} />}
        {now && <CountryTrace asked={now} own={own} tableId={tableId} columns={columns} />}
      </div>
      {(error ?? text.help(field)) && <p className={error ? 'mt-1 text-12 text-failed' : 'mt-1 text-12 text-faint'}>{error ?? text.help(field)}</p>}
    </div>
  );
}

/** Rows of one's own begin as those of the table that was shared. */
function rowsOfShared(tableId: string | undefined): readonly CountryRow[] {
  const table = tableId === undefined ? undefined : useTableStore.getState().tables[tableId]?.present;
  return table?.kind === 'countries' ? table.rows : [];
}

interface CountryTraceProps {
  readonly asked: readonly CountryAsked[];
  readonly own: readonly CountryRow[];
  readonly tableId: string | undefined;
  readonly columns: readonly CountryColumnShown[];
}

/** Which row counts for the record that everything is shown for, and what it gives. */
function CountryTrace({ asked, own, tableId, columns }: CountryTraceProps) {
  const { t } = useTranslation('tables');
  const tables = useTableDocuments(useMemo(() => (tableId === undefined ? [] : [tableId]), [tableId]));
  const shared = tableId === undefined ? undefined : tables.get(tableId);
  if (tableId !== undefined && shared?.kind !== 'countries') return null;
  const rows = shared?.kind === 'countries' ? shared.rows : own;
  return (
    <div className="flex flex-col gap-1">
      {asked.slice(0, 3).map(({ country, keys }) => {
        const row = findCountryRow(rows, country, keys);
        const told = [country, ...Object.values(keys)].filter((part) => part !== '').join(' · ');
        const given = columns.flatMap(({ key, isKey, options }) => (isKey || !row?.values[key] ? [] : [options?.find((option) => option.value === row.values[key])?.label ?? row.values[key]]));
        const place = row ? t('trace.row', { row: rows.indexOf(row) + 1, name: [row.country, ...Object.values(row.keys ?? {})].join(' · ') }) : t('trace.noRow');
        return <Trace key={told} stations={[{ name: t('trace.in'), value: told }, { name: t('trace.mapped'), value: place }, ...(row ? [{ name: t('trace.out'), value: given.join(' · ') }] : [])]} />;
      })}
    </div>
  );
}
