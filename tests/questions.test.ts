import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import type { OpenQuestion } from '#shared/ipc/contract.ts';
import { FluxoError } from '#shared/errors.ts';
import { countAll } from '#shared/records/outcomes.ts';
import { editFlowFile, openHouse, type House } from './support/house.ts';

vi.setConfig({ testTimeout: 120_000 });

type Flow = { nodes: { id: string; settings: Record<string, any> }[] };
const sales = (flow: Flow) => flow.nodes.find(({ id }) => id === 'sales')!.settings;
/** Takes rows away from the table of payment methods, as if the till had got new ones since. */
const forget = (house: House, ...methods: readonly string[]) => editFlowFile(house, (text) => {
  const flow = JSON.parse(text) as Flow;
  const setting = sales(flow)['paymentMethod'] as { table: { from: string }[] };
  setting.table = setting.table.filter(({ from }) => !methods.includes(from));
  return JSON.stringify(flow, null, 2);
});
const tableOf = async (house: House) => (sales(JSON.parse(await readFile(`${house.dir}/flows/${house.flowId}.flow.json`, 'utf8')) as Flow)['paymentMethod'] as { table: { from: string; to: string }[] }).table;
const ask = async (house: House, value = 'IDEAL'): Promise<OpenQuestion> => (await house.host.handlers['problems.questions']({})).find((question) => question.setting === 'paymentMethod' && question.value === value)!;
const documents = async (house: House) => Object.values(await house.books()).flat().flatMap((thing) => (typeof thing['DocNumber'] === 'string' && thing['DocNumber'].startsWith('MPL-') ? [thing['DocNumber']] : []));
const answer = (house: House, questionId: string, to: string) => house.host.questions.answer({ questionId, values: { to }, trigger: 'user' });
const codeOf = (thrown: unknown) => (thrown instanceof FluxoError ? thrown.code : String(thrown));

async function withParked(work: (house: House) => Promise<void>): Promise<void> {
  const house = await openHouse({ orders: 40 });
  try {
    await forget(house, 'IDEAL');
    const run = await house.run();
    expect(run.outcomes.parked).toBeGreaterThan(3);
    await work(house);
  } finally {
    await house.close();
  }
}

test('an unknown payment method is asked once; the answer sends every order that waited for it, and none twice', () =>
  withParked(async (house) => {
    const before = await documents(house);
    const question = await ask(house);
    expect(question).toMatchObject({ kind: 'row', owner: 'quickbooks.sales', value: 'IDEAL', columns: [{ key: 'to', list: { connectionId: 'demo-books', list: 'paymentMethods' } }], waiting: [{ flowId: house.flowId, nodeId: 'sales' }] });
    expect(question.answered).toBeUndefined();
    const others = (await house.host.workspace.store.problems({ state: 'open', limit: 100 })).filter(({ error }) => error.parkedOn?.value !== 'IDEAL').map(({ key, times }) => [key, times]);

    const { flows, begun } = await answer(house, question.id, 'iDEAL');
    expect(flows).toEqual([{ flowId: house.flowId, runId: expect.any(String) }]);
    const run = await (await begun[0])!.finished;
    expect(run).toMatchObject({ read: question.count, outcomes: { created: question.count, parked: 0 } });
    expect(countAll(run.outcomes)).toBe(run.read);
    expect(await ask(house)).toBeUndefined();
    expect(await tableOf(house)).toContainEqual({ from: 'IDEAL', to: 'iDEAL' });
    const after = await documents(house);
    expect(after).toHaveLength(before.length + question.count);
    expect(new Set(after).size).toBe(after.length);
    // What waits for something else was not tried again.
    expect((await house.host.workspace.store.problems({ state: 'open', limit: 100 })).map(({ key, times }) => [key, times])).toEqual(others);
  }));

test('a value that is answered while the flow runs goes on when that run has ended', () =>
  withParked(async (house) => {
    const question = await ask(house);
    const lease = (await house.host.workspace.leases.take(`flow:${house.flowId}`, 'another window'))!;
    const { flows, begun } = await answer(house, question.id, 'iDEAL');
    expect(flows).toEqual([{ flowId: house.flowId, runId: null }]);
    await vi.waitFor(() => expect(house.clock.waits.length).toBeGreaterThan(2));
    expect((await ask(house)).answered).toEqual({ to: 'iDEAL' });
    await lease.release();
    expect(await (await begun[0])!.finished).toMatchObject({ outcomes: { created: question.count } });
    expect(await ask(house)).toBeUndefined();
  }));

test('the same answer given twice sends nothing twice, another one is refused and changes nothing', () =>
  withParked(async (house) => {
    const question = await ask(house);
    const lease = (await house.host.workspace.leases.take(`flow:${house.flowId}`, 'another window'))!;
    const one = await answer(house, question.id, 'iDEAL');
    const two = await answer(house, question.id, 'iDEAL');
    expect(await answer(house, question.id, 'Contant').catch(codeOf)).toBe('question.answered');
    expect((await tableOf(house)).filter(({ from }) => from === 'IDEAL')).toEqual([{ from: 'IDEAL', to: 'iDEAL' }]);
    await lease.release();
    const runs = await Promise.all([...one.begun, ...two.begun].map(async (begun) => (await begun)!.finished));
    expect(runs.map(({ outcomes }) => outcomes.created).toSorted((a, b) => a - b)).toEqual([0, question.count]);
    const made = await documents(house);
    expect(new Set(made).size).toBe(made.length);
    expect(await answer(house, question.id, 'iDEAL').catch(codeOf)).toBe('question.gone');
  }));

test('what was changed in the flow meanwhile is kept beside the answer; a node that is gone asks no more', () =>
  withParked(async (house) => {
    const question = await ask(house);
    const { flows } = house.host.workspace;
    const save = flows.save;
    let rivals = 2;
    // Somebody else saves between our reading and our writing, twice.
    const saving = vi.spyOn(flows, 'save').mockImplementation(async (document, revision) => {
      if (rivals-- > 0) {
        const now = await flows.get(document.id);
        await save({ ...now.document, description: `changed by somebody else ${rivals}` }, now.revision);
      }
      return save(document, revision);
    });
    await (await (await answer(house, question.id, 'iDEAL')).begun[0])!.finished;
    saving.mockRestore();
    expect((await flows.get(house.flowId)).document.description).toBe('changed by somebody else 0');
    expect(await tableOf(house)).toContainEqual({ from: 'IDEAL', to: 'iDEAL' });

    await flows.get(house.flowId).then(({ document, revision }) => flows.save({ ...document, nodes: document.nodes.filter(({ id }) => id !== 'sales') }, revision));
    expect((await house.host.handlers['problems.questions']({})).filter(({ nodeId }) => nodeId === 'sales')).toEqual([]);
  }));

test('an answer that the books do not have stops the run; another one takes its place, and all go on', () =>
  withParked(async (house) => {
    const question = await ask(house);
    const first = await (await (await answer(house, question.id, 'Postwissel')).begun[0])!.finished;
    expect(first).toMatchObject({ status: 'failed', error: { kind: 'setup' } });
    expect(await ask(house)).toMatchObject({ id: question.id, count: question.count, answered: { to: 'Postwissel' } });
    const given = await house.host.questions.answer({ questionId: question.id, values: { to: 'iDEAL' }, replace: true, trigger: 'user' });
    expect((await (await given.begun[0])!.finished).outcomes).toMatchObject({ created: question.count });
    expect((await tableOf(house)).filter(({ from }) => from === 'IDEAL')).toEqual([{ from: 'IDEAL', to: 'iDEAL' }]);
    const made = await documents(house);
    expect(new Set(made).size).toBe(made.length);
  }));

test('an order that lacks two rows asks for both, and goes on when the second is there', () =>
  withParked(async (house) => {
    const open = (await house.host.handlers['problems.questions']({})).filter(({ value }) => value === 'TIKKIE');
    expect(open.map(({ setting }) => setting).toSorted()).toEqual(['depositAccount', 'paymentMethod']);
    const method = await answer(house, open.find(({ setting }) => setting === 'paymentMethod')!.id, 'PIN');
    expect(method.flows).toEqual([{ flowId: house.flowId, runId: null, more: true }]);
    const account = await answer(house, open.find(({ setting }) => setting === 'depositAccount')!.id, 'Kas winkel');
    expect((await (await account.begun[0])!.finished).outcomes).toMatchObject({ created: 1, parked: 0 });
  }));

test('two flows that wait for the same of the same books are asked together, and each gets the row', () =>
  withParked(async (house) => {
    const { flows } = house.host.workspace;
    const { document } = await flows.get(house.flowId);
    await flows.save({ ...document, id: 'second', name: 'Second' }, null);
    const other = await (await house.host.runs.start({ flowId: 'second', dryRun: false, trigger: 'cli' })).finished;
    expect(other.outcomes.parked).toBeGreaterThan(3);
    const question = await ask(house);
    expect(question.waiting.map(({ flowId }) => flowId).toSorted()).toEqual([house.flowId, 'second'].toSorted());
    const given = await answer(house, question.id, 'iDEAL');
    const runs = await Promise.all(given.begun.map(async (begun) => (await begun)!.finished));
    expect(runs).toHaveLength(2);
    expect(await ask(house)).toBeUndefined();
    for (const { flowId } of question.waiting) expect((await flows.get(flowId)).document.nodes.find(({ id }) => id === 'sales')!.settings['paymentMethod']).toMatchObject({ table: expect.arrayContaining([{ from: 'IDEAL', to: 'iDEAL' }]) as unknown });
    const made = await documents(house);
    expect(new Set(made).size).toBe(made.length);
  }));

test('flows that share a table are asked once, the row goes into the table’s file, and all of them go on', () =>
  withParked(async (house) => {
    const { flows, tables } = house.host.workspace;
    const { tableId } = await house.host.handlers['tables.create']({ name: 'Payment methods', content: { kind: 'pairs', rows: await tableOf(house) } });
    await editFlowFile(house, (text) => {
      const flow = JSON.parse(text) as Flow;
      const { table: _own, ...setting } = sales(flow)['paymentMethod'] as { table: unknown };
      sales(flow)['paymentMethod'] = { ...setting, sharedTable: tableId };
      return JSON.stringify(flow, null, 2);
    });
    const { document } = await flows.get(house.flowId);
    await flows.save({ ...document, id: 'second', name: 'Second' }, null);
    await (await house.host.runs.start({ flowId: 'second', dryRun: false, trigger: 'cli' })).finished;
    const question = await ask(house);
    expect(question).toMatchObject({ kind: 'row', table: { id: tableId, name: 'Payment methods' } });
    expect(question.waiting.map(({ flowId }) => flowId).toSorted()).toEqual([house.flowId, 'second'].toSorted());
    expect((await house.host.handlers['tables.list']({})).map(({ id, usedBy }) => [id, usedBy.map(({ flowId, at }) => [flowId, ...at])])).toEqual([[tableId, [[house.flowId, 'paymentMethod'], ['second', 'paymentMethod']].toSorted()]]);
    await expect(house.host.handlers['tables.remove']({ tableId })).rejects.toMatchObject({ data: { code: 'table.in_use' } });

    const given = await answer(house, question.id, 'iDEAL');
    const runs = await Promise.all(given.begun.map(async (begun) => (await begun)!.finished));
    expect(runs).toHaveLength(2);
    expect(runs.map(({ outcomes }) => outcomes.parked)).toEqual([0, 0]);
    expect(await ask(house)).toBeUndefined();
    expect((await tables.get(tableId)).document.rows).toContainEqual({ from: 'IDEAL', to: 'iDEAL' });
    expect((await flows.get(house.flowId)).document.nodes).toEqual(document.nodes);
    const made = await documents(house);
    expect(new Set(made).size).toBe(made.length);
  }));

test('a country that no function knows is asked for in the mapping, and a rate that no table row has by its columns', async () => {
  const house = await openHouse({ orders: 40 });
  try {
    await editFlowFile(house, (text) => {
      const flow = JSON.parse(text) as Flow;
      const settings = sales(flow);
      settings['taxTable'] = (settings['taxTable'] as { country: string }[]).filter(({ country }) => country === 'NL');
      return JSON.stringify(flow, null, 2);
    });
    await house.run();
    const open = await house.host.handlers['problems.questions']({ flowId: house.flowId });
    const rate = open.find(({ kind, row }) => kind === 'country' && row?.keys['taxRate'] === '21')!;
    expect(rate).toMatchObject({ setting: 'taxTable', row: { country: expect.stringMatching(/^[A-Z]{2}$/), keys: { taxRate: '21' } } });
    expect(rate.columns.map(({ key }) => key)).toEqual(['taxCode', 'account', 'item']);
    const given = await house.host.questions.answer({ questionId: rate.id, values: { taxCode: 'rate', account: 'Omzet EU overig', item: 'Omzet EU overig' }, trigger: 'user' });
    const run = await (await given.begun[0])!.finished;
    expect(run.outcomes.created).toBeGreaterThan(0);
    expect((await house.host.handlers['problems.questions']({})).some(({ id }) => id === rate.id)).toBe(false);

    const country = open.find(({ kind }) => kind === 'lookup')!;
    expect(country).toMatchObject({ owner: 'order', nodeId: 'map' });
    const mapped = await house.host.questions.answer({ questionId: country.id, values: { to: 'NL' }, trigger: 'user' });
    const went = await (await mapped.begun[0])!.finished;
    expect(went.outcomes).toMatchObject({ created: country.count });
  } finally {
    await house.close();
  }
});
