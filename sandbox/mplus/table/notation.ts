/** A simple value on the wire. `cents` is a long in euro cents; `scaled` is a long that a companion element shifts. */
export type Scalar = 'text' | 'int' | 'long' | 'short' | 'cents' | 'bool' | 'decimal';

export type FieldType =
  | { readonly kind: 'scalar'; readonly scalar: Scalar }
  /** `companion` is the element that tells how many of the digits stand behind the decimal point. */
  | { readonly kind: 'scaled'; readonly companion: string }
  | { readonly kind: 'enum'; readonly name: string; readonly values: readonly string[] }
  | { readonly kind: 'struct'; readonly struct: Struct };

export interface Field {
  readonly name: string;
  readonly occurs: 'one' | 'optional' | 'many';
  readonly type: FieldType;
}

/** An ordered list of elements; `name` is its name in the WSDL. */
export interface Struct {
  readonly name: string;
  readonly fields: readonly Field[];
}

export interface Types {
  readonly enums: ReadonlyMap<string, readonly string[]>;
  readonly structs: ReadonlyMap<string, Struct>;
}

const scalars: Readonly<Record<string, Scalar>> = { s: 'text', i: 'int', l: 'long', short: 'short', cents: 'cents', b: 'bool', d: 'decimal' };

/**
 * Reads the tables' notation, in the order of the wire: `name:type`, `name?:type` (may be absent), `name*:type` (repeats without a
 * wrapper) and `name{ … }` with a wrapper of its own. Types: `s i l b d short cents`, `q(companion)`, or the name of an enum or struct.
 * An enum is written `PREFIX- A B C`. Structs may name each other in any order. Throws on a name nobody defined: the table is code.
 */
export function defineTypes(enums: Readonly<Record<string, string>>, structs: Readonly<Record<string, string>>): Types {
  const enumMap = new Map(
    Object.entries(enums).map(([name, text]) => {
      const [prefix, ...endings] = text.trim().split(/\s+/);
      return [name, endings.map((ending) => `${prefix}${ending}`)] as const;
    }),
  );
  const structMap = new Map<string, { name: string; fields: Field[] }>(Object.keys(structs).map((name) => [name, { name, fields: [] }]));
  for (const [name, text] of Object.entries(structs)) structMap.get(name)!.fields.push(...parseFields(text, name, { enums: enumMap, structs: structMap }));
  return { enums: enumMap, structs: structMap };
}

/** The fields of one struct that is not in the table of types: the request or the response of an operation. */
export function parseFields(text: string, owner: string, types: Types): Field[] {
  const tokens = text.match(/[A-Za-z]\w*[?*]?(?::[A-Za-z]\w*(?:\(\w+\))?)?|[{}]/g) ?? [];
  let at = 0;
  const list = (name: string): Field[] => {
    const fields: Field[] = [];
    while (at < tokens.length && tokens[at] !== '}') {
      const [, fieldName, mark, typeName] = /^(\w+)([?*]?)(?::(.+))?$/.exec(tokens[at++]!) ?? [];
      if (fieldName === undefined) throw new Error(`Table ${name}: a field was expected before "${tokens[at] ?? 'the end'}"`);
      fields.push({
        name: fieldName,
        occurs: mark === '?' ? 'optional' : mark === '*' ? 'many' : 'one',
        type: typeName === undefined ? wrapper(`${name}_${fieldName}`) : resolve(typeName, `${name}.${fieldName}`, types),
      });
    }
    return fields;
  };
  const wrapper = (name: string): FieldType => {
    if (tokens[at] !== '{') throw new Error(`Table ${name}: neither a type nor a wrapper`);
    at += 1;
    const struct = { name, fields: list(name) };
    at += 1;
    return { kind: 'struct', struct };
  };
  return list(owner);
}

function resolve(name: string, where: string, types: Types): FieldType {
  const scaled = /^q\((\w+)\)$/.exec(name)?.[1];
  if (scaled !== undefined) return { kind: 'scaled', companion: scaled };
  const scalar = scalars[name];
  if (scalar) return { kind: 'scalar', scalar };
  const values = types.enums.get(name);
  if (values) return { kind: 'enum', name, values };
  const struct = types.structs.get(name);
  if (struct) return { kind: 'struct', struct };
  throw new Error(`Table ${where}: there is no type "${name}"`);
}
