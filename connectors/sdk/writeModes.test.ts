import { expect, test } from 'vitest';
import type { WriteMode } from '#shared/mapping/mapping.ts';
import { valuesToWrite } from './writeModes.ts';

const write = (mode: WriteMode, isNew: boolean, value: string, current?: string) => valuesToWrite([{ name: 'Name', field: 'name', value, current }], { isNew, modeOf: () => mode });

test.each([
  ['both', true, 'Kaas', undefined, true],
  ['create', true, 'Kaas', undefined, true],
  ['update', true, 'Kaas', undefined, false],
  ['ifEmpty', true, 'Kaas', undefined, true],
  ['both', false, 'Kaas', 'Brie', true],
  ['both', false, 'Kaas', ' Kaas ', false],
  ['update', false, 'Kaas', 'Brie', true],
  ['create', false, 'Kaas', 'Brie', false],
  ['create', false, 'Kaas', '', false],
  ['ifEmpty', false, 'Kaas', 'Brie', false],
  ['ifEmpty', false, 'Kaas', ' ', true],
  ['both', false, '', 'Brie', false],
] as const)('mode %s, new: %s, %j over %j is sent: %s', (mode, isNew, value, current, sent) => {
  expect(write(mode, isNew, value, current)).toEqual(sent ? { Name: value } : {});
});

test('what a service spells in its own way can be compared in its own way', () => {
  const wanted = [{ name: 'price', field: 'priceIncl', value: '1.50', current: 1.5 }];
  expect(valuesToWrite(wanted, { isNew: false, modeOf: () => 'both', isSame: (value, current) => Number(value) === current })).toEqual({});
});
