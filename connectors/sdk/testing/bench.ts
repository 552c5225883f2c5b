import type { ConnectionContext, ConnectorDefinition, Cursor, Page, SecretValue } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Exchange, SourceRecord, Value } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { Settings } from '#shared/settings/fields.ts';

/** The faults of a look-alike the suite uses; the sandbox's servers take them as they are. */
export interface FaultRule {
  readonly operation?: string;
  readonly times?: number;
  readonly after?: number;
  readonly fault:
    | { readonly kind: 'cutBody'; readonly bytes: number }
    | { readonly kind: 'throttle'; readonly retryAfter: number }
    | { readonly kind: 'htmlPage'; readonly status?: number }
    | { readonly kind: 'loseAnswer' | 'reset' | 'expiredCredential' | 'strangeField' | 'otherThing' };
}

export interface StreamBench {
  /** Beside the stream's defaults; small pages, so that there are several. */
  readonly settings?: Settings;
  /** A cursor of the right form that no service can have reached; absent for streams that read everything anew each time. */
  readonly futureCursor?: Cursor;
  /** True for a stream that gives again what it gave before, because it reads everything anew or because its bound overlaps; the engine tells by key and version. */
  readonly repeats?: boolean;
  /** Keys of everything the service holds, as it says itself. */
  readonly keys: readonly string[];
  /** Keys of records planted with values that are no decimals. */
  readonly oddRecords?: readonly string[];
}

export interface EffectBench {
  /** A payload the service takes. */
  readonly payload: Value;
  /** A payload the service refuses for what it says. */
  readonly refused?: Value;
  /** The look-alike's operation that does the work, for faults. */
  readonly operation: string;
  /** True when the service answers this without a body, so that nothing of it can be cut off. */
  readonly answersNothing?: boolean;
  /** True when the thing has an id of our choosing that its answer says again. */
  readonly answersOurId?: boolean;
  /** How many such things the service holds. */
  count(): Promise<number> | number;
}

export interface PlanBench {
  /** Beside the target's defaults. */
  readonly settings?: Settings;
  /** A mapped record that would be written, with everything that is added up. */
  readonly record: SourceRecord;
  /** The same once it is there and has changed, for targets that change: a field of the target with what it holds then and what it would hold. */
  readonly changed?: { readonly record: SourceRecord; readonly path: string; readonly from: Value; readonly to: Value };
}

/** A running look-alike with everything the suite needs to know about it. */
export interface ServiceBench {
  /** True for what lies on this machine: nobody asks for a credential there, and nothing gets lost on the way. */
  readonly isLocal?: boolean;
  readonly settings: Readonly<Record<string, string>>;
  readonly secret: SecretValue;
  /** A secret of the right form that the service refuses. */
  readonly wrongSecret: SecretValue;
  /** Texts that must never come out anywhere. */
  readonly secretTexts: readonly string[];
  setFaults(rules: readonly FaultRule[]): void;
  stop(): Promise<void>;
  readonly streams: Readonly<Record<string, StreamBench>>;
  /** Effects by target and effect name. */
  readonly effects?: Readonly<Record<string, Readonly<Record<string, EffectBench>>>>;
  /** By target; for all that add something up. */
  readonly plans?: Readonly<Record<string, PlanBench>>;
}

/** A connection to the bench whose secret lives in memory. */
export function connectTo<Client>(connector: ConnectorDefinition<Client>, bench: ServiceBench, changes: { readonly secret?: SecretValue; readonly settings?: Readonly<Record<string, string>> } = {}): Client {
  let secret = changes.secret ?? bench.secret;
  const context: ConnectionContext = {
    id: 'bench',
    name: 'Bench',
    settings: connector.tidySettings({ ...bench.settings, ...changes.settings }),
    secret: {
      read: async () => secret,
      update: async (change) => (secret = await change(secret)),
    },
    clock: { now: () => Date.now(), sleep: (ms) => new Promise((go) => setTimeout(go, ms)) },
  };
  return connector.connect(context);
}

export interface ReadSoFar {
  readonly pages: readonly Page[];
  readonly records: readonly SourceRecord[];
  readonly exchanges: readonly Exchange[];
  /** What ended the reading; undefined when it came to its end. */
  readonly error?: unknown;
}

/** Far more than any bench holds; a reader that goes round in circles must fail and not hang. */
const mostPages = 300;

/** Reads a stream until its end, an error or `pages` pages. */
export async function readStream<Client>(
  connector: ConnectorDefinition<Client>,
  client: Client,
  name: string,
  bench: StreamBench,
  options: { readonly cursor?: Cursor | null; readonly pages?: number; readonly limit?: number; readonly settings?: Settings; readonly signal?: AbortSignal } = {},
): Promise<ReadSoFar> {
  const stream = connector.streams.find((candidate) => candidate.name === name);
  if (!stream) throw new Error(`${connector.name} has no stream ${name}`);
  const pages: Page[] = [];
  const exchanges: Exchange[] = [];
  const result = () => ({ pages, records: pages.flatMap((page) => page.records), exchanges });
  try {
    const read = stream.read({
      client,
      settings: withDefaults(stream.settings, { ...bench.settings, ...options.settings }),
      cursor: options.cursor ?? null,
      signal: options.signal ?? new AbortController().signal,
      noteExchange: (exchange) => exchanges.push(exchange),
      ...(options.limit !== undefined && { limit: options.limit }),
    });
    for await (const page of read) {
      pages.push(page);
      if (pages.length > mostPages) throw new Error('The stream does not come to an end');
      if (pages.length === options.pages) break;
    }
    return result();
  } catch (error) {
    return { ...result(), error };
  }
}

/** The data of the error the work ends with; fails when it ends well or with anything but a FluxoError. */
export async function errorOf(work: Promise<unknown>): Promise<FluxoError['data']> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof FluxoError) return thrown.data;
    throw thrown;
  }
  throw new Error('It went well although it must not');
}

/** Every value in a record with its path in the notation of `FieldInfo`. */
export function* leaves(value: Value, path = ''): Generator<readonly [path: string, value: Value]> {
  if (Array.isArray(value)) for (const item of value as readonly Value[]) yield* leaves(item, item !== null && typeof item === 'object' ? `${path}[]` : path);
  else if (value !== null && typeof value === 'object') for (const [name, inner] of Object.entries(value)) yield* leaves(inner as Value, path === '' ? name : `${path}.${name}`);
  else yield [path, value];
}
