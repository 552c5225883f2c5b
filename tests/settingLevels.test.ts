import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { FluxoError } from '#shared/errors.ts';
import { editFlowFile, openHouse, type House } from './support/house.ts';

vi.setConfig({ testTimeout: 120_000 });

type Flow = { nodes: { id: string; settings: Record<string, any> }[]; nodeSettings?: Record<string, Record<string, any>> };
const owner = 'quickbooks.sales';
const textOf = (house: House, file: string) => readFile(path.join(house.dir, file), 'utf8');
const put = (house: House, level: 'connection' | 'workspace', key: string, value?: unknown) =>
  house.host.handlers['settings.put']({ place: level === 'workspace' ? { level } : { level, connectionId: 'demo-books' }, owner, key, ...(value !== undefined && { value: value as string }) });
const editFlow = (house: House, edit: (flow: Flow, sales: Record<string, any>) => void) =>
  editFlowFile(house, (text) => {
    const flow = JSON.parse(text) as Flow;
    edit(flow, flow.nodes.find(({ id }) => id === 'sales')!.settings);
    return JSON.stringify(flow, null, 2);
  });
const memos = async (house: House) => new Set(Object.values(await house.books()).flat().flatMap((thing) => (typeof thing['DocNumber'] === 'string' && thing['DocNumber'].startsWith('MPL-') ? [(thing['CustomerMemo'] as { value?: string } | undefined)?.value ?? ''] : [])));
const codeOf = (thrown: unknown) => (thrown instanceof FluxoError ? thrown.code : String(thrown));

test('a run takes what the workspace, the connection and the flow give, the nearest first; a plan made before does not hold any more', async () => {
  const house = await openHouse({ orders: 12 });
  try {
    const before = await textOf(house, 'connections.json');
    await put(house, 'workspace', 'memo', 'Of the workspace');
    expect(JSON.parse(await textOf(house, 'settings.json'))).toEqual({ fluxo: 1, nodeSettings: { [owner]: { memo: 'Of the workspace' } } });
    expect(await textOf(house, 'connections.json')).toBe(before);
    const planned = await house.run({ dryRun: true, limit: 3 });
    await put(house, 'connection', 'memo', 'Of the connection');
    await expect(house.run({ carryOut: planned.runId }).catch((thrown: unknown) => Promise.reject(new Error(codeOf(thrown))))).rejects.toThrow('plan.stale');
    expect(await house.host.handlers['settings.users']({})).toContainEqual(expect.objectContaining({ flowId: house.flowId, nodeId: 'sales', owner, connection: 'demo-books' }));

    await house.run({ limit: 3 });
    expect([...(await memos(house))]).toEqual(['Of the connection']);
    await editFlow(house, (flow) => (flow.nodeSettings = { [owner]: { memo: 'Of the flow' } }));
    await house.run({ limit: 3 });
    expect([...(await memos(house))].toSorted()).toEqual(['Of the connection', 'Of the flow']);
    await editFlow(house, (_flow, sales) => (sales['memo'] = 'Of the node'));
    await house.run({ limit: 3 });
    expect([...(await memos(house))].toSorted()).toEqual(['Of the connection', 'Of the flow', 'Of the node']);

    // What the file says of the connection itself stays when it is saved again, and the other way round.
    const [books] = (await house.host.handlers['connections.list']({})).filter(({ id }) => id === 'demo-books');
    await house.host.handlers['connections.save']({ id: books!.id, connector: books!.connector, name: 'Books of the shop', environment: books!.environment, settings: { ...books!.settings } });
    expect((await house.host.handlers['connections.list']({})).find(({ id }) => id === 'demo-books')).toMatchObject({ name: 'Books of the shop', nodeSettings: { [owner]: { memo: 'Of the connection' } } });
    await put(house, 'connection', 'memo');
    expect((await house.host.handlers['connections.list']({})).find(({ id }) => id === 'demo-books')).not.toHaveProperty('nodeSettings');
  } finally {
    await house.close();
  }
});

test('an answer goes to where the table stands: a connection’s table gets the row and is not covered by one row in the node', async () => {
  const house = await openHouse({ orders: 40 });
  try {
    let table: { table: { from: string; to: string }[] } | undefined;
    await editFlow(house, (_flow, sales) => {
      table = sales['paymentMethod'];
      delete sales['paymentMethod'];
    });
    await put(house, 'connection', 'paymentMethod', { ...table, table: table!.table.filter(({ from }) => from !== 'IDEAL') });
    expect((await house.run()).outcomes.parked).toBeGreaterThan(3);
    const question = (await house.host.handlers['problems.questions']({})).find(({ setting, value }) => setting === 'paymentMethod' && value === 'IDEAL')!;
    const { begun } = await house.host.questions.answer({ questionId: question.id, values: { to: 'iDEAL' }, trigger: 'user' });
    expect(await (await begun[0])!.finished).toMatchObject({ read: question.count, outcomes: { created: question.count } });
    const [books] = (await house.host.handlers['connections.list']({})).filter(({ id }) => id === 'demo-books');
    expect((books!.nodeSettings![owner]!['paymentMethod'] as typeof table)!.table).toContainEqual({ from: 'IDEAL', to: 'iDEAL' });
    expect((JSON.parse(await textOf(house, `flows/${house.flowId}.flow.json`)) as Flow).nodes.find(({ id }) => id === 'sales')!.settings).not.toHaveProperty('paymentMethod');
  } finally {
    await house.close();
  }
});

test('a value is put in the place of the one that was known, and of no other', async () => {
  const house = await openHouse({ orders: 1 });
  try {
    const flat = await textOf(house, 'connections.json');
    for (const place of [{ level: 'connection', connectionId: 'demo-books' }, { level: 'workspace' }] as const) {
      const give = (value: string | undefined, known: string | undefined) => house.host.handlers['settings.put']({ place, owner, key: 'memo', ...(value !== undefined && { value }), insteadOf: known === undefined ? {} : { value: known } }).then(({ before }) => before ?? 'nothing', codeOf);
      const refused = `setting.changed_in_${place.level}`;
      // Two at the same time: one of them is told.
      expect((await Promise.all([give('One', undefined), give('Other', undefined)])).toSorted()).toEqual(['nothing', refused]);
      const [now, not] = (await textOf(house, place.level === 'workspace' ? 'settings.json' : 'connections.json')).includes('"One"') ? ['One', 'Other'] : ['Other', 'One'];
      expect(await give(undefined, not)).toBe(refused);
      expect(await give('Third', now)).toBe(now);
      expect(await give(undefined, 'Third')).toBe('Third');
      expect(await give(undefined, 'Third')).toBe(refused);
    }
    expect(await textOf(house, 'connections.json')).toBe(flat);
  } finally {
    await house.close();
  }
});

test('what a level cannot hold is refused, and a table that one uses is not deleted', async () => {
  const house = await openHouse({ orders: 1 });
  try {
    const refused = (place: Parameters<House['host']['handlers']['settings.put']>[0]['place'], of: string, key: string, value: string) => house.host.handlers['settings.put']({ place, owner: of, key, value }).then(() => 'taken', codeOf);
    const connection = { level: 'connection', connectionId: 'demo-books' } as const;
    expect(await Promise.all([refused(connection, owner, 'prices', 'gross'), refused(connection, 'mplus.orders', 'branches', '1'), refused({ level: 'workspace' }, owner, 'nothing', 'x'), refused({ level: 'connection', connectionId: 'gone' }, owner, 'memo', 'x')])).toEqual(['setting.not_a_choice', 'setting.other_service', 'setting.unknown', 'connections.not_found']);
    const { tableId } = await house.host.handlers['tables.create']({ name: 'Methods', content: { kind: 'pairs', rows: [] } });
    await put(house, 'workspace', 'class', { enabled: true, force: false, default: '', unmapped: 'park', sharedTable: tableId });
    expect(await house.host.handlers['tables.remove']({ tableId }).catch(codeOf)).toBe('table.in_use');
    expect((await house.host.handlers['tables.list']({})).find(({ id }) => id === tableId)!.usedBy).toContainEqual(expect.objectContaining({ flowId: house.flowId, nodeId: 'sales', at: ['class'] }));
    await put(house, 'workspace', 'class');
    expect(await house.host.handlers['tables.remove']({ tableId })).toEqual({ removed: true });
    expect(JSON.parse(await textOf(house, 'settings.json'))).toEqual({ fluxo: 1, nodeSettings: {} });
    await writeFile(path.join(house.dir, 'settings.json'), '{ "fluxo": 1, ');
    await expect(house.run({ dryRun: true }).catch((thrown: unknown) => Promise.reject(new Error(codeOf(thrown))))).rejects.toThrow('settings.broken_file');
  } finally {
    await house.close();
  }
});
