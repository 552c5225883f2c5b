import { beforeEach, expect, test } from 'vitest';
import type { FinishedRecord } from '#engine/ports.ts';
import { tillFlow, useWorkspace } from '../testing/useWorkspace.ts';

const used = useWorkspace();
beforeEach(() => used.workspace.store.startRun({ runId: 'r1', flow: tillFlow, dryRun: false, trigger: 'user', at: 1000, resume: null }, used.fence));

type End = Pick<FinishedRecord, 'outcome' | 'reason' | 'target'> & { readonly key: string };

async function run(ends: readonly End[]): Promise<void> {
  const { records } = await used.workspace.store.takePage('r1', 'till', { records: ends.map(({ key }) => ({ key, version: '1', title: key, source: { id: key } })), dedupe: true, steps: [] }, used.fence);
  await used.workspace.store.finishRecords('r1', { records: ends.map(({ outcome, reason, target }, at): FinishedRecord => ({ seq: records[at]!.seq, outcome, reason, ...(target && { target }), mapped: null, steps: [], at: 2000, ms: 1 })), shared: [], nodes: {} }, used.fence);
}
const kept = async () => (await used.workspace.store.records({ runId: 'r1', limit: 99 })).rows.map(({ key, outcome, reason, target }) => ({ key, outcome, reason, ...(target && { target }) }));
const forms = () => used.inFile('SELECT count(*) FROM forms');

const made = (key: string, id: string): End => ({ key, outcome: 'created', reason: { code: 'books.made', text: `Created Receipt ${id} for ${key}.`, params: { id, key } }, target: { type: 'Receipt', id, label: `R-${id}` } });

test('what many records say alike but for their own numbers is kept once, and each reads as it was written', async () => {
  const ends = [...Array.from({ length: 40 }, (_, at) => made(`order-${at}`, String(9000 + at))), made('same', 'same'), made('again', 'again')];
  await run(ends);
  expect(await kept()).toEqual(ends);
  expect(forms()).toBe(2);
  await run([made('later', '77')]);
  expect((await kept()).at(-1)).toEqual(made('later', '77'));
  expect(forms()).toBe(2);
});

test('odd keys, ids and texts read as they were written', async () => {
  const odd = ['books.made', 'o', '"', '\\', '\n', '\uE010', '\uE011x', '{', 'ключ 😀', 'Receipt', 'text', ' '];
  const ends = odd.flatMap((key) => [made(key, '5'), made(`${key}2`, key), made(`${key}3`, `${key}\uE010`)]);
  const plain: End = { key: 'no target', outcome: 'filtered', reason: { code: 'filter.dropped', text: 'Left out.', node: 'open' } };
  await run([...ends, ...ends.map((end) => ({ ...end, key: `${end.key} twice` })), plain, { ...plain, key: 'no target either' }]);
  expect(await kept()).toEqual([...ends, ...ends.map((end) => ({ ...end, key: `${end.key} twice` })), plain, { ...plain, key: 'no target either' }]);
});

test('filters by reason and node find what is kept once as well as what is not', async () => {
  const dropped = (key: string, node: string): End => ({ key, outcome: 'filtered', reason: { code: 'filter.dropped', text: 'Left out.', node } });
  // A code or a node that holds the key of the record cannot be asked for once the key is taken out of it.
  await run([dropped('a1', 'open'), dropped('a2', 'open'), dropped('open', 'open'), dropped('filter', 'open'), dropped('only', 'last'), made('b', '1')]);
  const keys = async (filter: object) => (await used.workspace.store.records({ runId: 'r1', limit: 99, ...filter })).rows.map(({ key }) => key);
  expect(await keys({ reasons: ['filter.dropped'] })).toEqual(['a1', 'a2', 'open', 'filter', 'only']);
  expect(await keys({ nodes: ['open'] })).toEqual(['a1', 'a2', 'open', 'filter']);
  expect(await keys({ reasons: ['books.made'] })).toEqual(['b']);
});

test('erasing a person takes what was kept once about them', async () => {
  const about = (key: string): End => ({ key, outcome: 'skipped', reason: { code: 'mail.known', text: 'anna@shop.example is a contact already.' } });
  await run([about('o1'), about('o2'), { key: 'o3', outcome: 'skipped', reason: { code: 'x', text: 'Nothing changed.' } }]);
  expect(forms()).toBe(1);
  const { traces } = await used.workspace.privacy.erase({ needles: ['anna@shop.example'] }, 9000);
  expect(traces.records).toBe(2);
  expect(forms()).toBe(0);
  expect((await kept()).map(({ reason }) => reason?.code)).toEqual(['privacy.erased', 'privacy.erased', 'x']);
});
