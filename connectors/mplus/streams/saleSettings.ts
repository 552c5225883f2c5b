import type { SourceRecord } from '#shared/records/story.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';

/** What is chosen in a list of several; nothing when it was left alone. */
export const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string' && entry !== '') : []);

/** Which orders, invoices and tickets are wanted, whatever they are. */
export const saleSettings: readonly SettingField[] = [
  { key: 'branches', label: 'Branches', type: 'pickMany', from: { list: 'branches', of: 'own' }, group: 'What is read', help: 'Branches on whose turnover it is booked. None chosen: all.' },
  { key: 'fromDate', label: 'Dated from', type: 'date', group: 'What is read', help: 'What is dated before this day is passed over. Empty: nothing is.' },
];

/**
 * Whether a sale is wanted by these settings. Asked here and not of the till: filters together with sync markers have lost records there before. Undefined
 * when everything is.
 */
export function wantedSales(settings: Settings, further: readonly ((sale: SourceRecord) => boolean)[] = []): ((sale: SourceRecord) => boolean) | undefined {
  const branches = new Set(texts(settings['branches']));
  const fromDate = typeof settings['fromDate'] === 'string' ? settings['fromDate'] : '';
  const tests = [
    ...further,
    ...(branches.size > 0 ? [(sale: SourceRecord) => branches.has(String(sale['financialBranchNumber'] ?? ''))] : []),
    // One without a date is read: what is wrong with it is for the record to say.
    ...(fromDate !== '' ? [(sale: SourceRecord) => String(sale['financialDate'] ?? fromDate) >= fromDate] : []),
  ];
  return tests.length === 0 ? undefined : (sale) => tests.every((test) => test(sale));
}
