import { Plus, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CountryTableSchema, euCountries, type CountryRow } from '#shared/settings/countryTable.ts';
import type { CountryColumn } from '#shared/settings/fields.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Combobox, type ComboOption } from '#renderer/ui/Combobox.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { usePick } from './usePick.ts';
import type { FieldOf, RowProps } from './rowProps.ts';

/** Neighbours and the usual trading partners; any other ISO code can be typed. */
const others = ['GB', 'CH', 'NO', 'IS', 'LI', 'US', 'CA', 'BR', 'AU', 'JP', 'CN', 'TR', 'UA', 'ZA'];

function useCountries(): readonly ComboOption[] {
  const { t, i18n } = useTranslation('editor');
  return useMemo(() => {
    const names = new Intl.DisplayNames([i18n.language], { type: 'region' });
    const named = [...euCountries, ...others].map((code) => ({ value: code, label: code, detail: names.of(code) })).toSorted((a, b) => (a.detail ?? '').localeCompare(b.detail ?? ''));
    return [{ value: '*', label: '*', detail: t('form.anyCountry') }, { value: 'EU', label: 'EU', detail: t('form.otherEu') }, { value: 'non-EU', label: 'non-EU', detail: t('form.outsideEu') }, ...named];
  }, [i18n.language, t]);
}

/** Rows by country; the most specific one wins. */
export function CountryTableRow({ field, value, text, ownConnection, sourceConnection, error, onChange }: RowProps<FieldOf<'countryTable'>>) {
  const { t } = useTranslation('editor');
  const rows = CountryTableSchema.safeParse(value).data ?? [];
  const countries = useCountries();
  const change = (index: number, next: CountryRow) => onChange(rows.map((row, at) => (at === index ? next : row)));
  const label = text.label(field);
  return (
    <div>
      <p className="mb-1 text-12 font-medium text-muted">
        {label}
        {field.required && <span aria-hidden className="ml-0.5 text-parked">*</span>}
      </p>
      <div className="rounded-8 border border-line p-2">
        {rows.length > 0 && (
          <table aria-label={label} className="mb-1.5 w-full table-fixed border-separate border-spacing-0">
            <thead>
              <tr className="text-left text-12 text-faint">
                <th className="w-19 truncate pb-1 font-normal">{t('form.country')}</th>
                {field.columns.map((column) => (
                  <th key={column.key} className={classes('truncate pb-1 pl-3 font-normal', column.isKey && field.columns.length > 1 && 'w-18')}>{text.column(field, column)}</th>
                ))}
                <td className="w-7" />
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={index}>
                  <td className="py-0.5">
                    <Combobox label={t('form.countryRow', { row: index + 1 })} value={row.country} onChange={(country) => change(index, { ...row, country })} options={countries} allowTyped narrow />
                  </td>
                  {field.columns.map((column) => (
                    <Cell key={column.key} column={column} row={row} label={`${text.column(field, column)} ${index + 1}`} ownConnection={ownConnection} sourceConnection={sourceConnection} onChange={(next) => change(index, next)} />
                  ))}
                  <td className="py-0.5 pl-1">
                    <IconButton size="small" icon={Trash2} label={t('form.removeRow', { row: index + 1 })} onClick={() => onChange(rows.filter((_, at) => at !== index))} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Button look="quiet" size="small" icon={Plus} onClick={() => onChange([...rows, { country: rows.length === 0 ? 'NL' : '', values: {} }])}>{t('form.addRow')}</Button>
      </div>
      {(error ?? text.help(field)) && <p className={error ? 'mt-1 text-12 text-failed' : 'mt-1 text-12 text-faint'}>{error ?? text.help(field)}</p>}
    </div>
  );
}

interface CellProps {
  readonly column: CountryColumn;
  readonly row: CountryRow;
  readonly label: string;
  readonly ownConnection: string | undefined;
  readonly sourceConnection: string | undefined;
  readonly onChange: (row: CountryRow) => void;
}

function Cell({ column, row, label, ownConnection, sourceConnection, onChange }: CellProps) {
  const { t } = useTranslation('editor');
  const pick = usePick(column.values, ownConnection, sourceConnection);
  const value = (column.isKey ? row.keys?.[column.key] : row.values[column.key]) ?? '';
  const set = (next: string) => {
    if (!column.isKey) return onChange({ ...row, values: { ...row.values, [column.key]: next } });
    const { [column.key]: _old, ...keys } = row.keys ?? {};
    return onChange({ ...row, keys: next === '' ? keys : { ...keys, [column.key]: next } });
  };
  return (
    <td className="py-0.5 pl-1">
      <Combobox label={label} value={value} onChange={set} options={pick.options} narrow loading={pick.loading} offline={pick.offline} placeholder={column.isKey ? t('form.any') : t('form.choose')} allowTyped clearable />
    </td>
  );
}
