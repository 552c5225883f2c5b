import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FlowDocument } from '#shared/flow/document.ts';
import { makeFlowFiles, type Alone } from './flows.ts';
import { makeFlowVersions, type FlowVersions } from './flowVersions.ts';

let folder: string;
let versions: FlowVersions;
const alone: Alone = (_name, work) => work();
const named = (name: string): FlowDocument => ({ fluxo: 1, id: 'f', name, nodes: [], edges: [] });
const now = Date.UTC(2026, 10, 22, 9, 45, 12, 123);
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-versions-'));
  versions = makeFlowVersions((flowId) => path.join(folder, flowId), alone);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a version is an ordinary flow file and comes back as it was, newest first', async () => {
  await versions.keep(named('first'), { at: now - 1000, kind: 'automatic' }, now);
  const kept = await versions.keep(named('second'), { at: now, kind: 'named', name: 'Before the holidays' }, now);
  expect(kept).toEqual({ id: '20261122-094512-123', at: now, kind: 'named', name: 'Before the holidays', nodeCount: 0 });
  expect((await versions.list('f')).map(({ kind }) => kind)).toEqual(['named', 'automatic']);
  expect(await versions.get('f', kept!.id)).toEqual(named('second'));
  expect(await readdir(path.join(folder, 'f', 'versions'))).toContain('20261122-094512-123.flow.json');
});

test('an automatic version that shows nothing new is not kept, a named one always is', async () => {
  await versions.keep(named('same'), { at: now - 5000, kind: 'automatic' }, now);
  expect(await versions.keep(named('same'), { at: now, kind: 'automatic' }, now)).toBeNull();
  expect(await versions.keep(named('same'), { at: now, kind: 'named', name: 'x' }, now)).not.toBeNull();
  expect(await versions.keep(named('same'), { at: now, kind: 'named', name: 'y' }, now)).toMatchObject({ id: '20261122-094512-123-2' });
});

test('an automatic version with a name stays for good', async () => {
  const kept = await versions.keep(named('a'), { at: now, kind: 'automatic' }, now);
  expect(await versions.rename('f', kept!.id, 'Good one')).toMatchObject({ kind: 'named', name: 'Good one' });
  expect((await versions.list('f'))[0]).toMatchObject({ kind: 'named', name: 'Good one' });
  expect(await versions.rename('f', kept!.id, '')).not.toHaveProperty('name');
});

test('automatic versions are thinned out as they age, with their files', async () => {
  const hour = 3_600_000;
  for (let quarter = 0; quarter < 16; quarter += 1) await versions.keep(named(`n${quarter}`), { at: now - 72 * hour + quarter * 900_000, kind: 'automatic' }, now);
  const left = await versions.list('f');
  expect(left.length).toBeLessThanOrEqual(5);
  expect(await readdir(path.join(folder, 'f', 'versions'))).toHaveLength(left.length);
});

test('a list that cannot be read is made again from the versions', async () => {
  const kept = await versions.keep(named('a'), { at: now, kind: 'automatic' }, now);
  await writeFile(path.join(folder, 'f', 'versions.json'), '{ broken');
  expect(await versions.list('f')).toMatchObject([{ id: kept!.id, kind: 'named' }]);
  await versions.remove('f', kept!.id);
  expect(await versions.list('f')).toEqual([]);
});

test('a version that is not there says so, and no id leads out of its folder', async () => {
  for (const id of ['nothing', '../../../etc/passwd', '..']) await expect(versions.get('f', id)).rejects.toMatchObject({ data: { code: 'version.not_found' } });
  await expect(versions.remove('f', 'nothing')).rejects.toMatchObject({ data: { code: 'version.not_found' } });
});

test('the schedule runs the live version with the name and schedule of today, and the flow goes with it when it is removed', async () => {
  const flows = makeFlowFiles(folder, alone);
  const schedule = { enabled: true, when: { kind: 'interval' as const, minutes: 15 } };
  const node = (count: number): FlowDocument['nodes'] => [{ id: 'l', kind: 'limit', settings: { count }, position: { x: 0, y: 0 } }];
  const { revision } = await flows.save({ ...named('Orders'), nodes: node(1), schedule }, null);
  expect((await flows.running('f')).nodes).toEqual(node(1));
  await flows.setLive({ ...named('Orders'), nodes: node(1), schedule });
  const draft = await flows.save({ ...named('Renamed'), nodes: node(2), schedule }, revision);
  expect(draft.replaced?.document.name).toBe('Orders');
  expect(await flows.running('f')).toEqual({ ...named('Renamed'), nodes: node(1), schedule });
  expect((await flows.list())[0]).toMatchObject({ id: 'f', isDraft: true });
  expect(await flows.list()).toHaveLength(1);
  // Switched off, nothing runs by itself and the drawing is all there is.
  await flows.save({ ...named('Renamed'), nodes: node(2), schedule: { ...schedule, enabled: false } }, draft.revision);
  expect((await flows.running('f')).nodes).toEqual(node(2));
  await flows.remove('f');
  expect(await flows.live('f')).toBeNull();
});
