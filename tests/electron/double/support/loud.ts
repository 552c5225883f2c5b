import { EventEmitter } from 'node:events';

/** Names that JavaScript itself and its tools look for on any object; their absence means nothing. */
const innocent = new Set(['then', 'toJSON', 'inspect', 'default', '__esModule', 'constructor', 'domain']);

function absent(what: string, key: string): never {
  throw new Error(`electron double: ${what}.${key} is not implemented (see tests/electron/README.md)`);
}

/** An object of which every member that is not there throws when it is asked for. */
export function loud<T extends object>(what: string, target: T): T {
  return new Proxy(target, {
    get(object, key, receiver) {
      if (typeof key === 'symbol' || key in object || innocent.has(key)) return Reflect.get(object, key, receiver);
      return absent(what, key);
    },
  });
}

// Stands behind the prototypes of the double's classes, so that only what no class defines arrives here. A proxy around
// each instance would do the same but give every object two identities.
const lastPrototype = new Proxy(EventEmitter.prototype, {
  get(prototype, key, receiver: LoudEmitter) {
    if (typeof key === 'symbol' || key in prototype || innocent.has(key)) return Reflect.get(prototype, key, receiver);
    return absent(receiver.constructor.name, key);
  },
});

/** Arguments of an event, for a type parameter that TypeScript does not yet know to be a tuple. */
type Arguments<T> = T extends unknown[] ? T : never;
type Listener<T> = (...args: Arguments<T>) => void;

/**
 * An event emitter with a closed list of events: listening for one that the double never sends would be a silent gap, so
 * it throws, as does any unknown member.
 */
export class LoudEmitter<Events extends object = Record<string, unknown[]>> extends EventEmitter {
  readonly #events: ReadonlySet<string>;

  constructor(events: readonly (keyof Events & string)[]) {
    super();
    this.#events = new Set(events);
    this.setMaxListeners(0);
  }

  override on<E extends keyof Events & string>(event: E, listener: Listener<Events[E]>): this {
    return super.on(this.#known(event), listener as (...args: unknown[]) => void);
  }

  override once<E extends keyof Events & string>(event: E, listener: Listener<Events[E]>): this {
    return super.once(this.#known(event), listener as (...args: unknown[]) => void);
  }

  override addListener<E extends keyof Events & string>(event: E, listener: Listener<Events[E]>): this {
    return this.on(event, listener);
  }

  override emit<E extends keyof Events & string>(event: E, ...args: Arguments<Events[E]>): boolean {
    return super.emit(event, ...args);
  }

  #known(event: string): string {
    if (!this.#events.has(event)) throw new Error(`electron double: ${this.constructor.name} never sends '${event}' (see tests/electron/README.md)`);
    return event;
  }
}
Object.setPrototypeOf(LoudEmitter.prototype, lastPrototype);

/** What Electron hands to a listener first. */
export class ElectronEvent {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}
