import { ListPlus, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import type { Picked } from './usePick.ts';

export interface Pair {
  readonly from: string;
  readonly to: string;
}

interface PairTableProps {
  readonly rows: readonly Pair[];
  readonly onChange: (rows: readonly Pair[]) => void;
  readonly keys: Picked;
  readonly values: Picked;
  readonly label: string;
}

/** What comes in → what goes out, row by row; both sides picked from lists where there are lists. */
export function PairTable({ rows, onChange, keys, values, label }: PairTableProps) {
  const { t } = useTranslation('editor');
  const missing = keys.options.filter((option) => !rows.some((row) => row.from.trim().toLowerCase() === option.value.toLowerCase()));
  const change = (index: number, part: Partial<Pair>) => onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  const anything = { value: '*', label: t('form.anythingElse') };
  return (
    <div className="flex flex-col gap-1.5">
      {rows.length > 0 && (
        <table aria-label={label} className="w-full table-fixed border-separate border-spacing-0">
          <thead>
            <tr className="text-left text-12 text-faint">
              <th className="pb-1 font-normal">{t('form.from')}</th>
              <th className="pb-1 pl-3 font-normal">{t('form.to')}</th>
              <td className="w-7" />
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                <td className="py-0.5">
                  <Combobox label={t('form.fromRow', { row: index + 1 })} value={row.from} onChange={(from) => change(index, { from })} {...keys} options={[...keys.options, anything]} allowTyped narrow />
                </td>
                <td className="py-0.5 pl-1">
                  <Combobox label={t('form.toRow', { row: index + 1 })} value={row.to} onChange={(to) => change(index, { to })} {...values} allowTyped narrow />
                </td>
                <td className="py-0.5 pl-1">
                  <IconButton size="small" icon={Trash2} label={t('form.removeRow', { row: index + 1 })} onClick={() => onChange(rows.filter((_, at) => at !== index))} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="flex gap-1">
        <Button look="quiet" size="small" icon={Plus} onClick={() => onChange([...rows, { from: '', to: '' }])}>{t('form.addRow')}</Button>
        {missing.length > 0 && keys.options.length > 0 && (
          <Button look="quiet" size="small" icon={ListPlus} onClick={() => onChange([...rows, ...missing.map((option) => ({ from: option.value, to: '' }))])}>
            {t('form.addAll', { count: missing.length })}
          </Button>
        )}
      </div>
    </div>
  );
}
