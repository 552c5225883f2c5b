import { answerOf, readFormula } from '../formulas/compileFormula.ts';
import type { Answers } from '../formulas/jobs.ts';
import { isTrue } from '../formulas/values.ts';
import { atField } from '../mapping/steps.ts';
import { asText, parsePath, readPath } from '../mapping/path.ts';
import { compare, isDecimal } from '../money/decimal.ts';
import type { Condition, Conditions } from './conditions.ts';

/** `answers` = what JSONata made of the formulas that were left to it; without them those are not met. Throws a formula's `data` error. */
type Test = (record: unknown, answers?: Answers) => boolean;

export interface CompiledConditions {
  readonly test: Test;
  /** Texts of the formulas that JSONata itself has to work out before, by their numbers. */
  readonly left: readonly string[];
}

function order(left: string, right: string): number {
  if (isDecimal(left) && isDecimal(right)) return compare(left, right);
  return left < right ? -1 : left > right ? 1 : 0;
}

function compileFormula(text: string, leave: (text: string) => number): Test {
  const { work, number } = readFormula(text, 'conditions', leave);
  return (record, answers) => {
    try {
      return isTrue(work ? work(record) : answerOf(answers, number, 0)) ?? false;
    } catch (thrown) {
      throw atField(thrown, 'conditions');
    }
  };
}

function compileCondition(condition: Condition, leave: (text: string) => number): Test {
  if (condition.op === 'formula') return compileFormula(condition.value ?? '', leave);
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

/** Conditions as one test; no rows let every record through. Throws a `setup` error for a bad path or formula. */
export function compileConditions(conditions: Conditions): CompiledConditions {
  const left: string[] = [];
  const tests = conditions.rows.map((row) => compileCondition(row, (text) => left.push(text) - 1));
  if (tests.length === 0) return { test: () => true, left };
  return { test: conditions.join === 'all' ? (record, answers) => tests.every((test) => test(record, answers)) : (record, answers) => tests.some((test) => test(record, answers)), left };
}
