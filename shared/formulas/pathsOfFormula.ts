import { FluxoError } from '../errors.ts';
import type { Common } from './commonTree.ts';
import { parseFormula } from './parseFormula.ts';

/** The fields a formula reads, as far as they can be told from its text; none for one that is left to JSONata or cannot be read. */
export function pathsOfFormula(text: string): readonly string[] {
  try {
    const { common } = parseFormula(text);
    return common ? [...new Set(pathsIn(common))] : [];
  } catch (thrown) {
    if (thrown instanceof FluxoError) return [];
    throw thrown;
  }
}

function pathsIn(tree: Common): readonly string[] {
  switch (tree.is) {
    case 'literal':
      return [];
    case 'path': {
      const names = tree.steps.slice(0, tree.steps.findIndex((step) => typeof step !== 'string') >>> 0).join('.');
      return [names];
    }
    case 'negate':
      return pathsIn(tree.of);
    case 'binary':
    case 'logic':
      return [...pathsIn(tree.left), ...pathsIn(tree.right)];
    case 'choice':
      return [tree.test, tree.yes, ...(tree.otherwise ? [tree.otherwise] : [])].flatMap(pathsIn);
    case 'list':
      return tree.items.flatMap((item) => pathsIn(item.value));
    case 'call':
      return tree.args.flatMap(pathsIn);
  }
}
