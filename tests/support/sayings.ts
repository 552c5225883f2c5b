import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';

/** One place of the sources that says something: an error, a reason or an issue, as an object with a code and an English sentence. */
export interface Saying {
  readonly code: string;
  /** Names of the values that are always given there, each with the texts it can be as far as the source tells. */
  readonly params: Params;
  readonly hasFix: boolean;
  /** `file:line`. */
  readonly place: string;
}

export interface Sayings {
  readonly made: readonly Saying[];
  /** Places that hand on a code from elsewhere without its values. */
  readonly bare: readonly string[];
}

type Params = ReadonlyMap<string, readonly string[]>;
type Node = { readonly type: string; readonly start: number; readonly end: number } & { readonly [key: string]: unknown };
/** The call through which a function that makes the object is looked at; its arguments stand for the function's parameters. */
type Frame = { readonly maker: Node; readonly call: Node } | null;

const root = path.join(import.meta.dirname, '..', '..');
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;
const none: Params = new Map();

class Tree {
  readonly file: string;
  readonly text: string;
  readonly nodes: Node[] = [];
  readonly #parents = new Map<Node, Node>();

  constructor(file: string) {
    this.file = file;
    this.text = readFileSync(path.join(root, file), 'utf8');
    this.#walk(parseSync(file, this.text).program as unknown as Node);
  }

  #walk(node: Node): void {
    this.nodes.push(node);
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (!isNode(child)) continue;
        this.#parents.set(child, node);
        this.#walk(child);
      }
    }
  }

  lineOf(node: Node): number {
    return this.text.slice(0, node.start).split('\n').length;
  }

  sourceOf(node: Node): string {
    return this.text.slice(node.start, node.end);
  }

  /** What a name stands for at a place: the value of a constant, or a parameter of a function around it. */
  find(name: string, from: Node): { readonly value: Node } | { readonly maker: Node; readonly index: number; readonly otherwise: Node | null } | null {
    for (let node = this.#parents.get(from); node; node = this.#parents.get(node)) {
      if (node.type.includes('Function')) {
        const params = node['params'] as readonly Node[];
        const index = params.findIndex((param) => nameOf(param.type === 'AssignmentPattern' ? (param['left'] as Node) : param) === name);
        if (index >= 0) return { maker: node, index, otherwise: params[index]!.type === 'AssignmentPattern' ? (params[index]!['right'] as Node) : null };
      }
      const body = node['body'] ?? node['consequent'];
      for (const statement of Array.isArray(body) ? (body as readonly Node[]) : []) {
        const declaration = isNode(statement['declaration']) ? statement['declaration'] : statement;
        const declared = (declaration['declarations'] as readonly Node[] | undefined)?.find((one) => nameOf(one['id'] as Node) === name);
        if (declared && isNode(declared['init'])) return { value: declared['init'] };
      }
    }
    return null;
  }

  /** The calls of a function inside its own file. */
  callsOf(maker: Node): readonly Node[] {
    const holder = this.#parents.get(maker);
    const name = nameOf((maker['id'] ?? holder?.['id']) as Node | undefined);
    return this.nodes.filter((node) => node.type === 'CallExpression' && name !== '' && nameOf(node['callee'] as Node) === name);
  }
}

function nameOf(node: Node | undefined | null): string {
  return node?.type === 'Identifier' ? (node['name'] as string) : '';
}

function property(object: Node, name: string): Node | undefined {
  const found = (object['properties'] as readonly Node[]).find((one) => one.type === 'Property' && nameOf(one['key'] as Node) === name);
  return found?.['value'] as Node | undefined;
}

const plain = (node: Node): Node => (/^TS(As|NonNull|Satisfies)|^Parenthesized/.test(node.type) ? plain(node['expression'] as Node) : node);

/** Everything the rooms say by a code, read from their sources; what tests and their helpers say does not count. */
export function readSayings(rooms: readonly string[]): Sayings {
  const files = globSync(rooms.map((room) => (room.endsWith('.ts') ? room : `${room}/**/*.ts`)), { cwd: root, exclude: (name) => /\.test\.ts$|(^|\/)(testing|fixtures)$/.test(String(name)) });
  const trees = files.toSorted().map((file) => new Tree(file));
  /** Exported texts and the beginnings of codes that another file puts together. */
  const constants = new Map(trees.flatMap(({ text }) => [...text.matchAll(/export const (\w+) = '([^']+)';/g)].map(([, name, value]) => [name!, value!] as const)));
  const areas = [...new Set(trees.flatMap(({ text }) => [...text.matchAll(/\barea: '(\w+)'/g)].map(([, area]) => area!)))];
  /** Codes without an area, which whoever reports them completes (`setting.missing`), with their values. */
  const pieces = new Map<string, Params>();

  /** What a text can be; null when the sources do not tell. */
  function texts(given: Node, tree: Tree, frame: Frame): readonly string[] | null {
    const node = plain(given);
    switch (node.type) {
      case 'Literal':
        return typeof node['value'] === 'string' ? [node['value']] : null;
      case 'ConditionalExpression': {
        const [yes, no] = [texts(node['consequent'] as Node, tree, frame), texts(node['alternate'] as Node, tree, frame)];
        return yes && no ? [...yes, ...no] : null;
      }
      case 'TemplateLiteral': {
        const quasis = (node['quasis'] as readonly { readonly value: { readonly cooked: string } }[]).map(({ value }) => value.cooked);
        return (node['expressions'] as readonly Node[]).reduce<readonly string[] | null>((before, part, index) => {
          const parts = texts(part, tree, frame);
          return before && parts && before.flatMap((text) => parts.map((each) => text + each + quasis[index + 1]!));
        }, [quasis[0]!]);
      }
      case 'MemberExpression': {
        const key = nameOf(node['property'] as Node);
        return key === 'area' ? areas : key === 'code' && nameOf(node['object'] as Node) === 'issue' ? [...pieces.keys()] : null;
      }
      case 'Identifier': {
        const found = tree.find(nameOf(node), node);
        if (!found) return constants.has(nameOf(node)) ? [constants.get(nameOf(node))!] : null;
        if ('value' in found) return texts(found.value, tree, frame);
        if (frame?.maker === found.maker) {
          const argument = (frame.call['arguments'] as readonly Node[])[found.index] ?? found.otherwise;
          return argument && texts(argument, tree, null);
        }
        return nameOf(node) === 'area' && tree.callsOf(found.maker).length === 0 ? areas : null;
      }
      default:
        return null;
    }
  }

  /** The values an expression surely gives; what is spread in on a condition does not count. */
  function valuesOf(given: Node | undefined | null, tree: Tree, frame: Frame, code: string): Params {
    if (!given) return none;
    const node = plain(given);
    if (node.type === 'ObjectExpression') {
      return new Map(
        (node['properties'] as readonly Node[]).flatMap((one): [string, readonly string[]][] => {
          if (one.type === 'SpreadElement') return [...valuesOf(one['argument'] as Node, tree, frame, code)] as [string, readonly string[]][];
          return [[nameOf(one['key'] as Node), texts(one['value'] as Node, tree, frame) ?? []]];
        }),
      );
    }
    if (node.type === 'ConditionalExpression') {
      const [yes, no] = [valuesOf(node['consequent'] as Node, tree, frame, code), valuesOf(node['alternate'] as Node, tree, frame, code)];
      return new Map([...yes].filter(([name]) => no.has(name)).map(([name, values]) => [name, [...values, ...no.get(name)!]]));
    }
    if (node.type === 'MemberExpression' && nameOf(node['object'] as Node) === 'issue') return pieces.get(code.split('.').at(-1) ?? '') ?? none;
    const found = node.type === 'Identifier' ? tree.find(nameOf(node), node) : null;
    if (!found) return none;
    if ('value' in found) return valuesOf(found.value, tree, frame, code);
    return frame?.maker === found.maker ? valuesOf((frame.call['arguments'] as readonly Node[])[found.index] ?? found.otherwise, tree, null, code) : none;
  }

  /** The functions around an object whose parameters its code or its values are made of, looked at call by call. */
  function framesOf(object: Node, tree: Tree): readonly Frame[] {
    const parts = [property(object, 'code'), property(object, 'params')].filter((part) => part !== undefined);
    const names = tree.nodes.filter((node) => node.type === 'Identifier' && parts.some((part) => node.start >= part.start && node.end <= part.end));
    const makers = new Set(names.flatMap((node) => { const found = tree.find(nameOf(node), node); return found && 'maker' in found ? [found.maker] : []; }));
    const frames = [...makers].flatMap((maker) => tree.callsOf(maker).map((call) => ({ maker, call })));
    return frames.length > 0 ? frames : [null];
  }

  const sayingObjects = trees.flatMap((tree) =>
    tree.nodes.filter((node) => node.type === 'ObjectExpression' && property(node, 'code') && (property(node, 'text') ?? property(node, 'what'))).map((object) => ({ tree, object, code: property(object, 'code')! })),
  );
  for (const { tree, object, code } of sayingObjects) {
    for (const piece of texts(code, tree, null) ?? []) if (!piece.includes('.')) pieces.set(piece, valuesOf(property(object, 'params'), tree, null, piece));
  }

  const made: Saying[] = [];
  const bare: string[] = [];
  for (const { tree, object, code } of sayingObjects) {
    for (const frame of framesOf(object, tree)) {
      const place = `${tree.file}:${tree.lineOf(frame?.call ?? object)}`;
      const codes = texts(code, tree, frame);
      if (!codes && code.type !== 'CallExpression' && !/\bparams\b/.test(tree.sourceOf(object) + (frame ? tree.sourceOf(frame.call) : ''))) bare.push(place);
      const fix = property(object, 'fix');
      for (const each of codes?.filter((text) => text.includes('.')) ?? []) {
        // A fault's meaning says by these two what the service's own words add to it.
        const quoted = [...(property(object, 'names') ? [['element', []] as const] : []), ...(property(object, 'quotes') ? [['detail', []] as const] : [])];
        made.push({ code: each, params: new Map([...valuesOf(property(object, 'params'), tree, frame, each), ...quoted]), hasFix: fix !== undefined, place });
      }
    }
  }
  return { made, bare };
}
