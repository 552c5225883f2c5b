import { bareKind } from '#shared/mapping/path.ts';
import type { Path } from '#shared/mapping/tree.ts';

/** What the code of a reader calls. */
export const readerTools = { bareKind, objectKind: Object.prototype, kindOf: Object.getPrototypeOf, own: Object.hasOwn };

export interface Reader {
  /** Statements that leave what stands at a path in a variable. */
  read(into: string, path: Path): string;
  /** Statements that have to come first, known once everything is read. */
  begin(): string;
}

/**
 * Code that reads paths of one record as `readPath` does: own properties only. An object that several paths go through is
 * looked up once. Asking `Object.hasOwn` for each field takes several times as long as reading it, so it is asked only where
 * the value could be inherited: the object is neither a plain one (then what is not `Object.prototype`'s is its own) nor one of ours,
 * which inherit nothing.
 */
export function makeReader(record: string): Reader {
  const objects = new Map<string, { readonly name: string; readonly code: string }>();

  const objectAt = (path: Path): string => {
    const key = JSON.stringify(path);
    const known = objects.get(key);
    if (known) return known.name;
    const outer = path.length === 0 ? '' : objectAt(path.slice(0, -1));
    const name = `${record}_${objects.size}`;
    const value = path.length === 0 ? `let ${name} = ${record};` : `let ${name};${readOwn(name, outer, path.at(-1)!)}`;
    objects.set(key, { name, code: `
    ${value}
    if (typeof ${name} !== 'object' || ${name} === null) ${name} = bareKind;
    const ${name}k = kindOf(${name});` });
    return name;
  };
  return {
    read: (into, path) => readOwn(into, objectAt(path.slice(0, -1)), path.at(-1)!),
    begin: () => [...objects.values()].map((object) => object.code).join(''),
  };
}

function readOwn(into: string, object: string, segment: string): string {
  const key = JSON.stringify(segment);
  return `
    ${into} = ${object}[${key}];
    if (${into} !== undefined && ${object}k !== bareKind && (${object}k !== objectKind || ${into} === objectKind[${key}]) && !own(${object}, ${key})) ${into} = undefined;`;
}
