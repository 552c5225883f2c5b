import type { Fault } from './faults.ts';
import { isHidden, visibleKeys } from './visible.ts';

/** Longest text the compiled part makes. */
export const mostLetters = 1_000_000;

export function fault(it: Fault): never {
  throw it;
}

/** True for a number. Throws for one that JSON has no word for. */
export function isNumber(value: unknown): value is number {
  if (typeof value !== 'number' || Number.isNaN(value)) return false;
  return Number.isFinite(value) || fault({ code: 'D1001', value });
}

export function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null || Array.isArray(left) !== Array.isArray(right)) return false;
  if (Array.isArray(left)) return left.length === (right as readonly unknown[]).length && left.every((item, at) => isSame(item, (right as readonly unknown[])[at]));
  const [mine, other] = [visibleKeys(left), visibleKeys(right)];
  return mine.length === other.length && mine.every((name) => Object.hasOwn(right, name) && isSame((left as Record<string, unknown>)[name], (right as Record<string, unknown>)[name]));
}

/** What counts as yes; `undefined` for nothing at all. */
export function isTrue(value: unknown): boolean | undefined {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      return value !== '';
    case 'number':
      return isNumber(value) && value !== 0;
    case 'object':
      if (value === null) return false;
      if (!Array.isArray(value)) return visibleKeys(value).length > 0;
      return value.length === 1 ? isTrue(value[0]) : value.some((item) => isTrue(item));
    default:
      return undefined;
  }
}

/** A value as text: fifteen digits of a number that is not whole, JSON of lists and objects. */
export function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'undefined':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? String(shortNumber(value)) : fault({ code: 'D3001', value });
    case 'boolean':
      return String(value);
    default:
      return JSON.stringify(value, (name, inner: unknown) => (isHidden(name) ? undefined : typeof inner === 'number' ? shortNumber(isNumber(inner) ? inner : Number.NaN) : inner));
  }
}

const shortNumber = (value: number): number => (Number.isInteger(value) ? (value === 0 ? 0 : value) : Number(value.toPrecision(15)));

export function join(left: string, right: string): string {
  return left.length + right.length > mostLetters ? fault({ code: 'too_large' }) : left + right;
}
