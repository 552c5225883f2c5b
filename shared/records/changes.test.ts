import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesBetween } from './changes.ts';
import type { Value } from './story.ts';

test('tells of something new every field with its value, down to the leaves', () => {
  expect(changesBetween(undefined, { DocNumber: '17', Line: [{ Amount: 10, Ref: { value: '4' } }, { Amount: 2.5 }] })).toEqual([
    { path: 'DocNumber', after: '17' },
    { path: 'Line[0].Amount', after: 10 },
    { path: 'Line[0].Ref.value', after: '4' },
    { path: 'Line[1].Amount', after: 2.5 },
  ]);
});

test('tells of something that is there only what differs, with what is there now', () => {
  const current = { Name: 'Bread', Price: 3, Note: 'by hand', Ref: { value: '4', name: 'Sales' } };
  expect(changesBetween(current, { Name: 'Bread', Price: '3', Active: true, Ref: { value: '5' } })).toEqual([
    { path: 'Active', after: true },
    { path: 'Ref.value', before: '4', after: '5' },
  ]);
});

test('a list replaces the one before whole, so what it no longer holds goes', () => {
  expect(changesBetween({ tags: ['a', 'b', 'c'] }, { tags: ['a', 'x'] })).toEqual([
    { path: 'tags[1]', before: 'b', after: 'x' },
    { path: 'tags[2]', before: 'c' },
  ]);
});

test('what was empty is not told as a value, and what becomes empty is', () => {
  expect(changesBetween({ a: '', b: null, c: 'x' }, { a: '1', b: '2', c: '' })).toEqual([
    { path: 'a', after: '1' },
    { path: 'b', after: '2' },
    { path: 'c', before: 'x', after: '' },
  ]);
});

test('values of secret fields are never told, however deep they stand', () => {
  const told = JSON.stringify(changesBetween({ apiKey: 'before-1' }, { apiKey: 'hunter2', login: { Password: 'hunter3', hints: { accessToken: ['hunter4'] } }, name: 'shown' }));
  expect(told).not.toMatch(/hunter|before-1/);
  expect(told).toContain('shown');
});

const values = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.string(), fc.integer(), fc.boolean(), fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 })),
})).value;

test('nothing differs from itself, and each path is told once', () => {
  fc.assert(
    fc.property(values, values, (current, wanted) => {
      expect(changesBetween(wanted, wanted)).toEqual([]);
      const paths = changesBetween(current, wanted).map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
    }),
  );
});
