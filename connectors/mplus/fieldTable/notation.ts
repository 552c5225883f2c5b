/**
 * How one element looks on the wire and in a record.
 * `text`; `number` (whole, kept as text); `cents` and `scaled` (whole on the wire, decimals in a record; the element `companion` right behind a scaled one says
 * how many digits stand behind the point); `percent` (a VAT rate of unknown scale); `decimal`; `flag`; `date`, `moment` (structures on the wire, ISO text
 * in a record); `left out` (never kept); `record` (nested); `list` (a wrapper with one kind of item, an array in a record).
 */
export type FieldType =
  | { readonly kind: 'text' | 'number' | 'cents' | 'percent' | 'decimal' | 'flag' | 'date' | 'moment' | 'leftOut' }
  | { readonly kind: 'scaled'; readonly companion: string }
  | { readonly kind: 'record'; readonly shape: () => Shape }
  | { readonly kind: 'list'; readonly item: Field };

export interface Field {
  readonly name: string;
  /** `many`: repeated without a wrapper. */
  readonly occurs: 'one' | 'optional' | 'many';
  readonly type: FieldType;
}

/** The elements of a structure in the order the service's description gives them. */
export interface Shape {
  readonly fields: readonly Field[];
  readonly byName: ReadonlyMap<string, Field>;
  /** Companions by the element they belong to. */
  readonly companions: ReadonlyMap<string, string>;
}

/** Named structures, written in the notation of `parseShape`. */
export type ShapeTexts = Readonly<Record<string, string>>;

const kinds = { s: 'text', n: 'number', c: 'cents', v: 'percent', d: 'decimal', b: 'flag', D: 'date', DT: 'moment', x: 'leftOut' } as const;

/**
 * Reads the table's notation: elements in order, each `name`, then `?` (may be absent) or `*` (repeats), a colon and its type. Types:
 * `s` text, `n` whole number, `c` cents, `q(companion)` scaled, `v` VAT rate, `d` decimal, `b` flag, `D` date, `DT` moment, `x` left out, the
 * name of a structure, `{ … }` a structure of its own, `[item:type]` a wrapper around repeated items. Throws on anything else: the table is code.
 */
export function parseShape(text: string, named: ReadonlyMap<string, () => Shape>): Shape {
  const tokens = text.match(/\w+[?*]?:|q\(\w+\)|\w+|[{}[\]]/g) ?? [];
  let at = 0;

  function typeOf(): FieldType {
    const token = tokens[at++] ?? '';
    if (token === '{') {
      const shape = shapeUntil('}');
      return { kind: 'record', shape: () => shape };
    }
    if (token === '[') {
      const item = field();
      if (tokens[at++] !== ']') throw new Error(`The field table has no ] behind ${item.name}`);
      return { kind: 'list', item };
    }
    const companion = /^q\((\w+)\)$/.exec(token)?.[1];
    if (companion) return { kind: 'scaled', companion };
    if (Object.hasOwn(kinds, token)) return { kind: kinds[token as keyof typeof kinds] };
    const shape = named.get(token);
    if (!shape) throw new Error(`The field table has no type ${token}`);
    return { kind: 'record', shape };
  }

  function field(): Field {
    const [, name, mark] = /^(\w+)([?*]?):$/.exec(tokens[at++] ?? '') ?? [];
    if (name === undefined) throw new Error(`The field table wants a name before ${tokens[at - 1] ?? 'the end'}`);
    return { name, occurs: mark === '?' ? 'optional' : mark === '*' ? 'many' : 'one', type: typeOf() };
  }

  function shapeUntil(end: string | undefined): Shape {
    const fields: Field[] = [];
    while (tokens[at] !== end) fields.push(field());
    at += 1;
    const companions = new Map(fields.flatMap(({ name, type }) => (type.kind === 'scaled' ? [[name, type.companion] as const] : [])));
    return { fields, byName: new Map(fields.map((entry) => [entry.name, entry])), companions };
  }

  return shapeUntil(undefined);
}

/** All named structures; they may name each other and themselves, so each is read when it is first needed. */
export function nameShapes(texts: ShapeTexts): ReadonlyMap<string, () => Shape> {
  const named = new Map<string, () => Shape>();
  for (const [name, text] of Object.entries(texts)) {
    let shape: Shape | undefined;
    named.set(name, () => (shape ??= parseShape(text, named)));
  }
  return named;
}
