import type { ExprNode } from 'jsonata';
import { signatures } from './signatures.ts';

/** The common part of JSONata: what Fluxo compiles itself. Positions are those of JSONata's errors. */
export type Common =
  | { readonly is: 'literal'; readonly value: string | number | boolean | null }
  /** Names lead into objects; another step is worked out for each thing the path has come to. */
  | { readonly is: 'path'; readonly steps: readonly (string | Common)[] }
  | { readonly is: 'negate'; readonly of: Common; readonly position: number }
  | { readonly is: 'binary'; readonly op: BinaryOp; readonly left: Common; readonly right: Common; readonly position: number }
  | { readonly is: 'logic'; readonly op: 'and' | 'or'; readonly left: Common; readonly right: Common; readonly position: number }
  | { readonly is: 'choice'; readonly test: Common; readonly yes: Common; readonly otherwise: Common | null }
  | { readonly is: 'list'; readonly items: readonly { readonly value: Common; readonly nested: boolean }[] }
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Common[]; readonly position: number };

export const binaryOps = ['+', '-', '*', '/', '%', '=', '!=', '<', '<=', '>', '>=', '&', 'in'] as const;
export type BinaryOp = (typeof binaryOps)[number];

/** JSONata's node as it is: its declarations leave most of it out. */
type Node = Omit<ExprNode, 'type' | 'lhs' | 'rhs'> & { readonly type: string; readonly lhs?: Node; readonly rhs?: Node; readonly expression?: Node; readonly condition?: Node; readonly then?: Node; readonly else?: Node };

/** Marks of JSONata's finer points; a node that has one is left to JSONata. */
const marks = ['predicate', 'group', 'stages', 'focus', 'index', 'tuple', 'keepArray', 'keepSingletonArray', 'consarray', 'seekingParent', 'ancestor', 'slot'];
/** JSONata counts how deep it is in; a formula deeper than this is left to its limit. */
const mostDepth = 40;

/** The formula when all of it belongs to the common part, else null. */
export function readCommon(ast: ExprNode): Common | null {
  try {
    return read(ast as unknown as Node, 0);
  } catch (thrown) {
    if (thrown === notCommon) return null;
    throw thrown;
  }
}

const notCommon = Symbol('not in the common part');
const leave = (): never => {
  throw notCommon;
};

function read(node: Node | undefined, depth: number): Common {
  if (!node || depth > mostDepth || marks.some((mark) => Object.hasOwn(node, mark))) return leave();
  const next = (inner: Node | ExprNode | undefined) => read(inner as Node | undefined, depth + 1);
  const position = node.position ?? 0;
  switch (node.type) {
    case 'string':
    case 'number':
    case 'value':
      return { is: 'literal', value: node.value as string | number | boolean | null };
    case 'path':
      return { is: 'path', steps: (node.steps ?? []).map((step, at) => readStep(step as unknown as Node, at, depth + 1)) };
    case 'unary':
      if (node.value === '-') return { is: 'negate', of: next(node.expression), position };
      if (node.value === '[') return { is: 'list', items: (node.expressions ?? []).map((item) => ({ value: next(item), nested: (item as Node).value === '[' })) };
      return leave();
    case 'binary': {
      const [left, right] = [next(node.lhs), next(node.rhs)];
      if (node.value === 'and' || node.value === 'or') return { is: 'logic', op: node.value, left, right, position };
      return binaryOps.includes(node.value as BinaryOp) ? { is: 'binary', op: node.value as BinaryOp, left, right, position } : leave();
    }
    case 'condition':
      return { is: 'choice', test: next(node.condition), yes: next(node.then), otherwise: node.else ? next(node.else) : null };
    case 'block':
      return node.expressions?.length === 1 ? next(node.expressions[0]) : leave();
    case 'function': {
      const procedure = node.procedure as Node | undefined;
      const signature = procedure?.type === 'variable' ? signatures.get(String(procedure.value)) : undefined;
      const given = node.arguments?.length ?? 0;
      if (!signature || marks.some((mark) => Object.hasOwn(procedure!, mark)) || given < signature.least || given > signature.params.length) return leave();
      return { is: 'call', name: String(procedure!.value), args: (node.arguments ?? []).map(next), position };
    }
    default:
      return leave();
  }
}

function readStep(step: Node, at: number, depth: number): string | Common {
  if (marks.some((mark) => Object.hasOwn(step, mark))) return leave();
  if (step.type === 'name') return String(step.value);
  return step.type === 'block' && at > 0 ? read(step, depth) : leave();
}
