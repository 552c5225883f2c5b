import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { euCountries, findCountryRow, type CountryRow } from '#shared/settings/countryTable.ts';
import { missingCountries, type CountryAsked } from '#shared/tables/seen.ts';
import { countryOf, isSameCountryRow } from '#shared/tables/table.ts';
import type { ComboOption } from '#renderer/ui/Combobox.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { SeenMissing } from './SeenMissing.tsx';
import { TableGrid, type GridColumn } from './TableGrid.tsx';

/** Neighbours and the usual trading partners; any other ISO code can be typed. */
const others = ['GB', 'CH', 'NO', 'IS', 'LI', 'US', 'CA', 'BR', 'AU', 'JP', 'CN', 'TR', 'UA', 'ZA'];

export function useCountries(): readonly ComboOption[] {
  const { t, i18n } = useTranslation('editor');
  return useMemo(() => {
    const names = new Intl.DisplayNames([i18n.language], { type: 'region' });
    const named = [...euCountries, ...others].map((code) => ({ value: code, label: code, detail: names.of(code) })).toSorted((a, b) => (a.detail ?? '').localeCompare(b.detail ?? ''));
    return [{ value: '*', label: '*', detail: t('form.anyCountry') }, { value: 'EU', label: 'EU', detail: t('form.otherEu') }, { value: 'non-EU', label: 'non-EU', detail: t('form.outsideEu') }, ...named];
  }, [i18n.language, t]);
}

export interface CountryColumnShown extends GridColumn {
  readonly isKey: boolean;
}

interface CountryGridProps {
  readonly label: string;
  readonly columns: readonly CountryColumnShown[];
  readonly rows: readonly CountryRow[];
  readonly onChange: (rows: readonly CountryRow[]) => void;
  readonly seen?: { readonly asked: readonly CountryAsked[]; readonly records: number } | undefined;
  readonly onUndo?: ((redo: boolean) => void) | undefined;
  readonly tall?: boolean;
}

/** Rows by country, by EU, by the rest; the most specific one counts, and beside each stands how often it did in the last records. */
export function CountryGrid({ label, columns, rows, onChange, seen, onUndo, tall = false }: CountryGridProps) {
  const { t } = useTranslation(['tables', 'editor']);
  const countries = useCountries();
  const shown: readonly GridColumn[] = [{ key: 'country', label: t('editor:form.country'), options: countries, share: 0.8 }, ...columns.map((column) => ({ ...column, ...(column.isKey && { empty: t('editor:form.any'), share: 0.8 }) }))];
  const cells = useMemo(() => rows.map((row) => [row.country, ...columns.map(({ key, isKey }) => (isKey ? row.keys?.[key] : row.values[key]) ?? '')]), [rows, columns]);
  const hits = useMemo(() => {
    const counts = new Map<CountryRow | null, number>();
    for (const { country, keys } of seen?.asked ?? []) {
      const row = country === '' && rows.every((one) => one.country !== '*') ? null : findCountryRow(rows, country, keys);
      counts.set(row, (counts.get(row) ?? 0) + 1);
    }
    return counts;
  }, [seen, rows]);
  const missing = useMemo(() => missingCountries(rows, seen?.asked ?? []), [seen, rows]);
  const fault = (index: number) => {
    const row = rows[index];
    if (!row || (row.country === '' && cells[index]!.every((cell) => cell === ''))) return undefined;
    if (countryOf(row.country) === null) return t('fault.noCountry', { value: row.country });
    const first = rows.findIndex((other) => isSameCountryRow(other, row));
    return first < index ? t('fault.twice', { row: first + 1 }) : undefined;
  };
  return (
    <div className={classes('flex flex-col gap-2', tall && 'min-h-0 flex-1')}>
      <TableGrid
        label={label}
        columns={shown}
        cells={cells}
        onChange={(next) => onChange(next.map((own) => rowOf(own, columns)))}
        fault={fault}
        onUndo={onUndo}
        aside={seen && seen.records > 0 ? { label: t('seen.column'), of: (index) => ((count) => (count === 0 ? '–' : `${count}×`))(hits.get(rows[index]!) ?? 0) } : undefined}
        className={tall ? '' : 'max-h-72'}
      />
      <p className="text-12 text-faint">{t('countryOrder')}</p>
      {seen && <SeenMissing missing={missing} records={seen.records} onAdd={() => onChange([...rows, ...missing.map(({ row }) => row)])} />}
    </div>
  );
}

/** A country may be typed by its name; what is no country stays as typed and is marked. */
function rowOf([country = '', ...own]: readonly string[], columns: readonly CountryColumnShown[]): CountryRow {
  const of = (wanted: boolean) => Object.fromEntries(columns.flatMap(({ key, isKey }, index) => (isKey === wanted && own[index] ? [[key, own[index]]] : [])));
  const keys = of(true);
  return { country: countryOf(country) ?? country.trim(), ...(Object.keys(keys).length > 0 && { keys }), values: of(false) };
}
