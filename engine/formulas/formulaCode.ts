import { beginFormula } from '#shared/formulas/allowance.ts';
import type { Common } from '#shared/formulas/commonTree.ts';
import { binary, call, calledBy, eagerly, lazily, listOf, negate, walk } from '#shared/formulas/operations.ts';
import { isTrue } from '#shared/formulas/values.ts';

/** What the code of a formula calls: the same operations the closures are made of. */
export const formulaTools = { beginFormula, binary, call, eagerly, isTrue, lazily, listOf, negate, walk };

/** The common part of a formula as an expression over the variable `record`. What a user typed goes in as constants only. */
export function formulaCode(tree: Common, record: string, constant: (value: unknown) => string): string {
  // JSONata takes a list at the top for one thing.
  const scope = `(Array.isArray(${record}) ? [${record}] : ${record})`;
  return `(beginFormula(), ${codeOf(tree, scope, constant)})`;
}

function codeOf(tree: Common, scope: string, constant: (value: unknown) => string): string {
  const inner = (each: Common) => codeOf(each, scope, constant);
  switch (tree.is) {
    case 'literal':
      return constant(tree.value);
    case 'path':
      if (tree.steps.every((step) => typeof step === 'string')) return `walk(${scope}, ${constant(tree.steps)})`;
      return `walk(${scope}, [${tree.steps.map((step) => (typeof step === 'string' ? constant(step) : `(one) => ${codeOf(step, 'one', constant)}`)).join(', ')}])`;
    case 'negate':
      return `negate(${inner(tree.of)}, ${tree.position})`;
    case 'binary':
      return `binary(${constant(tree.op)}, ${inner(tree.left)}, ${inner(tree.right)}, ${tree.position})`;
    case 'logic':
      return `(eagerly(${inner(tree.left)}, ${tree.position}, ${constant(tree.op)}) ${tree.op === 'and' ? '&&' : '||'} lazily(() => ${inner(tree.right)}, ${tree.position}, ${constant(tree.op)}))`;
    case 'choice':
      return `(isTrue(${inner(tree.test)}) ? ${inner(tree.yes)} : ${tree.otherwise ? inner(tree.otherwise) : 'undefined'})`;
    case 'list':
      return `listOf([${tree.items.map((item) => inner(item.value)).join(', ')}], ${constant(tree.items.map((item) => item.nested))})`;
    case 'call':
      return `call(${constant(calledBy(tree.name))}, [${tree.args.map(inner).join(', ')}], ${scope}, ${tree.position})`;
  }
}
