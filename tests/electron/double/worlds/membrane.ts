/** The little of a page's globals that the membrane uses; the project's Node code is compiled without DOM types. */
interface PageGlobals {
  readonly document: object;
  readonly EventTarget: { readonly prototype: { addEventListener: Callable; dispatchEvent: Callable } };
  readonly CustomEvent: { new (type: string, init: { detail: unknown }): object; readonly prototype: object };
}
type Callable = (...args: never[]) => unknown;
/** `fn` with its receiver as first argument. */
type Uncurried = (receiver: unknown, ...args: unknown[]) => unknown;

/** How a value travels: data is cloned on the way, functions and promises stay where they are and are named by number. */
type Packed =
  | { readonly is: 'data'; readonly data: unknown }
  | { readonly is: 'array'; readonly items: readonly Packed[] }
  | { readonly is: 'object'; readonly entries: readonly (readonly [string, Packed])[] }
  | { readonly is: 'function'; readonly id: number }
  | { readonly is: 'promise'; readonly id: number }
  | { readonly is: 'error'; readonly message: string };
type Message =
  | { readonly do: 'expose'; readonly key: string; readonly value: Packed }
  | { readonly do: 'call'; readonly id: number; readonly args: readonly Packed[] }
  | { readonly do: 'settle'; readonly id: number; readonly ok: boolean; readonly value: Packed }
  | { readonly do: 'answer'; readonly ok: boolean; readonly value: Packed };

/**
 * One half of Electron's context bridge; one half runs in the page's world, the other in the preload's.
 *
 * The halves meet on the one thing both worlds share, the document: a custom event with a secret name carries a message,
 * and Chromium itself clones its `detail` from world to world. The page may replace any built-in after this ran, so
 * everything used later is captured now. Sent as source text, hence no reference to anything outside the function.
 */
export function createMembrane(world: 'page' | 'preload', secret: string) {
  const page = globalThis as unknown as PageGlobals;
  const uncurry = (fn: Callable): Uncurried => Function.prototype.call.bind(fn) as Uncurried;
  const listen = uncurry(page.EventTarget.prototype.addEventListener);
  const dispatch = uncurry(page.EventTarget.prototype.dispatchEvent);
  const detailOf = uncurry(Object.getOwnPropertyDescriptor(page.CustomEvent.prototype, 'detail')?.get as Callable);
  const apply = uncurry(Function.prototype.apply as Callable);
  const then = uncurry(Promise.prototype.then as Callable);
  const tagOf = uncurry(Object.prototype.toString);
  const hasOwn = uncurry(Object.prototype.hasOwnProperty as Callable);
  const mapGet = uncurry(Map.prototype.get as Callable);
  const mapSet = uncurry(Map.prototype.set as Callable);
  const mapDelete = uncurry(Map.prototype.delete as Callable);
  const { document, CustomEvent } = page;
  const { keys, defineProperty, freeze } = Object;
  const { isArray } = Array;
  const SafePromise = Promise;
  const SafeError = Error;

  const other = world === 'page' ? 'preload' : 'page';
  const functions = new Map<number, Callable>();
  const promises = new Map<number, { resolve: Callable; reject: Callable }>();
  let lastId = 0;
  let answer: Extract<Message, { do: 'answer' }> | undefined;

  const define = (target: object, key: string | number, value: unknown) =>
    defineProperty(target, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true } as PropertyDescriptor);
  const collect = <In, Out>(items: readonly In[], make: (item: In) => Out): Out[] => {
    const made: Out[] = [];
    for (let i = 0; i < items.length; i++) define(made, i, make(items[i] as In));
    return made;
  };
  const post = (message: Message) => {
    answer = undefined;
    dispatch(document, new CustomEvent(secret + other, { detail: message }));
    const given = answer as Extract<Message, { do: 'answer' }> | undefined;
    answer = undefined;
    return given;
  };

  function pack(value: unknown, depth = 0): Packed {
    if (depth > 1000) throw new SafeError('Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.');
    if (typeof value === 'symbol') throw new SafeError('An object could not be cloned.');
    if (typeof value === 'function') {
      mapSet(functions, ++lastId, value);
      return { is: 'function', id: lastId };
    }
    if (value === null || typeof value !== 'object') return { is: 'data', data: value };
    if (value instanceof SafePromise) return packPromise(value);
    if (value instanceof SafeError) return { is: 'error', message: value.message };
    if (isArray(value)) return { is: 'array', items: collect(value, (item) => pack(item, depth + 1)) };
    // Dates, maps, buffers and the like are cloned as they are; a class instance becomes a plain object of its own fields.
    if (tagOf(value) !== '[object Object]') return { is: 'data', data: value };
    return { is: 'object', entries: collect(keys(value), (key) => [key, pack((value as Record<string, unknown>)[key], depth + 1)] as const) };
  }

  function packPromise(promise: Promise<unknown>): Packed {
    const id = ++lastId;
    const settle = (ok: boolean) => (value: unknown) => {
      try {
        post({ do: 'settle', id, ok, value: pack(value) });
      } catch (error) {
        post({ do: 'settle', id, ok: false, value: pack(error) });
      }
    };
    then(promise, settle(true), settle(false));
    return { is: 'promise', id };
  }

  function unpack(packed: Packed): unknown {
    switch (packed.is) {
      case 'data': return packed.data;
      case 'error': return new SafeError(packed.message);
      case 'array': return collect(packed.items, unpack);
      case 'object': {
        const object = {};
        for (let i = 0; i < packed.entries.length; i++) {
          const entry = packed.entries[i] as readonly [string, Packed];
          define(object, entry[0], unpack(entry[1]));
        }
        return object;
      }
      case 'promise': return new SafePromise((resolve, reject) => void mapSet(promises, packed.id, { resolve, reject }));
      case 'function': return (...args: unknown[]) => callOther(packed.id, args);
    }
  }

  function callOther(id: number, args: unknown[]): unknown {
    const given = post({ do: 'call', id, args: collect(args, (arg) => pack(arg)) });
    if (given === undefined) return undefined;
    if (given.ok) return unpack(given.value);
    throw unpack(given.value);
  }

  function freezeDeep<T>(value: T): T {
    if (value !== null && typeof value === 'object') {
      const names = keys(value);
      for (let i = 0; i < names.length; i++) freezeDeep((value as Record<string, unknown>)[names[i] as string]);
      freeze(value);
    }
    return value;
  }

  function onCall(message: Extract<Message, { do: 'call' }>): void {
    let given: Message;
    try {
      given = { do: 'answer', ok: true, value: pack(apply(mapGet(functions, message.id), undefined, collect(message.args, unpack))) };
    } catch (error) {
      given = { do: 'answer', ok: false, value: pack(error) };
    }
    dispatch(document, new CustomEvent(secret + other, { detail: given }));
  }

  function onExpose(message: Extract<Message, { do: 'expose' }>): void {
    let given: Message = { do: 'answer', ok: true, value: { is: 'data', data: undefined } };
    if (hasOwn(globalThis, message.key)) {
      given = { do: 'answer', ok: false, value: { is: 'error', message: 'Cannot bind an API on top of an existing property on the window object' } };
    } else {
      const value = freezeDeep(unpack(message.value));
      defineProperty(globalThis, message.key, { __proto__: null, value, enumerable: true } as PropertyDescriptor);
    }
    dispatch(document, new CustomEvent(secret + other, { detail: given }));
  }

  listen(document, secret + world, (event: object) => {
    const message = detailOf(event) as Message;
    if (message.do === 'answer') answer = message;
    else if (message.do === 'call') onCall(message);
    else if (message.do === 'expose') onExpose(message);
    else {
      const waiting = mapGet(promises, message.id) as { resolve: (v: unknown) => void; reject: (v: unknown) => void } | undefined;
      mapDelete(promises, message.id);
      if (message.ok) waiting?.resolve(unpack(message.value));
      else waiting?.reject(unpack(message.value));
    }
  });

  return {
    /** Puts `value` on the other world's global object under `key`, frozen all the way down. */
    expose(key: string, value: unknown): void {
      const given = post({ do: 'expose', key, value: pack(value) });
      if (given?.ok === false) throw unpack(given.value);
    },
  };
}

export type Membrane = ReturnType<typeof createMembrane>;
