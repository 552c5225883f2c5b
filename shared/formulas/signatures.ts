import type { Fault } from './faults.ts';

/** One parameter of a JSONata function: the kinds it takes (s text, n number, b yes or no, l null, a list, o object, m nothing). */
interface Param {
  readonly kinds: string;
  /** A list is wanted; a single thing becomes a list of it. `of` = the kind of every item. */
  readonly list?: { readonly of: string };
  readonly optional?: true;
  /** Missing, it is taken from what the formula works on. */
  readonly fromContext?: true;
}

export interface Signature {
  readonly params: readonly Param[];
  /** Fewer arguments than this are left to JSONata. */
  readonly least: number;
}

const text: Param = { kinds: 'sm' };
const number: Param = { kinds: 'nm' };
const any: Param = { kinds: 'asnblom' };
const own = (param: Param): Param => ({ ...param, fromContext: true });
const maybe = (param: Param): Param => ({ ...param, optional: true });
const listOf = (of: string): Param => ({ kinds: 'asnblom', list: { of } });
const signature = (...params: readonly Param[]): Signature => ({ params, least: params.filter((param) => !param.optional).length });

/** The functions of the common part, with the signatures JSONata registers them under. */
export const signatures: ReadonlyMap<string, Signature> = new Map(Object.entries({
  string: signature(own(any)),
  number: signature(own({ kinds: 'nsbm' })),
  abs: signature(own(number)),
  floor: signature(own(number)),
  ceil: signature(own(number)),
  round: signature(own(number), maybe(number)),
  uppercase: signature(own(text)),
  lowercase: signature(own(text)),
  trim: signature(own(text)),
  length: signature(own(text)),
  substring: signature(own(text), number, maybe(number)),
  substringBefore: signature(own(text), text),
  substringAfter: signature(own(text), text),
  pad: signature(own(text), number, maybe(text)),
  contains: signature(own(text), text),
  split: signature(own(text), text, maybe(number)),
  join: signature(listOf('s'), maybe(text)),
  replace: signature(own(text), text, text, maybe(number)),
  toMillis: signature(own(text)),
  exists: signature(any),
  boolean: signature(own(any)),
  not: signature(own(any)),
  sum: signature(listOf('n')),
  max: signature(listOf('n')),
  min: signature(listOf('n')),
  average: signature(listOf('n')),
  count: signature({ kinds: 'asnblom', list: { of: '' } }),
}));

export function kindOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 's';
    case 'number':
      return 'n';
    case 'boolean':
      return 'b';
    case 'object':
      return value === null ? 'l' : Array.isArray(value) ? 'a' : 'o';
    default:
      return 'm';
  }
}

/**
 * Arguments as the function gets them, by JSONata's rules: one that does not fit its place may belong to the next, and the first
 * then comes from what the formula works on. Throws the fault JSONata throws.
 */
export function fitArguments({ params }: Signature, args: readonly unknown[], context: unknown, name: string, position: number): readonly unknown[] {
  const fail = (fault: Fault): never => {
    throw { ...fault, position, token: name };
  };
  const given = args.map(kindOf).join('');
  const patterns = params.map((param) => `([${param.kinds}]${param.fromContext || param.optional ? '?' : ''})`);
  const match = new RegExp(`^${patterns.join('')}$`).exec(given);
  if (!match) {
    let good = 0;
    for (let at = 0; at < params.length; at++) {
      const fits = new RegExp(`^${patterns.slice(0, at + 1).join('')}`).exec(given);
      if (fits === null) break;
      good = fits[0].length;
    }
    return fail({ code: 'T0410', index: good + 1 });
  }
  let taken = 0;
  return params.map((param, at) => {
    const kind = match[at + 1]!;
    if (kind === '') {
      if (!param.fromContext) return args[taken++];
      return param.kinds.includes(kindOf(context)) ? context : fail({ code: 'T0411', index: taken + 1 });
    }
    const value = args[taken++];
    if (!param.list || kind === 'm') return param.list ? undefined : value;
    const { of } = param.list;
    if (kind !== 'a') return of === '' || kind === of ? [value] : fail({ code: 'T0412', index: taken });
    const list = value as readonly unknown[];
    return of === '' || list.every((item) => kindOf(item) === of) ? list : fail({ code: 'T0412', index: taken });
  });
}
