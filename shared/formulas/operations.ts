import { counted } from './allowance.ts';
import type { BinaryOp } from './commonTree.ts';
import type { Fault } from './faults.ts';
import { fitArguments, kindOf, signatures, type Signature } from './signatures.ts';
import { callable } from './textFunctions.ts';
import { fault, isNumber, isSame, isTrue, join, textOf } from './values.ts';

/**
 * What the operators of JSONata 2.2 do, for the compiled part of formulas. Absent values are `undefined`, as there. That both do the
 * same, faults and their places included, is shown by a property test against JSONata itself.
 */

export function negate(value: unknown, position: number): unknown {
  if (value === undefined) return undefined;
  return isNumber(value) ? -value : fault({ code: 'D1002', position, token: '-', value });
}

/** An operator between two values that are worked out already. */
export function binary(op: BinaryOp, left: unknown, right: unknown, position: number): unknown {
  try {
    switch (op) {
      case '=':
        return left !== undefined && right !== undefined && isSame(left, right);
      case '!=':
        return left !== undefined && right !== undefined && !isSame(left, right);
      case '&':
        return counted(join(textOf(left) ?? '', textOf(right) ?? ''));
      case 'in':
        return left !== undefined && right !== undefined && (Array.isArray(right) ? right.includes(left) : right === left);
      case '<':
      case '<=':
      case '>':
      case '>=':
        return compare(op, left, right);
      default:
        return calculate(op, left, right);
    }
  } catch (thrown) {
    throw Object.assign(thrown as Fault, { position, token: op });
  }
}

function calculate(op: BinaryOp, left: unknown, right: unknown): number | undefined {
  if (left !== undefined && !isNumber(left)) fault({ code: 'T2001', value: left });
  if (right !== undefined && !isNumber(right)) fault({ code: 'T2002', value: right });
  if (left === undefined || right === undefined) return undefined;
  const [a, b] = [left as number, right as number];
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    default:
      return a % b;
  }
}

function compare(op: '<' | '<=' | '>' | '>=', left: unknown, right: unknown): boolean | undefined {
  const isComparable = (value: unknown) => value === undefined || typeof value === 'string' || typeof value === 'number';
  if (!isComparable(left) || !isComparable(right)) fault({ code: 'T2010', value: isComparable(left) ? right : left });
  if (left === undefined || right === undefined) return undefined;
  if (typeof left !== typeof right) fault({ code: 'T2009', value: left, value2: right });
  const [a, b] = [left as number, right as number];
  switch (op) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

/** The right side of `and` and `or`, whose faults JSONata tells as faults of the operator. */
export function lazily(work: () => unknown, position: number, token: string): boolean {
  try {
    return isTrue(work()) ?? false;
  } catch (thrown) {
    throw typeof thrown === 'object' && thrown !== null ? Object.assign(thrown, { position, token }) : thrown;
  }
}

/** The left side of `and` and `or`. */
export const eagerly = (value: unknown, position: number, token: string): boolean => lazily(() => value, position, token);

/** `[a, b]`: lists among the values are spread, unless they are written as lists. */
export function listOf(values: readonly unknown[], nested: readonly boolean[]): readonly unknown[] {
  const list: unknown[] = [];
  values.forEach((value, at) => {
    if (value === undefined) return;
    if (Array.isArray(value) && !nested[at]) list.push(...(value as readonly unknown[]));
    else list.push(value);
  });
  return counted(list);
}

/** A function of the common part, found once. */
export interface Called {
  readonly name: string;
  readonly signature: Signature;
  readonly work: (...args: readonly unknown[]) => unknown;
}

export const calledBy = (name: string): Called => ({ name, signature: signatures.get(name)!, work: callable.get(name)! });

function isListOf(value: unknown, kind: string): boolean {
  if (!Array.isArray(value)) return false;
  for (let at = 0; kind !== '' && at < value.length; at++) if (kindOf(value[at]) !== kind) return false;
  return true;
}

function fits({ params }: Signature, args: readonly unknown[]): boolean {
  for (let at = 0; at < args.length; at++) {
    const { kinds, list } = params[at]!;
    const value = args[at];
    if (value === undefined) continue;
    // What is not of the right kind as it stands is seen to by the rules.
    if (list ? !isListOf(value, list.of) : !kinds.includes(kindOf(value))) return false;
  }
  return true;
}

/** Calls a function of the common part. */
export function call({ name, signature, work }: Called, args: readonly unknown[], context: unknown, position: number): unknown {
  try {
    const fitted = fits(signature, args) ? args : fitArguments(signature, args, context, name, position);
    counted(fitted[0]);
    return counted(work(fitted[0], fitted[1], fitted[2], fitted[3]));
  } catch (thrown) {
    if (typeof thrown === 'object' && thrown !== null && !(thrown instanceof RangeError)) {
      const told = thrown as Fault;
      told.position = position;
      told.token ??= name;
    }
    throw thrown;
  }
}

/** What a path comes to. A step is a name, or work to be done for each thing the path has come to so far. */
export function walk(scope: unknown, steps: readonly (string | ((item: unknown) => unknown))[]): unknown {
  // Straight through objects, as nearly always; where a list stands in the way, the rules for many things begin.
  let value = scope;
  for (let at = 0; at < steps.length; at++) {
    const step = steps[at]!;
    if (typeof step !== 'string' || Array.isArray(value)) return walkMany(Array.isArray(value) ? value : [value], steps, at);
    value = fieldOf(value, step);
    if (value === undefined) return undefined;
  }
  return value;
}

/** Hidden names need no looking at: `parseFormula` refuses them. */
const fieldOf = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined);

function walkMany(found: readonly unknown[], steps: readonly (string | ((item: unknown) => unknown))[], from: number): unknown {
  let many = found;
  for (let at = from; at < steps.length; at++) {
    const step = steps[at]!;
    const results: unknown[] = [];
    for (const item of counted(many)) {
      const result = typeof step === 'string' ? lookUp(item, step) : counted(step(item));
      if (result !== undefined) results.push(result);
    }
    // One list at the end of the way stays as it is, even when it holds one thing or none.
    if (at === steps.length - 1 && results.length === 1 && Array.isArray(results[0])) return results[0];
    many = flat(results);
    if (many.length === 0) return undefined;
  }
  return many.length === 1 ? many[0] : many;
}

/** A name in a thing, or in each of several. */
function lookUp(item: unknown, name: string): unknown {
  if (!Array.isArray(item)) return fieldOf(item, name);
  const found = inEach(item as readonly unknown[], name);
  return found.length > 1 ? found : found[0];
}

function inEach(items: readonly unknown[], name: string): readonly unknown[] {
  const results: unknown[] = [];
  for (const item of items) {
    const result = Array.isArray(item) ? inEach(item as readonly unknown[], name) : fieldOf(item, name);
    if (result !== undefined) results.push(result);
  }
  return flat(results);
}

/** One level of lists taken out; the same list when it holds none. */
function flat(items: readonly unknown[]): readonly unknown[] {
  for (const item of items) if (Array.isArray(item)) return items.flat();
  return items;
}
