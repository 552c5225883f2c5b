import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { coveragePage } from './page.ts';
import { fieldRows, flowRows } from './rows.ts';

const root = path.join(import.meta.dirname, '..', '..');
const rows = [...flowRows, ...fieldRows];
const templates = globSync(path.join(root, 'resources/templates/*.flow.json')).map((file) => path.basename(file, '.flow.json'));

test('no row is left out', () => {
  const wanted = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
  expect(flowRows.map(({ row }) => row)).toEqual(wanted('F', 81));
  expect(fieldRows.map(({ row }) => row)).toEqual([...wanted('D-O', 14), ...wanted('D-P', 8)]);
});

test('each row that is there names a test, and each test it names exists', () => {
  for (const { row, state, tests = [] } of rows) {
    if (state === 'there') expect(tests.length, row).toBeGreaterThan(0);
    for (const { file, title } of tests) {
      expect(existsSync(path.join(root, file)), `${row}: ${file}`).toBe(true);
      expect(readFileSync(path.join(root, file), 'utf8').includes(title), `${row}: ${file} › ${title}`).toBe(true);
    }
  }
});

test('each template is named by a row, has a test of its own, and no row names one that does not exist', () => {
  const named = new Set(rows.flatMap((row) => row.templates ?? []));
  expect([...named].filter((id) => !templates.includes(id))).toEqual([]);
  const between = /^(mplus|mailchimp|quickbooks)-.*-to-(mplus|mailchimp|quickbooks)$/;
  expect(templates.filter((id) => between.test(id) && !named.has(id))).toEqual([]);
  expect(templates.filter((id) => !existsSync(path.join(root, 'tests', 'templates', `${id}.test.ts`)))).toEqual([]);
});

test('the page is up to date', async () => {
  expect(readFileSync(path.join(root, 'docs', 'coverage.md'), 'utf8'), 'run `npm run coverage`').toBe(await coveragePage());
});
