import type { ApplyResult, BatchDefinition, CallContext, ConnectorDefinition, Cursor, EffectDefinition, EffectResult, PartResult, RecordContext, SentPart, SessionBatch, StreamDefinition, TargetDefinition } from '#connectors/sdk/connector.ts';
import { defineConnector, defineStream, defineTarget } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';
import type { Order } from '#shared/entities/order.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';

/** A sale as the made-up till gives it. */
export interface Sale {
  readonly id: string;
  readonly changed: number;
  readonly customer: string;
  readonly amount: string;
  readonly day?: string;
}

/** What the made-up books hold: one line per effect that really happened. */
export interface Booked {
  readonly kind: 'customer' | 'sale';
  readonly key: string;
  readonly name: string;
  readonly id: string;
  readonly amount?: string;
}

export type SendFault = 'refused' | 'unreachable' | 'lost' | 'broken' | 'unauthorised';

/** Where the books stand; in memory, or in a file for tests that kill the process. */
export interface Books {
  all(): readonly Booked[];
  add(booked: Booked): void;
}

export function memoryBooks(): Books {
  const booked: Booked[] = [];
  return { all: () => booked, add: (line) => void booked.push(line) };
}

export interface Service {
  readonly sales: Sale[];
  readonly books: Books;
  readonly pageSize: number;
  /** Asked before each send: what goes wrong with it. */
  sendFault?: (kind: Booked['kind'], payload: { readonly name: string }, count: number) => SendFault | undefined;
  /** Asked before each page. */
  readFault?: (page: number) => FluxoError | undefined;
  /** Called on each send after it was applied, before its answer. */
  applied?: () => void | Promise<void>;
  /** Called at the start of each `apply`. */
  applying?: (order: Order, context: RecordContext<unknown>) => void | Promise<void>;
  /** Replaces the outcome of `apply`, after its effects. */
  judge?: (order: Order) => ApplyResult | undefined;
  /** The sale effect cannot be sent again by key and is looked up by its name instead. */
  lookUpSales?: boolean;
  /** Asked before each look-up. */
  lookUpFault?: () => FluxoError | undefined;
  /** The books look for a sale by its number before they make one, as QuickBooks does by DocNumber. */
  searchesFirst?: boolean;
  /** What the books charge: replaces the order's own amount. */
  priceOf?: (order: Order) => string;
  /** Cards of customers that are there before; each sale writes its own id on its customer's card. */
  cards?: Map<string, { note: string; rev: number }>;
  concurrency?: number;
  /** The books know a sale by itself, so nothing can be sent there as new. */
  neverNew?: boolean;
  /** The till cannot be asked for a single sale. */
  onlyPages?: boolean;
  /** Sales go in lists of so many; customers do not exist then. */
  batchOf?: number;
  /** What is done about a list whose answer got lost. Default: sent again with its key. */
  batchRepeat?: 'key' | 'lookup' | 'nothing';
  /** Asked before each list. */
  batchFault?: (names: readonly string[], count: number) => SendFault | undefined;
  /** The look-up never finds anything: what a careless connector would have. */
  lookUpBroken?: boolean;
  /** Refuses single records of a list. */
  partRefused?: (name: string) => boolean;
  /** Called when the target leaves the service as it should be, with the number of times so far. */
  finishing?: (times: number) => void;
  finishes: number;
  reads: number;
  sends: number;
  lookUps: number;
  openings: number;
  lookAheads: number;
}

export function makeService(sales: Sale[], options: Partial<Service> = {}): Service {
  return { sales, books: memoryBooks(), pageSize: 10, finishes: 0, reads: 0, sends: 0, lookUps: 0, openings: 0, lookAheads: 0, ...options };
}

export function remote(more: Partial<FluxoError['data']> = {}): FluxoError {
  return new FluxoError({ code: 'fake.unreachable', kind: 'remote', what: 'The made-up service cannot be reached.', ...more });
}

export function makeSales(count: number, from = 1): Sale[] {
  return Array.from({ length: count }, (_, index) => ({ id: `s${from + index}`, changed: from + index, customer: `c${(from + index) % 7}`, amount: `${from + index}.50`, day: '2026-01-15' }));
}

/** The stream's default mapping, with the total from a template. */
export function saleMapping(total: string): Mapping {
  return {
    entity: 'order',
    fields: [
      { target: 'sourceId', from: { kind: 'path', path: 'id' } },
      { target: 'number', from: { kind: 'path', path: 'id' } },
      { target: 'date', from: { kind: 'path', path: 'day' } },
      { target: 'totalIncl', from: { kind: 'template', text: total } },
      { target: 'customer.name', from: { kind: 'path', path: 'customer' } },
      { target: 'customer.sourceId', from: { kind: 'path', path: 'customer' } },
    ],
    lists: [{ target: 'lines', source: 'lines', fields: [{ target: 'quantity', from: { kind: 'path', path: 'quantity' } }] }],
  };
}

const stream = defineStream<Service>({
  name: 'sales',
  label: 'Sales',
  entity: 'order',
  settings: [],
  fields: [],
  defaultMapping: saleMapping('{amount}'),
  key: (record) => {
    if (typeof record['id'] !== 'string') throw new TypeError('no id');
    return record['id'];
  },
  version: (record) => String(record['changed']),
  describe: (record) => ({ title: `Sale ${String(record['id'])}`, subtitle: String(record['customer']), amount: `€ ${String(record['amount'])}` }),
  // By the mark, inclusive: the last record of the page before comes again, as with real services.
  async *read({ client, cursor, limit, noteExchange, signal }) {
    let after = readCursor(cursor);
    let given = 0;
    for (;;) {
      if (signal.aborted) throw remote({ code: 'fake.stopped' });
      client.reads += 1;
      const fault = client.readFault?.(client.reads);
      noteExchange?.({ connection: 'till', operation: 'getSales', method: 'GET', url: `https://till.example/sales?from=${after}`, startedAt: 0, ms: 1, status: fault ? 503 : 200 });
      if (fault) throw fault;
      const wanted = Math.min(client.pageSize, (limit ?? Infinity) - given);
      const found = client.sales.filter((sale) => sale.changed >= after).sort((a, b) => a.changed - b.changed).slice(0, Math.max(1, wanted));
      const last = found.at(-1);
      if (!last) return;
      given += found.length;
      const moved = last.changed > after;
      after = last.changed;
      yield { records: found as unknown as SourceRecord[], cursor: { after } };
      if (!moved || given >= (limit ?? Infinity)) return;
    }
  },
  readOne: async ({ client }, key) => (client.sales.find((sale) => sale.id === key) as unknown as SourceRecord | undefined) ?? null,
} satisfies StreamDefinition<Service>);

function readCursor(cursor: Cursor | null): number {
  if (cursor === null) return 0;
  if (typeof cursor === 'object' && 'after' in cursor && typeof cursor.after === 'number') return cursor.after;
  throw new FluxoError({ code: 'fake.bad_cursor', kind: 'setup', what: 'The cursor is not one of this stream.' });
}

interface Payload {
  readonly name: string;
  readonly amount?: string;
}

async function send(service: Service, kind: Booked['kind'], payload: Payload, key: string, { noteExchange }: CallContext): Promise<EffectResult> {
  service.sends += 1;
  const fault = service.sendFault?.(kind, payload, service.sends);
  const note = (status?: number) => noteExchange?.({ connection: 'books', operation: `POST ${kind}`, method: 'POST', url: `https://books.example/${kind}`, requestBody: JSON.stringify(payload), startedAt: 0, ms: 1, ...(status !== undefined && { status }) });
  if (fault === 'unreachable') throw remote();
  if (fault === 'unauthorised') throw new FluxoError({ code: 'fake.unauthorised', kind: 'setup', what: 'The books do not let us in.', needsOwner: true });
  if (fault === 'refused') {
    note(400);
    throw new FluxoError({ code: 'fake.refused', kind: 'data', what: `The books refuse ${payload.name}.`, refusedByService: true, answer: { status: 400, code: '6000' } });
  }
  if (fault === 'broken') throw new TypeError('undefined is not a function');
  let booked = service.books.all().find((line) => line.key === key);
  if (!booked) {
    booked = { kind, key, name: payload.name, id: `${kind}-${service.books.all().length + 1}`, ...(payload.amount !== undefined && { amount: payload.amount }) };
    service.books.add(booked);
  }
  await service.applied?.();
  note(fault === 'lost' ? undefined : 200);
  if (fault === 'lost') throw remote({ code: 'fake.lost', maybeDone: true });
  return { type: kind === 'sale' ? 'SalesReceipt' : 'Customer', id: booked.id, label: booked.name };
}

function effect(kind: Booked['kind']): EffectDefinition<Service> {
  return { name: kind, label: `Create ${kind}`, repeat: 'key', send: (client, payload, key, call) => send(client, kind, payload as unknown as Payload, key, call) };
}

const updateCard: EffectDefinition<Service> = {
  name: 'card',
  label: 'Update card',
  repeat: 'key',
  view: (payload) => {
    const { id, note } = payload as { readonly id: string; readonly note: string };
    return { thing: id, fields: { note } };
  },
  async send(client, payload) {
    const { id, note } = payload as { readonly id: string; readonly note: string };
    const card = client.cards!.get(id)!;
    client.sends += 1;
    card.note = note;
    card.rev += 1;
    return { type: 'Card', id };
  },
};

const found = (line: Booked | undefined): EffectResult | null => (line ? { type: line.kind === 'sale' ? 'SalesReceipt' : 'Customer', id: line.id, label: line.name } : null);

/** Takes lists; one with a key it knows already has no further effect. */
function batch(service: Service): BatchDefinition<Service> {
  const asSale = (line: Booked): EffectResult => ({ type: 'SalesReceipt', id: line.id, label: line.name });
  return {
    name: 'sales',
    label: 'Create sales',
    repeat: () => (service.batchRepeat === undefined || service.batchRepeat === 'key' ? 'key' : 'lookup'),
    size: () => service.batchOf ?? 1,
    concurrency: 2,
    async send(client, parts, _how, key, { noteExchange }) {
      client.sends += 1;
      const sales = parts.map(({ text }) => JSON.parse(text) as { readonly name: string; readonly amount: string });
      const fault = client.batchFault?.(sales.map(({ name }) => name), client.sends);
      noteExchange?.({ connection: 'books', operation: 'POST sales', method: 'POST', url: 'https://books.example/sales', startedAt: 0, ms: 1, ...(fault !== 'lost' && { status: fault === 'refused' ? 400 : 200 }) });
      if (fault === 'unreachable') throw remote();
      if (fault === 'refused') throw new FluxoError({ code: 'fake.refused', kind: 'data', what: 'The books refuse this list.', refusedByService: true });
      const results = sales.map(({ name, amount }): PartResult => {
        if (client.partRefused?.(name)) return { refused: { code: 'fake.refused', kind: 'data', what: `The books refuse ${name}.`, refusedByService: true } };
        const known = client.batchRepeat === undefined || client.batchRepeat === 'key' ? client.books.all().find((line) => line.key === `${key} ${name}`) : undefined;
        const booked = known ?? { kind: 'sale', key: `${key} ${name}`, name, id: `sale-${client.books.all().length + 1}`, amount };
        if (!known) client.books.add(booked);
        return { done: asSale(booked) };
      });
      await client.applied?.();
      if (fault === 'lost') throw remote({ code: 'fake.lost', maybeDone: true });
      return results;
    },
    ...(service.batchRepeat !== 'nothing' && {
      lookUp: async (client: Service, { name }: SentPart) => {
        client.lookUps += 1;
        const line = client.lookUpBroken ? undefined : client.books.all().find((booked) => booked.name === name);
        return line ? asSale(line) : null;
      },
    }),
  };
}

/** The share of a sale in a list. */
const salesBatch: SessionBatch = {
  how: {},
  place: (record) => ({ entity: 'sale', key: String(record['sourceId']) }),
  part(record, { entry, fingerprint }) {
    const { sourceId: name, totalIncl: amount = '0' } = record as unknown as Order;
    const text = JSON.stringify({ name, amount });
    if (entry?.fingerprint === fingerprint(text)) return { ended: { outcome: 'unchanged', reason: { code: 'fake.same', text: 'The same.' }, target: { type: entry.targetType, id: entry.targetId } } };
    return { send: { text, name }, done: { outcome: entry ? 'updated' : 'created', reason: { code: 'fake.created', text: 'Created with others.' } } };
  },
};

function target(service: Service): TargetDefinition<Service> {
  const saleEffect: EffectDefinition<Service> = service.lookUpSales
    ? {
        ...effect('sale'),
        repeat: 'lookup',
        // Each send really books once more: only looking first prevents a double.
        send: (client, payload, key, call) => send(client, 'sale', payload as unknown as Payload, `${key}-${client.sends}`, call),
        lookUp: async (client, payload) => {
          client.lookUps += 1;
          const fault = client.lookUpFault?.();
          if (fault) throw fault;
          return found(client.books.all().find((line) => line.kind === 'sale' && line.name === (payload as unknown as Payload).name));
        },
      }
    : effect('sale');
  return defineTarget<Service>({
    name: 'orders',
    label: 'Orders',
    entity: 'order',
    settings: [],
    effects: [effect('customer'), updateCard, saleEffect],
    sendsAsNew: !service.neverNew,
    ...(service.batchOf !== undefined && { batch: batch(service) }),
    concurrency: service.concurrency ?? 4,
    async finish({ client }) {
      client.finishes += 1;
      client.finishing?.(client.finishes);
    },
    async open({ client }) {
      client.openings += 1;
      return {
        ...(client.batchOf !== undefined && { batch: salesBatch }),
        lookAhead: async (_records, call) => {
          client.lookAheads += 1;
          call.noteExchange?.({ connection: 'books', operation: 'query', method: 'GET', url: 'https://books.example/query', startedAt: 0, ms: 1, status: 200 });
        },
        lane: (record) => String((record as unknown as Order).customer?.sourceId ?? ''),
        apply: async (record, context) => {
          const order = record as unknown as Order;
          await client.applying?.(order, context);
          const known = context.asNew ? null : await context.recall('sale', order.sourceId);
          if (known) return { outcome: 'skipped', reason: { code: 'fake.there', text: `Is there already as ${known.targetId}.` }, target: { type: known.targetType, id: known.targetId } };
          const customer = order.customer!.sourceId!;
          const buyer = await context.recall('customer', customer);
          const customerId = buyer?.targetId ?? (await context.effect('customer', { name: customer }, { ledger: { entity: 'customer', key: customer } })).id;
          const card = client.cards?.get(customer);
          if (card && card.note !== order.sourceId) await context.effect('card', { id: customer, rev: card.rev, note: order.sourceId }, { current: { note: card.note } });
          if (client.searchesFirst) {
            const there = client.books.all().find((line) => line.kind === 'sale' && line.name === order.sourceId);
            if (there) {
              await context.adopt('sale', order.sourceId, { targetType: 'SalesReceipt', targetId: there.id });
              return { outcome: 'skipped', reason: { code: 'fake.found', text: `Found as ${there.id}.` }, target: { type: 'SalesReceipt', id: there.id } };
            }
          }
          const made = await context.effect('sale', { name: order.sourceId, amount: client.priceOf?.(order) ?? order.totalIncl ?? '0', customerId } satisfies Value, { ledger: { entity: 'sale', key: order.sourceId }, totals: [{ by: 'document', key: 'Sale', total: client.priceOf?.(order) ?? order.totalIncl ?? '0' }] });
          context.note({ code: 'fake.made', text: `Created ${made.type} ${made.id}.` });
          return client.judge?.(order) ?? { outcome: 'created', reason: { code: 'fake.created', text: `Created ${made.type} ${made.id}.` }, target: { type: made.type, id: made.id } };
        },
      };
    },
  });
}

/** The made-up till and books as one connector each, over a service the test holds in its hand. */
export function fakeConnectors(service: Service): readonly ConnectorDefinition<unknown>[] {
  const base = { prepare: [], connectionFields: [], tidySettings: (settings: Readonly<Record<string, string>>) => settings, connect: () => service, test: async () => 'fine', lists: {} };
  const { readOne: _, ...pages } = stream;
  return [
    defineConnector<Service>({ ...base, name: 'till', label: 'Till', streams: [service.onlyPages ? pages : stream], targets: [] }) as ConnectorDefinition<unknown>,
    defineConnector<Service>({ ...base, name: 'books', label: 'Books', streams: [], targets: [target(service)] }) as ConnectorDefinition<unknown>,
  ];
}
