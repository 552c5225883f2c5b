import { beginFormula } from './allowance.ts';
import type { Common } from './commonTree.ts';
import { binary, call, calledBy, eagerly, lazily, listOf, negate, walk } from './operations.ts';
import { isTrue } from './values.ts';

type Work = (scope: unknown) => unknown;

/** The common part of a formula as closures over its operations; `scope` is what the formula works on. */
export function compileCommon(tree: Common): Work {
  const work = compile(tree);
  return (scope) => {
    beginFormula();
    // JSONata takes a list at the top for one thing.
    return work(Array.isArray(scope) ? [scope] : scope);
  };
}

function compile(tree: Common): Work {
  switch (tree.is) {
    case 'literal':
      return () => tree.value;
    case 'path': {
      const steps = tree.steps.map((step) => (typeof step === 'string' ? step : compile(step)));
      return (scope) => walk(scope, steps);
    }
    case 'negate': {
      const of = compile(tree.of);
      return (scope) => negate(of(scope), tree.position);
    }
    case 'binary': {
      const [left, right] = [compile(tree.left), compile(tree.right)];
      return (scope) => binary(tree.op, left(scope), right(scope), tree.position);
    }
    case 'logic': {
      const [left, right] = [compile(tree.left), compile(tree.right)];
      const { op, position } = tree;
      return op === 'and'
        ? (scope) => eagerly(left(scope), position, op) && lazily(() => right(scope), position, op)
        : (scope) => eagerly(left(scope), position, op) || lazily(() => right(scope), position, op);
    }
    case 'choice': {
      const [test, yes] = [compile(tree.test), compile(tree.yes)];
      const otherwise = tree.otherwise ? compile(tree.otherwise) : () => undefined;
      return (scope) => (isTrue(test(scope)) ? yes(scope) : otherwise(scope));
    }
    case 'list': {
      if (tree.items.every((item) => item.value.is === 'literal')) {
        const fixed = Object.freeze(tree.items.map((item) => (item.value as { readonly value: unknown }).value));
        return () => fixed;
      }
      const items = tree.items.map((item) => compile(item.value));
      const nested = tree.items.map((item) => item.nested);
      return (scope) => listOf(items.map((item) => item(scope)), nested);
    }
    case 'call': {
      const args = tree.args.map(compile);
      const called = calledBy(tree.name);
      return (scope) => call(called, args.map((arg) => arg(scope)), scope, tree.position);
    }
  }
}
