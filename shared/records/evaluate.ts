import { answerOf, readFormula } from '../formulas/compileFormula.ts';
import type { Answers } from '../formulas/jobs.ts';
import { isTrue } from '../formulas/values.ts';
import { atField } from '../mapping/steps.ts';
import { countryCodeOf } from '../mapping/countries.ts';
import { mappingFunctions } from '../mapping/functions.ts';
import { asText, parsePath, readPath } from '../mapping/path.ts';
import { compare, isDecimal } from '../money/decimal.ts';
import { FluxoError } from '../errors.ts';
import { LinearRegExp } from '../formulas/linearRegExp.ts';
import { euCountries } from '../settings/countryTable.ts';
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

/** How a path is read; by default from the record itself. Throws a `setup` error for a bad path. */
export type ReadField = (path: string) => (record: unknown) => unknown;

const readRecord: ReadField = (path) => {
  const segments = parsePath(path);
  return (record) => readPath(record, segments);
};

/** `YYYY-MM-DD` of a date, empty of nothing. Throws a `data` error for any other text. */
const day = (text: string) => mappingFunctions.get('date')!.apply(text, []);

function compilePattern(condition: Condition): LinearRegExp {
  try {
    return new LinearRegExp(condition.value ?? '', 'i');
  } catch (thrown) {
    throw new FluxoError({ code: 'condition.bad_pattern', kind: 'setup', what: `“${condition.value ?? ''}” is not a pattern.`, where: { field: condition.field }, fix: 'Write a regular expression without look-around, such as ^NL[0-9]+$.', params: { pattern: condition.value ?? '' } }, { cause: thrown });
  }
}

function compileCondition(condition: Condition, leave: (text: string) => number, read: ReadField): Test {
  if (condition.op === 'formula') return compileFormula(condition.value ?? '', leave);
  const get = read(condition.field);
  const text = (record: unknown) => asText(get(record)).trim().toLowerCase();
  const fixed = (condition.value ?? '').trim().toLowerCase();
  const other = condition.other === undefined ? undefined : read(condition.other);
  const wanted = (record: unknown) => (other ? asText(other(record)).trim().toLowerCase() : fixed);
  const hasAny = (record: unknown) => {
    const value = get(record);
    return Array.isArray(value) ? value.length > 0 : typeof value === 'object' && value !== null ? true : asText(value).trim() !== '';
  };
  switch (condition.op) {
    case 'equals':
      return (record) => order(text(record), wanted(record)) === 0;
    case 'notEquals':
      return (record) => order(text(record), wanted(record)) !== 0;
    case 'contains':
      return (record) => text(record).includes(wanted(record));
    case 'startsWith':
      return (record) => text(record).startsWith(wanted(record));
    case 'endsWith':
      return (record) => text(record).endsWith(wanted(record));
    case 'inList': {
      const entriesOf = (list: string) => list.split(',').map((entry) => entry.trim());
      const entries = entriesOf(fixed);
      return (record) => (other ? entriesOf(wanted(record)) : entries).some((entry) => order(text(record), entry) === 0);
    }
    case 'isEmpty':
      return (record) => !hasAny(record);
    case 'hasValue':
      return hasAny;
    case 'greater':
      return (record) => text(record) !== '' && order(text(record), wanted(record)) > 0;
    case 'atLeast':
      return (record) => text(record) !== '' && order(text(record), wanted(record)) >= 0;
    case 'less':
      return (record) => text(record) !== '' && order(text(record), wanted(record)) < 0;
    case 'atMost':
      return (record) => text(record) !== '' && order(text(record), wanted(record)) <= 0;
    case 'between': {
      const to = (condition.to ?? '').trim().toLowerCase();
      return (record) => text(record) !== '' && order(text(record), wanted(record)) >= 0 && order(text(record), to) <= 0;
    }
    case 'before':
    case 'after': {
      const sign = condition.op === 'before' ? -1 : 1;
      return (record) => {
        const [is, than] = [day(text(record)), day(wanted(record))];
        return is !== '' && than !== '' && order(is, than) === sign;
      };
    }
    case 'matches': {
      const pattern = compilePattern(condition);
      return (record) => {
        // Looks from the start each time; it remembers where it stopped, as a RegExp with the flag g does.
        pattern.lastIndex = 0;
        return pattern.test(asText(get(record)).trim());
      };
    }
    case 'inEu':
      return (record) => euCountries.has(countryCodeOf(text(record)) ?? '');
  }
}

/** Conditions as one test; no rows let every record through. Throws a `setup` error for a bad path, pattern or formula. */
export function compileConditions(conditions: Conditions, read: ReadField = readRecord): CompiledConditions {
  const left: string[] = [];
  const tests = conditions.rows.map((row) => compileCondition(row, (text) => left.push(text) - 1, read));
  if (tests.length === 0) return { test: () => true, left };
  return { test: conditions.join === 'all' ? (record, answers) => tests.every((test) => test(record, answers)) : (record, answers) => tests.some((test) => test(record, answers)), left };
}
