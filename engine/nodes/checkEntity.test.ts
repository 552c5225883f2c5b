import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entities } from '#shared/entities/index.ts';
import type { EntityInfo, FieldInfo } from '#shared/entities/fields.ts';
import { asFluxoError } from '#shared/errors.ts';
import { bareObject, parsePath, readPath, writePath } from '#shared/mapping/path.ts';
import { isDecimal } from '#shared/money/decimal.ts';
import { makeEntityCheck } from './checkEntity.ts';

/** What it has to find, said plainly: path by path, in the order of the entity's fields, lists after the record. */
function firstFault({ fields }: EntityInfo, record: unknown): string | null {
  const look = (value: unknown, { required, type }: FieldInfo, field: string): string | null => {
    if (value === undefined || value === null || value === '') return required ? `missing_field ${field}` : null;
    if (type === 'decimal' && !isDecimal(typeof value === 'number' ? String(value) : value)) return `not_a_number ${field}`;
    if (type === 'date' && !(typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value))) return `not_a_date ${field}`;
    return null;
  };
  for (const field of fields) {
    const found = field.path.includes('[]') ? null : look(readPath(record, parsePath(field.path)), field, field.path);
    if (found !== null) return found;
  }
  for (const list of fields.filter(({ type }) => type === 'list')) {
    const items = readPath(record, parsePath(list.path));
    for (const [index, item] of Array.isArray(items) ? items.entries() : []) {
      for (const field of fields.filter(({ path }) => path.startsWith(`${list.path}[].`))) {
        const path = field.path.slice(list.path.length + 3);
        const found = look(readPath(item, parsePath(path)), field, `${list.path}[${index + 1}].${path}`);
        if (found !== null) return found;
      }
    }
  }
  return null;
}

function faultOf(check: (record: unknown) => void, record: unknown): string | null {
  try {
    check(record);
    return null;
  } catch (thrown) {
    const { code, params } = asFluxoError(thrown).data;
    return `${code.slice('record.'.length)} ${params?.['field']}`;
  }
}

const value = fc.oneof(fc.constantFrom('12.50', '-3', '2026-11-22', '2026-11-22T10:00:00Z', 'x', '', null, 0, 1.5, 1e30, true, '1e5', '2026-1-1'), fc.constant({ x: '1' }), fc.constant(['1']));

describe('what an entity says of its fields', () => {
  for (const entity of Object.values(entities)) {
    const check = makeEntityCheck(entity);
    const plain = entity.fields.filter(({ path, type }) => !path.includes('[]') && type !== 'list' && type !== 'object').map(({ path }) => path);
    const lists = entity.fields.filter(({ type }) => type === 'list').map((list) => ({ path: list.path, fields: entity.fields.filter(({ path }) => path.startsWith(`${list.path}[].`)).map(({ path }) => path.slice(list.path.length + 3)) }));

    test(`a record that is no ${entity.label.toLowerCase()} ends with the first field at fault`, () => {
      const part = (paths: readonly string[]) => fc.array(fc.tuple(fc.constantFrom(...(paths.length > 0 ? paths : ['none'])), value), { maxLength: 8 });
      const good = (path: string) => (entity.fields.find((field) => field.path === path)?.type === 'date' ? '2026-11-22' : '1.00');
      fc.assert(
        fc.property(part(plain), fc.array(fc.tuple(fc.nat(lists.length > 0 ? lists.length - 1 : 0), fc.array(value, { maxLength: 3 })), { maxLength: 3 }), fc.boolean(), fc.boolean(), (own, items, isBare, isFilled) => {
          const record = isBare ? bareObject() : ({} as Record<string, unknown>);
          if (isFilled) for (const { path, required } of entity.fields) if (required && !path.includes('[]')) writePath(record, parsePath(path), good(path));
          for (const [path, filled] of own) writePath(record, parsePath(path), filled);
          for (const [at, values] of items) {
            const list = lists[at];
            if (list) writePath(record, parsePath(list.path), values.map((each, index) => (index % 2 === 1 ? each : Object.fromEntries(list.fields.map((field) => [field, index === 0 ? '1.00' : each])))));
          }
          expect(faultOf(check, record)).toBe(firstFault(entity, record));
        }),
        { numRuns: 60 },
      );
      for (const nothing of [null, undefined, 'text', 3, []]) expect(faultOf(check, nothing)).toBe(firstFault(entity, nothing));
    });
  }

  test('an inherited field is not there', () => {
    const check = makeEntityCheck({ name: 'x', label: 'X', fields: [{ path: 'toString', label: 'Name', type: 'text', required: true }] });
    expect(faultOf(check, {})).toBe('missing_field toString');
    expect(faultOf(check, { toString: 'own' })).toBeNull();
    expect(faultOf(check, Object.create({ toString: 'inherited' }) as unknown)).toBe('missing_field toString');
  });

  test('a fault of a list is told with the place of its item', () => {
    const check = makeEntityCheck({ name: 'x', label: 'X', fields: [{ path: 'lines', label: 'Lines', type: 'list' }, { path: 'lines[].tax.rate', label: 'Rate', type: 'decimal' }] });
    expect(() => check({ lines: [{ tax: { rate: '21' } }, { tax: { rate: 'high' } }] })).toThrow('Rate is not a number (lines[2].tax.rate).');
  });
});
