import { asText, parsePath, readPath } from '../mapping/path.ts';
import { compare, isDecimal } from '../money/decimal.ts';
import type { Condition, Conditions } from './conditions.ts';

type Test = (record: unknown) => boolean;

function order(left: string, right: string): number {
  if (isDecimal(left) && isDecimal(right)) return compare(left, right);
  return left < right ? -1 : left > right ? 1 : 0;
}

function compileCondition(condition: Condition): Test {
  const path = parsePath(condition.field);
  const wanted = (condition.value ?? '').trim().toLowerCase();
  const text = (record: unknown) => asText(readPath(record, path)).trim().toLowerCase();
  const hasAny = (record: unknown) => {
    const value = readPath(record, path);
    return Array.isArray(value) ? value.length > 0 : typeof value === 'object' && value !== null ? true : asText(value).trim() !== '';
  };
  switch (condition.op) {
    case 'equals':
      return (record) => order(text(record), wanted) === 0;
    case 'notEquals':
      return (record) => order(text(record), wanted) !== 0;
    case 'contains':
      return (record) => text(record).includes(wanted);
    case 'startsWith':
      return (record) => text(record).startsWith(wanted);
    case 'endsWith':
      return (record) => text(record).endsWith(wanted);
    case 'inList': {
      const entries = wanted.split(',').map((entry) => entry.trim());
      return (record) => entries.some((entry) => order(text(record), entry) === 0);
    }
    case 'isEmpty':
      return (record) => !hasAny(record);
    case 'hasValue':
      return hasAny;
    case 'greater':
      return (record) => text(record) !== '' && order(text(record), wanted) > 0;
    case 'atLeast':
      return (record) => text(record) !== '' && order(text(record), wanted) >= 0;
    case 'less':
      return (record) => text(record) !== '' && order(text(record), wanted) < 0;
    case 'atMost':
      return (record) => text(record) !== '' && order(text(record), wanted) <= 0;
  }
}

/** Conditions as one test; no rows let every record through. Throws a `setup` error for a bad path. */
export function compileConditions(conditions: Conditions): Test {
  const tests = conditions.rows.map(compileCondition);
  if (tests.length === 0) return () => true;
  return conditions.join === 'all' ? (record) => tests.every((test) => test(record)) : (record) => tests.some((test) => test(record));
}
