import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { add, round } from '#shared/money/decimal.ts';
import { otherKeys, type Total } from '#shared/records/totals.ts';
import { classes } from '#renderer/ui/classes.ts';
import { amountParts } from '../text/amountParts.ts';
import { dayText } from '../text/timeText.ts';
import { useLocale } from '../text/Time.tsx';

const columns = ['net', 'tax', 'total'] as const;
type Column = (typeof columns)[number];
type Sums = Pick<Total, 'count' | Column>;

const columnsOf = (rows: readonly Total[]): readonly Column[] => columns.filter((column) => rows.some((row) => row[column] !== undefined));

function sumOf(rows: readonly Total[]): Sums {
  const of = (column: Column) => (rows.some((row) => row[column] !== undefined) ? { [column]: rows.reduce((sum, row) => add(sum, row[column] ?? '0'), '0') } : {});
  return { count: rows.reduce((sum, row) => sum + row.count, 0), ...of('net'), ...of('tax'), ...of('total') };
}

interface TotalsTableProps {
  readonly title: string;
  readonly rows: readonly Total[];
  readonly name: (row: Total) => ReactNode;
  /** Whether the rows add up to something; default true. */
  readonly sums?: boolean;
  /** True for quantities, which are no money. */
  readonly pieces?: boolean;
}

/** Totals of one kind, a row each, with their sum; amounts aligned by the decimal sign. */
export function TotalsTable({ title, rows, name, sums = true, pieces = false }: TotalsTableProps) {
  const { t } = useTranslation('runs');
  if (rows.length === 0) return null;
  const shown = columnsOf(rows);
  return (
    <Frame title={title} columns={shown} pieces={pieces}>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} className="border-t border-line">
            <Name>{row.key === otherKeys ? <span className="text-muted">{t('plan.others')}</span> : name(row)}</Name>
            <Cells sums={row} columns={shown} pieces={pieces} />
          </tr>
        ))}
      </tbody>
      {sums && rows.length > 1 && <Foot sums={sumOf(rows)} columns={shown} pieces={pieces} />}
    </Frame>
  );
}

/** Days with their tax codes below them, as the day report of a till has them. */
export function DayTable({ title, days, codes }: { readonly title: string; readonly days: readonly Total[]; readonly codes: readonly Total[] }) {
  const { t } = useTranslation('runs');
  const locale = useLocale();
  if (days.length === 0) return null;
  const shown = columnsOf(days);
  return (
    <Frame title={title} columns={shown}>
      {days.map((day) => (
        <tbody key={day.key}>
          <tr className="border-t border-line font-medium">
            <Name>{day.key === otherKeys ? t('plan.others') : dayText(day.key, locale)}</Name>
            <Cells sums={day} columns={shown} />
          </tr>
          {codes
            .filter(({ key }) => key === day.key)
            .map((code) => (
              <tr key={code.within ?? ''} className="text-muted">
                <Name className="pl-4">{code.within ?? t('plan.noTaxCode')}</Name>
                <Cells sums={code} columns={shown} hasCount={false} />
              </tr>
            ))}
        </tbody>
      ))}
      {days.length > 1 && <Foot sums={sumOf(days)} columns={shown} />}
    </Frame>
  );
}

function Frame({ title, columns: shown, pieces = false, children }: { readonly title: string; readonly columns: readonly Column[]; readonly pieces?: boolean; readonly children: ReactNode }) {
  const { t } = useTranslation('runs');
  return (
    <table className="w-full max-w-160 border-collapse text-12">
      <thead>
        <tr className="text-muted">
          <th scope="col" className="py-1 pr-2 text-left font-medium text-text">{title}</th>
          <th scope="col" className="w-14 py-1 pl-2 text-right font-normal">{t('plan.count')}</th>
          {shown.map((column) => (
            <th key={column} scope="col" className="w-24 py-1 pl-2 text-right font-normal">{t(`plan.column.${pieces ? 'pieces' : column}`)}</th>
          ))}
        </tr>
      </thead>
      {children}
    </table>
  );
}

const Name = ({ children, className }: { readonly children: ReactNode; readonly className?: string }) => (
  <th scope="row" className={classes('py-0.5 pr-2 text-left [font-weight:inherit] break-words', className)}>{children}</th>
);

function Cells({ sums, columns: shown, hasCount = true, pieces = false }: { readonly sums: Sums; readonly columns: readonly Column[]; readonly hasCount?: boolean; readonly pieces?: boolean }) {
  const locale = useLocale();
  return (
    <>
      <td className="tabular py-0.5 pl-2 text-right align-top">{hasCount ? sums.count.toLocaleString(locale) : ''}</td>
      {shown.map((column) => (
        <td key={column} className="tabular py-0.5 pl-2 text-right align-top whitespace-nowrap">{pieces ? piecesText(sums[column], locale) : amountText(sums[column], locale)}</td>
      ))}
    </>
  );
}

function Foot({ sums, columns: shown, pieces = false }: { readonly sums: Sums; readonly columns: readonly Column[]; readonly pieces?: boolean }) {
  const { t } = useTranslation('runs');
  return (
    <tfoot>
      <tr className="border-t border-line-strong font-medium">
        <Name>{t('plan.sum')}</Name>
        <Cells sums={sums} columns={shown} pieces={pieces} />
      </tr>
    </tfoot>
  );
}

/** Two places at least; the currency stands once, above. */
function amountText(amount: string | undefined, locale: string): string {
  if (amount === undefined) return '';
  return amountParts(`${round(amount, 2)} EUR`, locale)?.number ?? amount;
}

/** Weighed goods have places behind the point, pieces none. */
const piecesText = (quantity: string | undefined, locale: string): string => (quantity === undefined ? '' : Number(quantity).toLocaleString(locale, { maximumFractionDigits: 3 }));
