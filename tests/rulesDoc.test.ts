import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readPipe } from '#shared/rules/pipe/readPipe.ts';
import { readRules } from '#shared/rules/text/readRules.ts';
import { writeRules } from '#shared/rules/text/writeRules.ts';

const [asText = '', ofOthers = ''] = [...readFileSync(path.join(import.meta.dirname, '../docs/rules.md'), 'utf8').matchAll(/```\n([\s\S]*?)```/g)].map(([, text]) => text!);

test('the rules that docs/rules.md shows as text read as it says, and are written back so', () => {
  const { blocks, faults } = readRules(asText);
  expect(faults).toEqual([]);
  expect(blocks).toMatchObject([{ id: 'tax', field: 'lines[].taxCode', rows: [{}, {}, { off: true }], map: { unmapped: 'park' }, default: { value: 'standard' } }]);
  expect(readRules(writeRules(blocks)).blocks).toEqual(blocks);
});

test('the block of another tool that docs/rules.md shows is understood without a remark', () => {
  const { blocks, notes } = readPipe(ofOthers, []);
  expect(notes).toEqual([]);
  expect(blocks).toMatchObject([{ field: 'note', name: 'VAT', rows: [{ use: { from: { path: 'kind' } } }, { use: { from: { kind: 'yesNo' } } }, { otherwise: { from: { path: 'total' } } }], map: { on: true, rows: [{ from: 'order|TRUE' }], unmapped: 'keepSource' }, default: { on: true, value: 'standard', force: false } }]);
});
