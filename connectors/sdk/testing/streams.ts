import { describe, expect, test } from 'vitest';
import type { ConnectorDefinition, Cursor, StreamDefinition } from '#connectors/sdk/connector.ts';
import { entities } from '#shared/entities/index.ts';
import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import { MappingSchema } from '#shared/mapping/mapping.ts';
import type { FieldSource, Mapping } from '#shared/mapping/mapping.ts';
import { isDecimal, round, sum } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import { connectTo, errorOf, leaves, readStream } from './bench.ts';
import type { FaultRule, ServiceBench } from './bench.ts';

/** What every stream keeps to, whatever service it reads. */
export function describeStream<Client>(connector: ConnectorDefinition<Client>, stream: StreamDefinition<Client>, benchOf: () => ServiceBench): void {
  describe(`stream ${stream.name}`, () => {
    const own = () => {
      const found = benchOf().streams[stream.name];
      if (!found) throw new Error(`The bench says nothing about the stream ${stream.name}`);
      return found;
    };
    const client = () => connectTo(connector, benchOf());
    const read = (options?: Parameters<typeof readStream>[4]) => readStream(connector, client(), stream.name, own(), options);
    /** A cursor as it comes back from the disk. */
    const stored = (cursor: Cursor): Cursor => JSON.parse(JSON.stringify(cursor)) as Cursor;
    const identity = (record: SourceRecord) => `${stream.key(record)} ${stream.version(record)}`;
    const odd = () => new Set(own().oddRecords ?? []);

    test('gives all the service holds, in several pages of records that have a name', async () => {
      const { pages, records, error } = await read();
      expect(error).toBeUndefined();
      expect(pages.length).toBeGreaterThan(2);
      expect(records.map(stream.key).toSorted()).toEqual(own().keys.toSorted());
      for (const record of records) {
        expect(stream.key(record)).toMatch(/\S/);
        expect(stream.version(record)).toMatch(/\S/);
        expect(stream.describe(record).title).toMatch(/\S/);
      }
    });

    test('a second read from where the first ended gives nothing old', async () => {
      const first = await read();
      const again = await read({ cursor: stored(first.pages.at(-1)!.cursor) });
      expect(again.error).toBeUndefined();
      const known = new Set(own().repeats ? first.records.map(identity) : []);
      expect(again.records.map(identity).filter((record) => !known.has(record))).toEqual([]);
    });

    test('a read that is cut short after any page and goes on from its cursor misses nothing', async () => {
      const whole = await read();
      const all = new Set(whole.records.map(identity));
      for (let count = 1; count < whole.pages.length; count += 1) {
        const begun = await read({ pages: count });
        const rest = await read({ cursor: stored(begun.pages.at(-1)!.cursor) });
        expect(new Set([...begun.records, ...rest.records].map(identity)), `after page ${count}`).toEqual(all);
      }
    });

    test('stops with the page that reaches the wanted number, and with the run', async () => {
      const { records, pages } = await read({ limit: 3 });
      expect(records.length).toBeGreaterThanOrEqual(3);
      expect(pages.slice(0, -1).flatMap((page) => page.records).length).toBeLessThan(3);
      const stop = new AbortController();
      stop.abort();
      expect((await read({ signal: stop.signal })).error).toBeDefined();
    });

    test.each([['text'], [7], [true], [[]], [{}], [{ marker: -1 }], [{ marker: 'soon' }], [{ position: {} }], [{ __proto__: null, marker: { toString: 1 } }]])('a damaged cursor %j is refused and never means "from the start"', async (cursor) => {
      const { records, error } = await read({ cursor: cursor as unknown as Cursor });
      expect(records).toEqual([]);
      expect(error).toBeInstanceOf(FluxoError);
      expect((error as FluxoError).data).toMatchObject({ kind: 'setup', fix: expect.any(String) });
    });

    test('a cursor the service cannot have reached is refused, not taken for "nothing new"', async () => {
      const { futureCursor } = own();
      if (futureCursor === undefined) return;
      const { records, error } = await read({ cursor: futureCursor });
      expect(records).toEqual([]);
      expect((error as FluxoError | undefined)?.data).toMatchObject({ kind: 'setup' });
    });

    test('a wrong credential is something for the owner', async ({ skip }) => {
      if (benchOf().isLocal) skip();
      const { error, records } = await readStream(connector, connectTo(connector, benchOf(), { secret: benchOf().wrongSecret }), stream.name, own());
      expect(records).toEqual([]);
      expect((error as FluxoError | undefined)?.data).toMatchObject({ kind: 'setup', needsOwner: true });
    });

    test('a throttled read says how long to wait', async ({ skip }) => {
      if (benchOf().isLocal) skip();
      benchOf().setFaults([{ times: 99, fault: { kind: 'throttle', retryAfter: 7 } }]);
      expect(((await read()).error as FluxoError).data).toMatchObject({ kind: 'remote', retryAfterMs: 7000 });
    });

    test('an answer that is cut off or no answer of the service gives no part of a page, wherever it happens', async ({ skip }) => {
      if (benchOf().isLocal) skip();
      // One client, already signed in, so that the faults meet the reading and no sign-in before it.
      const one = client();
      const readAgain = () => readStream(connector, one, stream.name, own());
      const whole = await readAgain();
      const lengths = whole.exchanges.slice(0, 5).map((exchange) => Buffer.byteLength(exchange.answerBody ?? ''));
      expect(lengths.length).toBeGreaterThan(1);
      const faults = lengths.flatMap((length, after): FaultRule[] => [
        ...[0, 1, Math.floor(length / 3), Math.floor((length * 2) / 3), length - 1].map((bytes): FaultRule => ({ after, fault: { kind: 'cutBody', bytes } })),
        { after, fault: { kind: 'htmlPage' } },
        { after, fault: { kind: 'htmlPage', status: 502 } },
        { after, fault: { kind: 'reset' } },
      ]);
      for (const fault of faults) {
        benchOf().setFaults([fault]);
        const { pages, error } = await readAgain();
        expect((error as FluxoError | undefined)?.data, JSON.stringify(fault)).toMatchObject({ kind: 'remote' });
        expect(pages.map((page) => page.records.map(identity)), JSON.stringify(fault)).toEqual(whole.pages.slice(0, pages.length).map((page) => page.records.map(identity)));
      }
    });

    test('ids are text and amounts decimals in text, never numbers of the machine', async () => {
      const decimals = new Set(stream.fields.filter((field) => field.type === 'decimal').map((field) => field.path));
      for (const record of (await read()).records) {
        expect(typeof stream.key(record)).toBe('string');
        for (const [path, value] of leaves(record)) {
          if (typeof value === 'number') expect(Number.isSafeInteger(value), path).toBe(true);
          if (decimals.has(path) && !odd().has(stream.key(record))) expect(isDecimal(value), `${path}: ${String(value)}`).toBe(true);
        }
      }
    });

    test('what a sale costs is the sum of its lines, to the cent', async ({ skip }) => {
      if (stream.entity !== 'order') skip();
      const map = compileMapping(stream.defaultMapping);
      for (const record of (await read()).records.filter((each) => !odd().has(stream.key(each)))) {
        const order = orderOf(map, record);
        const amounts = order?.lines.flatMap((line) => line.totalIncl ?? []) ?? [];
        if (!order || order.totalIncl === undefined || amounts.length === 0 || amounts.length !== order.lines.length) continue;
        expect(round(sum(amounts), 2), stream.describe(record).title).toBe(round(order.totalIncl, 2));
      }
    });

    test('a field the service has got since is kept, and changes nothing about the others', async ({ skip }) => {
      if (benchOf().isLocal) skip();
      const whole = await read();
      benchOf().setFaults([{ times: 999, fault: { kind: 'strangeField' } }]);
      const again = await read();
      expect(again.error).toBeUndefined();
      expect(again.records.map(stream.key)).toEqual(whole.records.map(stream.key));
      for (const record of again.records) expect([...leaves(record)].map(([, value]) => value), stream.key(record)).toContain('kept');
    });

    test('every field it gives is declared, once, so that personal ones can be told', async () => {
      const paths = stream.fields.map((field) => field.path);
      expect(new Set(paths).size).toBe(paths.length);
      const declared = new Set(paths);
      const open = stream.fields.filter((field) => field.open).map((field) => `${field.path}.`);
      const isOpen = (path: string) => open.some((prefix) => path.startsWith(prefix));
      const undeclared = new Set((await read()).records.flatMap((record) => [...leaves(record)].map(([path]) => path)).filter((path) => !declared.has(path) && !isOpen(path)));
      expect([...undeclared]).toEqual([]);
    });

    test('its default mapping is valid, uses declared fields only and fits the entity', async () => {
      expect(MappingSchema.safeParse(stream.defaultMapping).success).toBe(true);
      expect(stream.defaultMapping.entity).toBe(stream.entity);
      const declared = new Set(stream.fields.map((field) => field.path));
      expect(sourcePaths(stream.defaultMapping).filter((path) => !declared.has(path))).toEqual([]);
      const entity = entities[stream.entity];
      const known = new Set(entity?.fields.map((field) => field.path));
      const targets = [...stream.defaultMapping.fields.map((rule) => rule.target), ...stream.defaultMapping.lists.flatMap((list) => [list.target, ...list.fields.map((rule) => `${list.target}[].${rule.target}`)])];
      expect(targets.filter((path) => !known.has(path))).toEqual([]);
      const required = entity?.fields.filter((field) => field.required && !field.path.includes('[]')).map((field) => field.path) ?? [];
      expect(required.filter((path) => !targets.includes(path))).toEqual([]);
    });

    test('a field the entity needs and the record lacks stays empty or is named, and is never made up', async () => {
      const map = compileMapping(stream.defaultMapping);
      const [record] = (await read({ pages: 1 })).records.filter((each) => orderOf(map, each) !== null);
      const needed = (entities[stream.entity]?.fields ?? []).filter(({ path, required, type }) => required && type !== 'list' && !path.includes('[]')).map(({ path }) => path);
      for (const rule of stream.defaultMapping.fields.filter(({ target, from }) => needed.includes(target) && from.kind !== 'constant')) {
        const roots = new Set(sourcePaths({ ...stream.defaultMapping, fields: [rule], lists: [] }).map((path) => path.split('.')[0]));
        const poor = Object.fromEntries(Object.entries(record ?? {}).filter(([name]) => !roots.has(name)));
        try {
          expect((map(poor).value as Record<string, unknown>)[rule.target] ?? '', rule.target).toBe(rule.default ?? '');
        } catch (thrown) {
          if (!(thrown instanceof FluxoError)) throw thrown;
          expect(thrown.data).toMatchObject({ kind: 'data', what: expect.any(String) });
        }
      }
    });

    test('its default mapping works untouched: a record maps or says in words why not', async () => {
      const map = compileMapping(stream.defaultMapping);
      let mapped = 0;
      for (const record of (await read()).records) {
        try {
          map(record);
          mapped += 1;
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(FluxoError);
          expect((thrown as FluxoError).data).toMatchObject({ kind: 'data', what: expect.any(String), where: { field: expect.any(String) } });
        }
      }
      expect(mapped).toBeGreaterThan(0);
    });

    if (stream.readOne) {
      test('one record can be read by its key, and a key nobody has is no error', async () => {
        const { records } = await read({ pages: 1 });
        const context = { client: client(), settings: withDefaults(stream.settings, own().settings ?? {}), cursor: null, signal: new AbortController().signal };
        expect(await stream.readOne!(context, stream.key(records[0]!))).toEqual(records[0]);
        expect(await stream.readOne!(context, '999999999')).toBeNull();
        if (benchOf().isLocal) return;
        expect((await errorOf(stream.readOne!({ ...context, client: connectTo(connector, benchOf(), { secret: benchOf().wrongSecret }) }, '1'))).needsOwner).toBe(true);
      });
    }
  });
}

/** The sale a record is mapped to; null when it says in words why it cannot be. */
function orderOf(map: ReturnType<typeof compileMapping>, record: SourceRecord): Order | null {
  try {
    return map(record).value as unknown as Order;
  } catch {
    return null;
  }
}

/** All paths a mapping reads, in the notation of `FieldInfo`. */
function sourcePaths(mapping: Mapping): readonly string[] {
  const of = (from: FieldSource): readonly string[] => {
    switch (from.kind) {
      case 'path':
        return [from.path];
      case 'firstOf':
        return from.paths;
      case 'template':
        return [...from.text.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1]!);
      case 'constant':
      case 'formula':
        return [];
    }
  };
  return [...mapping.fields.flatMap((rule) => of(rule.from)), ...mapping.lists.flatMap((list) => [list.source, ...list.fields.flatMap((rule) => of(rule.from).map((path) => `${list.source}[].${path}`))])];
}
