import fc from 'fast-check';
import { binaryOps } from '../commonTree.ts';
import { signatures } from '../signatures.ts';

/** Formulas of the common part and around its edges, and the records they are tried on. */

const names = ['a', 'b', 'c', 'd', 'length', 'toString', 'x y'];
const written = (name: string) => (/^[a-z]+$/i.test(name) ? name : `\`${name}\``);
const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }).map((steps) => steps.map(written).join('.'));
const texts = ['', ' ', 'Zwolle', ' é  ß\t', '12.30', '-0', '0x1F', '1e3', '2026-01-31', '2026-13-40T10:00:00Z', 'a-b-c', '😀x', '$1', 'ab'];
const literal = fc.oneof(
  fc.constantFrom(...texts).map((text) => JSON.stringify(text)),
  fc.constantFrom('0', '1', '2', '-1', '0.1', '0.2', '2.5', '1e21', '-7.125', '100', '0.000001'),
  fc.constantFrom('true', 'false', 'null'),
);

/** Mostly arguments of the kind a function wants, so that most calls come to something. */
export const anyFormula: fc.Arbitrary<string> = fc.letrec<{ part: string }>((tie) => {
  const part = tie('part');
  const call = fc.constantFrom(...signatures).chain(([name, signature]) =>
    fc.tuple(...signature.params.map((param) => (param.kinds === 'sm' ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...texts).map((text) => JSON.stringify(text)) }, { weight: 3, arbitrary: part.map((inner) => `$string(${inner})`) }, part) : param.kinds === 'nm' ? fc.oneof(fc.constantFrom('0', '1', '2', '-2', '3.7', '-1.5'), part) : part)), fc.boolean()).map((made) => {
      const args = made.slice(0, -1) as string[];
      return `$${name}(${args.slice(0, made.at(-1) === true ? args.length : signature.least).join(', ')})`;
    }),
  );
  return {
    part: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      path,
      literal,
      fc.tuple(part, fc.constantFrom(...binaryOps), part).map(([left, op, right]) => `(${left}) ${op} (${right})`),
      fc.tuple(part, fc.constantFrom('and', 'or'), part).map(([left, op, right]) => `(${left}) ${op} (${right})`),
      fc.tuple(part, part, part).map(([test, yes, no]) => `(${test}) ? (${yes}) : (${no})`),
      fc.tuple(part, part).map(([first, second]) => `(${first}) ?? (${second})`),
      part.map((inner) => `-(${inner})`),
      fc.array(part, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      fc.tuple(path, part).map(([before, inner]) => `${before}.(${inner})`),
      call,
      call,
    ),
  };
}).part;

const leaf = fc.oneof(fc.constantFrom(...texts), fc.constantFrom(0, 1, -1, 0.1, 0.2, 2.5, 1e21, 1234567.891), fc.boolean(), fc.constant(null));
const keys = fc.constantFrom(...names, '__proto__', 'constructor', '_jsonata_function');
/** Records with lists in lists, absent fields, and names that reach prototypes. */
export const anyScope: fc.Arbitrary<unknown> = fc.letrec<{ node: unknown; thing: unknown }>((tie) => {
  const thing = fc.array(fc.tuple(keys, tie('node')), { maxLength: 6 }).map((entries) => JSON.parse(`{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`) as unknown);
  return { thing, node: fc.oneof({ maxDepth: 3 }, leaf, leaf, thing, fc.array(tie('node'), { maxLength: 3 })) };
}).thing;
