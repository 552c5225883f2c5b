import { afterEach, beforeEach, expect, test } from 'vitest';
import { defineConnector, defineStream, defineTarget } from '#connectors/sdk/connector.ts';
import type { ConnectorDefinition } from '#connectors/sdk/connector.ts';
import { valuesToWrite } from '#connectors/sdk/writeModes.ts';
import type { EnginePorts } from '#engine/ports.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { makeService } from '#tests/engine/fakeService.ts';
import { catalogOf, makeWorld, type World } from '#tests/engine/world.ts';
import { startRun } from './startRun.ts';

interface Person {
  readonly id: string;
  name: string;
  phone: string;
  version: number;
}

/** An address book that can be read and written; it keeps names in capitals, so what comes back differs from what was sent. */
class AddressBook {
  readonly people: Person[] = [];
  private changes = 0;
  readonly prefix: string;
  constructor(prefix: string) {
    this.prefix = prefix;
  }
  save(id: string | null, values: Partial<Pick<Person, 'name' | 'phone'>>): Person {
    let person = this.people.find((candidate) => candidate.id === id);
    if (!person) this.people.push((person = { id: `${this.prefix}${this.people.length + 1}`, name: '', phone: '', version: 0 }));
    if (values.name !== undefined) person.name = values.name.toUpperCase();
    if (values.phone !== undefined) person.phone = values.phone;
    person.version = this.changes += 1;
    return person;
  }
}

const mapping = (write?: 'create'): Mapping => ({
  entity: 'customer',
  fields: [
    { target: 'sourceId', from: { kind: 'path', path: 'id' } },
    { target: 'name', from: { kind: 'path', path: 'name' }, ...(write && { write }) },
    { target: 'phone', from: { kind: 'path', path: 'phone' } },
  ],
  lists: [],
});

function connectorOf(name: string): ConnectorDefinition<unknown> {
  const people = defineStream<AddressBook>({
    name: 'people',
    label: 'People',
    entity: 'customer',
    settings: [],
    fields: [],
    defaultMapping: mapping(),
    type: () => 'Person',
    key: (record) => String(record['id']),
    version: (record) => String(record['version']),
    describe: (record) => ({ title: String(record['name']) }),
    async *read({ client }) {
      yield { records: client.people.map((person) => ({ ...person })) as unknown as SourceRecord[], cursor: {} };
    },
  });
  const target = defineTarget<AddressBook>({
    name: 'contacts',
    label: 'Contacts',
    entity: 'customer',
    settings: [],
    concurrency: 1,
    effects: [
      {
        name: 'save',
        label: 'Save person',
        repeat: 'key',
        async send(client, payload) {
          const { id, ...values } = payload as unknown as Person;
          const saved = client.save(id, values);
          return { type: 'Person', id: saved.id, version: String(saved.version) };
        },
      },
    ],
    open: async ({ client }) => ({
      lane: () => '',
      apply: async (record, context) => {
        const known = (await context.recall('person', context.sourceKey))?.targetId ?? context.twin?.key ?? null;
        const existing = client.people.find((person) => person.id === known);
        const values = valuesToWrite([{ name: 'name', field: 'name', value: String(record['name']), current: existing?.name }, { name: 'phone', field: 'phone', value: String(record['phone']), current: existing?.phone }], { isNew: !existing, modeOf: context.writeMode });
        if (Object.keys(values).length === 0) return { outcome: 'unchanged', reason: { code: 'fake.unchanged', text: 'Nothing differs.' } };
        const saved = await context.effect('save', { id: existing?.id ?? null, ...values }, { ledger: { entity: 'person', key: context.sourceKey } });
        return { outcome: existing ? 'updated' : 'created', reason: { code: 'fake.saved', text: `Saved ${saved.id}.` } };
      },
    }),
  });
  return defineConnector<AddressBook>({ name, label: name, prepare: [], connectionFields: [], tidySettings: (settings) => settings, connect: () => books[name as 'till'], test: async () => 'fine', lists: {}, streams: [people], targets: [target] }) as ConnectorDefinition<unknown>;
}

function flow(from: string, to: string, own?: Mapping): FlowDocument {
  const position = { x: 0, y: 0 };
  return {
    fluxo: 1,
    id: `${from}-to-${to}`,
    name: `${from} to ${to}`,
    nodes: [
      { id: 'source', kind: 'source', connection: from, settings: { stream: `${from}.people` }, position },
      { id: 'map', kind: 'map', settings: own ? { mapping: JSON.parse(JSON.stringify(own)) } : {}, position },
      { id: 'target', kind: 'target', connection: to, settings: { target: `${to}.contacts` }, position },
    ],
    edges: [{ from: 'source.records', to: 'map.records' }, { from: 'map.records', to: 'target.records' }],
  };
}

let books: { till: AddressBook; mail: AddressBook };
let world: World;
let run: (document: FlowDocument) => Promise<RunSummary>;

beforeEach(async () => {
  books = { till: new AddressBook('t'), mail: new AddressBook('m') };
  world = await makeWorld(makeService([]));
  const { ports } = await world.open();
  const connectors = [connectorOf('till'), connectorOf('mail')];
  run = async (document) => {
    const own: EnginePorts = {
      ...ports,
      catalog: catalogOf(connectors),
      flows: { get: async () => document },
      connections: {
        info: async (id) => ({ id, connector: id, name: id, environment: 'demo', settings: {}, storedSecrets: [], status: 'ok' }),
        connector: (name) => connectors.find((connector) => connector.name === name),
        client: async (id) => books[id as 'till'],
      },
    };
    return (await startRun(own, { flowId: document.id, dryRun: false, trigger: 'user' })).finished;
  };
});
afterEach(() => world.cleanUp());

const there = flow('till', 'mail');
const back = flow('mail', 'till');

test('what a flow wrote is not sent back by the flow that runs the other way', async () => {
  books.till.save(null, { name: 'Anna', phone: '1' });
  expect(await run(there)).toMatchObject({ outcomes: { created: 1 } });
  expect(await run(back)).toMatchObject({ read: 1, outcomes: { skipped: 1, created: 0, updated: 0 } });
  expect(await run(there)).toMatchObject({ outcomes: { created: 0, updated: 0 } });
  expect([books.till.people.length, books.mail.people.length]).toEqual([1, 1]);
});

test('a change made there comes back to the thing it was made from, once, and does not bounce', async () => {
  books.till.save(null, { name: 'Anna', phone: '1' });
  await run(there);
  books.mail.save('m1', { phone: '2' });
  expect(await run(back)).toMatchObject({ outcomes: { updated: 1, created: 0 } });
  expect(books.till.people).toMatchObject([{ id: 't1', phone: '2' }]);
  for (const document of [there, back, there, back]) expect(await run(document)).toMatchObject({ outcomes: { created: 0, updated: 0 } });
});

test('somebody who is new on one side is made on the other and known from then on', async () => {
  books.mail.save(null, { name: 'Bram', phone: '3' });
  expect(await run(back)).toMatchObject({ outcomes: { created: 1 } });
  expect(await run(there)).toMatchObject({ outcomes: { skipped: 1, created: 0 } });
  books.till.save('t1', { phone: '4' });
  expect(await run(there)).toMatchObject({ outcomes: { updated: 1, created: 0 } });
  expect(books.mail.people).toMatchObject([{ id: 'm1', phone: '4' }]);
});

test('a field that is written on create only stays as it is there afterwards', async () => {
  books.till.save(null, { name: 'Anna', phone: '1' });
  const kept = flow('till', 'mail', mapping('create'));
  await run(kept);
  books.till.save('t1', { name: 'Anna Maria', phone: '5' });
  expect(await run(kept)).toMatchObject({ outcomes: { updated: 1 } });
  expect(books.mail.people).toMatchObject([{ name: 'ANNA', phone: '5' }]);
});
