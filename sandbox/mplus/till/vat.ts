import type { VatRate } from '#sandbox/shop/types.ts';

/** How a percentage goes over the wire: nobody documented it, so both readings can be tried. 21 % is 2100 or 21. */
export type VatScale = 'hundredths' | 'whole';

/** The codes most Dutch tills have: 1 high, 2 low, 3 nought. */
export const vatCodes: Readonly<Record<VatRate, number>> = { 21: 1, 9: 2, 0: 3 };

export const rateOfCode = (code: number): VatRate | undefined => ([21, 9, 0] as const).find((rate) => vatCodes[rate] === code);

export const vatPercentage = (rate: VatRate, scale: VatScale): number => (scale === 'hundredths' ? rate * 100 : rate);
