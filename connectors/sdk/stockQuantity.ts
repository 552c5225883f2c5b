import type { Stock } from '#shared/entities/stock.ts';
import { add, compare, isZero, multiply, round, subtract, sum } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';

const group = 'Quantity';

/** How a stock target comes from what the source counts to the one number it sends; the same choices for every service. */
export const stockFields: readonly SettingField[] = [
  {
    key: 'stockFormula', group, label: 'Quantity to send', type: 'choice', default: 'free',
    options: [
      { value: 'free', label: 'Available minus sales reservations', help: 'What can be sold now. The till counts its reservations off by itself.' },
      { value: 'physical', label: 'All that is there', help: 'Free and reserved together.' },
      { value: 'freeIncoming', label: 'Available and incoming' },
      { value: 'physicalIncoming', label: 'All that is there and incoming' },
      { value: 'own', label: 'Own formula', help: 'Free, reserved and incoming, each times a number of your own.' },
    ],
  },
  { key: 'freeTimes', group, label: 'Free, times', type: 'number', default: 1, when: { key: 'stockFormula', is: ['own'] } },
  { key: 'reservedTimes', group, label: 'Reserved, times', type: 'number', default: 0, when: { key: 'stockFormula', is: ['own'] } },
  { key: 'incomingTimes', group, label: 'Incoming, times', type: 'number', default: 0, when: { key: 'stockFormula', is: ['own'] } },
  { key: 'safetyStock', group, label: 'Keep back', type: 'number', default: 0, min: 0, help: 'Counted off, so that the last pieces are not sold twice.' },
  { key: 'stockFloor', group, label: 'Never less than 0', type: 'boolean', default: true },
  { key: 'stockCap', group, label: 'Never more than', type: 'number', min: 0, help: 'Empty: no upper bound.' },
  {
    key: 'stockRounding', group, label: 'Parts of a piece', type: 'choice', default: 'down',
    options: [
      { value: 'down', label: 'Round down', help: 'What is weighed counts in whole pieces; nothing is promised that is not there.' },
      { value: 'nearest', label: 'Round to the nearest' },
      { value: 'keep', label: 'Send as it is', help: 'For services that can count parts of a piece.' },
    ],
  },
];

/** Weights of free, reserved and incoming per formula. In MplusKASSA's words free is what may be sold, so reserved comes on top of it. */
const weights = { free: ['1', '0', '0'], physical: ['1', '1', '0'], freeIncoming: ['1', '0', '1'], physicalIncoming: ['1', '1', '1'] } as const;

/**
 * The quantity to send for a stock record, as a decimal: formula, then what is kept back, rounding, bounds. `settings` with defaults filled in.
 * `wholeOnly` rounds down whatever the settings say, for services that count whole pieces.
 */
export function stockQuantity(stock: Pick<Stock, 'free' | 'reserved' | 'incoming'>, settings: Settings, wholeOnly = false): Decimal {
  const formula = String(settings['stockFormula']);
  const times = formula in weights ? weights[formula as keyof typeof weights] : [numberOf(settings['freeTimes'], '1'), numberOf(settings['reservedTimes']), numberOf(settings['incomingTimes'])];
  const counted = [stock.free, stock.reserved ?? '0', stock.incoming ?? '0'];
  const left = subtract(sum(counted.map((count, index) => multiply(count, times[index]!))), numberOf(settings['safetyStock']));
  const rounded = roundTo(left, wholeOnly && settings['stockRounding'] === 'keep' ? 'down' : String(settings['stockRounding']));
  const floored = settings['stockFloor'] === true && compare(rounded, '0') < 0 ? '0' : rounded;
  const cap = settings['stockCap'];
  return typeof cap === 'number' && compare(floored, String(cap)) > 0 ? String(cap) : floored;
}

const numberOf = (value: unknown, otherwise = '0'): Decimal => (typeof value === 'number' ? String(value) : otherwise);

function roundTo(value: Decimal, how: string): Decimal {
  if (how === 'keep') return value;
  const nearest = round(value, 0);
  return how === 'nearest' || compare(nearest, value) <= 0 || isZero(value) ? nearest : add(nearest, '-1');
}
