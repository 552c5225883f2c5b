import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FlowDocument } from '#shared/flow/document.ts';
import { makeConnectionFiles } from './connections.ts';
import { makeFlowFiles, type Alone } from './flows.ts';
import { readFlowText } from './readFlow.ts';

let folder: string;
const alone: Alone = (_name, work) => work();
const flowFile = (name: string) => path.join(folder, 'flows', name);
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-files-'));
  await mkdir(path.join(folder, 'flows'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const flow: FlowDocument = {
  fluxo: 1,
  id: 'orders',
  name: 'Orders',
  nodes: [{ id: 'till', kind: 'source', connection: 'c', settings: { stream: 'mplus.orders', branch: '1' }, position: { x: 1, y: 2 } }],
  edges: [],
};

describe('flow files', () => {
  test('are written so that the same flow is the same text, and come back as they were', async () => {
    const flows = makeFlowFiles(folder, alone);
    const { revision } = await flows.save(flow, null);
    const text = await readFile(flowFile('orders.flow.json'), 'utf8');
    const shuffled = { edges: [], nodes: [{ position: { y: 2, x: 1 }, settings: { branch: '1', stream: 'mplus.orders' }, kind: 'source', id: 'till', connection: 'c' }], name: 'Orders', id: 'orders', fluxo: 1 } as unknown as FlowDocument;
    expect((await flows.save(shuffled, revision)).revision).toBe(revision);
    expect(await readFile(flowFile('orders.flow.json'), 'utf8')).toBe(text);
    expect(text.endsWith('}\n')).toBe(true);
    expect(await flows.get('orders')).toEqual({ document: flow, revision });
    expect(await readdir(path.join(folder, 'flows'))).toEqual(['orders.flow.json']);
  });

  test('keep frames, notes and bookmarks, and hold nothing of them when there are none', async () => {
    const flows = makeFlowFiles(folder, alone);
    const drawn: FlowDocument = {
      ...flow,
      nodes: [{ ...flow.nodes[0]!, frame: 'frame' }],
      frames: [{ id: 'frame', title: 'Till', color: 'blue', position: { x: 0, y: 0 }, size: { width: 400, height: 200 }, collapsed: true }],
      notes: [{ id: 'note', text: 'Ask Ana', color: 'yellow', position: { x: 8, y: 8 }, size: { width: 96, height: 48 }, frame: 'frame' }],
      bookmarks: [{ id: 'place', name: 'Start', position: { x: 0, y: 0 }, zoom: 1, key: 1 }],
    };
    const { revision } = await flows.save(drawn, null);
    expect((await flows.get('orders')).document).toEqual(drawn);
    await flows.save(flow, revision);
    expect(await readFile(flowFile('orders.flow.json'), 'utf8')).not.toMatch(/frame|notes|bookmarks/);
  });

  test('that changed meanwhile are not painted over', async () => {
    const flows = makeFlowFiles(folder, alone);
    const { revision } = await flows.save(flow, null);
    await expect(flows.save(flow, null)).rejects.toMatchObject({ data: { code: 'flow.changed_elsewhere' } });
    const next = await flows.save({ ...flow, name: 'Orders 2' }, revision);
    await expect(flows.save({ ...flow, name: 'Mine' }, revision)).rejects.toMatchObject({ data: { code: 'flow.changed_elsewhere', where: { file: 'flows/orders.flow.json' } } });
    await writeFile(flowFile('orders.flow.json'), '{ half');
    await expect(flows.save({ ...flow, name: 'Mine' }, next.revision)).rejects.toMatchObject({ data: { code: 'flow.changed_elsewhere' } });
  });

  test('that are broken are listed with what is wrong, where, and what to do', async () => {
    const flows = makeFlowFiles(folder, alone);
    await flows.save(flow, null);
    await writeFile(flowFile('comma.flow.json'), '{\n  "fluxo": 1,\n  "id": "comma"\n  "name": "x"\n}\n');
    await writeFile(flowFile('cut.flow.json'), '{\n  "fluxo": 1,\n  "nodes": [\n');
    await writeFile(flowFile('newer.flow.json'), JSON.stringify({ ...flow, fluxo: 2, id: 'newer' }));
    await writeFile(flowFile('shape.flow.json'), JSON.stringify({ ...flow, id: 'shape', nodes: [{ ...flow.nodes[0], kind: 'magic' }] }));
    await writeFile(flowFile('copy.flow.json'), JSON.stringify(flow));
    await writeFile(flowFile('my flow.flow.json'), JSON.stringify(flow));
    await writeFile(flowFile('notes.txt'), 'not a flow');
    const list = await flows.list();
    expect(list.find((item) => item.id === 'orders')).toMatchObject({ name: 'Orders', nodeCount: 1 });
    const broken = Object.fromEntries(list.filter((item) => item.broken).map((item) => [item.id, item.broken!]));
    expect(Object.keys(broken).sort()).toEqual(['comma', 'copy', 'cut', 'my flow', 'newer', 'shape']);
    expect(broken['comma']).toMatchObject({ code: 'flow.broken_file', kind: 'setup', what: expect.stringContaining('line 4'), where: { file: 'flows/comma.flow.json' }, fix: expect.stringContaining('line 4') });
    expect(broken['cut']?.what).toContain('line 3');
    expect(broken['newer']).toMatchObject({ code: 'flow.newer_version', fix: 'Update Fluxo.' });
    expect(broken['shape']).toMatchObject({ code: 'flow.broken_file', what: expect.stringContaining('nodes[0].kind') });
    expect(broken['copy']).toMatchObject({ code: 'flow.wrong_id' });
    expect(broken['my flow']).toMatchObject({ code: 'flow.bad_name' });
  });

  test('from a hostile hand reach neither prototypes nor other folders', async () => {
    const flows = makeFlowFiles(folder, alone);
    const text = JSON.stringify(flow).replace('"stream"', '"__proto__":{"polluted":1},"stream"');
    const read = readFlowText(text, 'x');
    expect(Object.keys(read.nodes[0]!.settings)).toEqual(['stream', 'branch']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    await expect(flows.get('../connections')).rejects.toMatchObject({ data: { code: 'flow.not_found' } });
    await expect(flows.remove('../../etc/passwd')).rejects.toMatchObject({ data: { code: 'flow.not_found' } });
  });

  test('of which there is none say so', async () => {
    const flows = makeFlowFiles(folder, alone);
    await expect(flows.get('nothing')).rejects.toMatchObject({ data: { code: 'flow.not_found', kind: 'setup' } });
    await flows.save(flow, null);
    await flows.remove('orders');
    expect(await flows.list()).toEqual([]);
  });
});

describe('connections.json', () => {
  const connection = { id: 'till', connector: 'mplus', name: 'Till', environment: 'sandbox' as const, settings: { ident: 'i', baseUrl: 'https://x' } };

  test('keeps what a person chose, sorted, and nothing that is not asked for', async () => {
    const files = makeConnectionFiles(folder, alone);
    expect(await files.list()).toEqual([]);
    await files.save(connection);
    await files.save({ ...connection, id: 'books', name: 'Books', secret: 'hunter2' } as typeof connection);
    await files.save({ ...connection, name: 'Till 2' });
    expect(await files.list()).toEqual([{ ...connection, id: 'books', name: 'Books' }, { ...connection, name: 'Till 2' }]);
    expect(await readFile(path.join(folder, 'connections.json'), 'utf8')).not.toContain('hunter2');
    await files.remove('till');
    await expect(files.remove('till')).rejects.toMatchObject({ data: { code: 'connections.not_found' } });
  });

  test('that is broken is named, and not written over', async () => {
    const files = makeConnectionFiles(folder, alone);
    await writeFile(path.join(folder, 'connections.json'), '{ "fluxo": 1, "connections": [ { "id": 7 } ] }');
    await expect(files.list()).rejects.toMatchObject({ data: { code: 'connections.broken_file', what: expect.stringContaining('connections[0].id') } });
    await expect(files.save(connection)).rejects.toMatchObject({ data: { code: 'connections.broken_file' } });
    expect(await readFile(path.join(folder, 'connections.json'), 'utf8')).toContain('"id": 7');
  });
});
