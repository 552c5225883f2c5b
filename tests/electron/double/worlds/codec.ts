/**
 * A structured clone that can cross a text channel, as Electron's IPC clones what crosses it.
 *
 * `encode` gives plain JSON data, `decode` the copy. The function is sent as source text into Chromium's isolated world
 * as well as used in Node, so it must not refer to anything outside itself. What `structuredClone` refuses is refused
 * with the same words; a property test holds the two against each other.
 */
export function createCodec() {
  const viewTypes: Record<string, new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView> = {
    Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array,
    Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView,
  };
  const errorTypes: Record<string, ErrorConstructor> = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

  const refuse = (what: string): never => {
    throw new Error(`${what} could not be cloned.`);
  };
  const tagOf = (value: object) => Object.prototype.toString.call(value).slice(8, -1);

  const bytesToText = (bytes: Uint8Array) => {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  };
  const textToBytes = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

  type Json = unknown;
  // A non-primitive becomes [tag, …]; a primitive that JSON knows stands for itself.
  function encode(value: unknown, seen: Map<object, number> = new Map()): Json {
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
    if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : ['number', Object.is(value, -0) ? '-0' : String(value)];
    if (value === undefined) return ['undefined'];
    if (typeof value === 'bigint') return ['bigint', String(value)];
    if (typeof value === 'function') return refuse('An object');
    if (typeof value === 'symbol') return refuse('An object');
    const known = seen.get(value);
    if (known !== undefined) return ['seen', known];
    seen.set(value, seen.size);
    return encodeObject(value, seen);
  }

  function encodeObject(value: object, seen: Map<object, number>): Json {
    const inner = (child: unknown) => encode(child, seen);
    const entries = () => Object.keys(value).map((key) => [key, inner((value as Record<string, unknown>)[key])]);
    if (ArrayBuffer.isView(value)) {
      const length = 'length' in value ? (value as Uint8Array).length : value.byteLength;
      return ['view', tagOf(value), inner(value.buffer), value.byteOffset, length];
    }
    if (Array.isArray(value)) return ['array', value.length, entries()];
    if (value instanceof Error) {
      return ['error', value.name, value.message, value.stack ?? '', Object.hasOwn(value, 'cause') ? [inner(value.cause)] : []];
    }
    switch (tagOf(value)) {
      case 'Date': return ['date', inner((value as Date).getTime())];
      case 'RegExp': return ['regexp', (value as RegExp).source, (value as RegExp).flags];
      case 'Map': return ['map', [...(value as Map<unknown, unknown>)].map(([key, item]) => [inner(key), inner(item)])];
      case 'Set': return ['set', [...(value as Set<unknown>)].map(inner)];
      case 'ArrayBuffer': return ['buffer', bytesToText(new Uint8Array(value as ArrayBuffer))];
      case 'Boolean': case 'Number': case 'String': case 'BigInt': return ['boxed', inner(value.valueOf())];
      case 'Promise': case 'WeakMap': case 'WeakSet': case 'WeakRef': case 'Symbol': return refuse(`#<${tagOf(value)}>`);
      default: return ['object', entries()];
    }
  }

  function decode(json: Json, seen: object[] = []): unknown {
    if (!Array.isArray(json)) return json;
    const [tag, first, second, third, fourth] = json as [string, never, never, never, never];
    const keep = <T extends object>(made: T): T => {
      seen.push(made);
      return made;
    };
    const fill = (target: object, entries: readonly (readonly [string, Json])[]) => {
      // defineProperty, so that a key called __proto__ stays data.
      for (const [key, child] of entries) {
        Object.defineProperty(target, key, { value: decode(child, seen), writable: true, enumerable: true, configurable: true });
      }
      return target;
    };
    switch (tag) {
      case 'undefined': return undefined;
      case 'number': return first === '-0' ? -0 : Number(first);
      case 'bigint': return BigInt(first);
      case 'seen': return seen[first];
      case 'date': return keep(new Date(decode(first) as number));
      case 'regexp': return keep(new RegExp(first, second));
      case 'buffer': return keep(textToBytes(first).buffer);
      case 'boxed': return keep(Object(decode(first)) as object);
      case 'array': {
        const array = keep([] as unknown[]);
        array.length = first;
        return fill(array, second);
      }
      case 'object': return fill(keep({}), first);
      case 'map': {
        const map = keep(new Map());
        for (const [key, item] of first as [Json, Json][]) map.set(decode(key, seen), decode(item, seen));
        return map;
      }
      case 'set': {
        const set = keep(new Set());
        for (const item of first as Json[]) set.add(decode(item, seen));
        return set;
      }
      case 'view': {
        // The view was numbered before its buffer when it was written; the place is kept for it here.
        const place = seen.push({}) - 1;
        const View = viewTypes[first] ?? Uint8Array;
        const view = new View(decode(second, seen) as ArrayBuffer, third, fourth);
        seen[place] = view;
        return view;
      }
      case 'error': {
        const Type = errorTypes[first] ?? Error;
        const error = keep(new Type(second));
        error.stack = third;
        const [cause] = fourth as Json[];
        if ((fourth as Json[]).length > 0) {
          Object.defineProperty(error, 'cause', { value: decode(cause, seen), writable: true, enumerable: false, configurable: true });
        }
        return error;
      }
      default: throw new Error(`The codec does not know the tag ${String(tag)}`);
    }
  }
  return { encode: (value: unknown): Json => encode(value), decode: (json: Json): unknown => decode(json) };
}

export type Codec = ReturnType<typeof createCodec>;
