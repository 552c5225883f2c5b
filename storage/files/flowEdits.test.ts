import { appendFile, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FlowDocument } from '#shared/flow/document.ts';
import { record, startHistory, undo, type History } from '#shared/flow/history/history.ts';
import { entriesBetween } from '#shared/flow/history/journal.ts';
import { makeFlowEdits, type FlowEdits, type OpenedEdits } from './flowEdits.ts';

let folder: string;
let edits: FlowEdits;
const file = () => path.join(folder, 'f', 'edits.jsonl');
const named = (name: string): FlowDocument => ({ fluxo: 1, id: 'f', name, nodes: [], edges: [] });
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-edits-'));
  edits = makeFlowEdits((flowId) => path.join(folder, flowId));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A window in which the flow is opened and called something else, one step a name. */
async function rename(opened: OpenedEdits, ...names: readonly string[]): Promise<{ readonly history: History; readonly place: number }> {
  let history = startHistory(opened.document, opened.steps, opened.done);
  let place = opened.place!;
  for (const [index, name] of names.entries()) {
    const next = record(history, named(name), 10_000 * (index + 1));
    place = await edits.append('f', place, entriesBetween(history, next));
    history = next;
  }
  return { history, place };
}

test('what was edited can be undone after a restart', async () => {
  const opened = await edits.open(named('first'), 'r1', 1);
  expect(opened).toMatchObject({ steps: [], done: 0 });
  const { history, place } = await rename(opened, 'second', 'third');
  await edits.append('f', place, [...entriesBetween(history, undo(history)), { saved: 'r2' }]);

  const again = await edits.open(named('second'), 'r2', 2);
  expect(again).toMatchObject({ document: { name: 'second' }, done: 1 });
  expect(again.note).toBeUndefined();
  expect(undo(startHistory(again.document, again.steps, again.done)).present.name).toBe('first');
  expect(again.steps).toHaveLength(2);
});

test('edits that were not in the file yet when Fluxo was cut off are there again, up to the last whole line', async () => {
  await rename(await edits.open(named('first'), 'r1', 1), 'second', 'third');
  await appendFile(file(), '{"do":{"changes":[{"op":"set","at":["na');
  const again = await edits.open(named('first'), 'r1', 2);
  expect(again).toMatchObject({ document: { name: 'third' }, done: 2, note: 'recovered' });
  // The line that was cut off is gone, so the next one does not run into it.
  await edits.append('f', again.place!, [{ saved: 'r2' }]);
  expect((await edits.open(named('third'), 'r2', 3)).note).toBeUndefined();
});

test('a file that was changed elsewhere becomes one step, and what was here before can be had back', async () => {
  await rename(await edits.open(named('first'), 'r1', 1), 'mine');
  const again = await edits.open(named('theirs'), 'r7', 2);
  expect(again).toMatchObject({ document: { name: 'theirs' }, done: 2, note: 'elsewhere' });
  expect(undo(startHistory(again.document, again.steps, again.done)).present.name).toBe('mine');
});

test('two windows never write into each other: the second to write is told', async () => {
  const [one, other] = [await edits.open(named('first'), 'r1', 1), await edits.open(named('first'), 'r1', 1)];
  await rename(one, 'from one');
  await expect(rename(other, 'from the other')).rejects.toMatchObject({ data: { code: 'flow.history_moved' } });
  // It opens the flow again and goes on with the same log.
  await expect(rename(await edits.open(named('first'), 'r1', 2), 'from the other')).resolves.toMatchObject({ history: { done: 2 } });
});

test.each([
  ['cut in the middle', (text: string) => text.slice(0, 40) + text.slice(90)],
  ['of another flow format', (text: string) => text.replace('"fluxoHistory":1', '"fluxoHistory":9')],
  ['with a step that does not fit', (text: string) => `${text}{"do":{"at":1,"changes":[{"op":"set","at":["name"],"from":"never","to":"x"}]}}\n`],
  ['with a step that is not there', (text: string) => `${text}{"to":99}\n`],
  ['that would change more than the flow', (text: string) => `${text}{"do":{"at":1,"changes":[{"op":"set","at":["__proto__","x"],"from":1,"to":2}]}}\n`],
  ['that leads to no flow', (text: string) => `${text}{"do":{"at":1,"changes":[{"op":"set","at":["edges"],"from":[],"to":7}]}}\n`],
  ['that is empty', () => ''],
])('a journal %s is set aside and the flow opens all the same', async (_what, damage) => {
  await rename(await edits.open(named('first'), 'r1', 1), 'second');
  await writeFile(file(), damage(await readFile(file(), 'utf8')));
  const again = await edits.open(named('second'), 'r2', 5);
  expect(again).toMatchObject({ document: { name: 'second' }, steps: [], done: 0, note: 'setAside' });
  expect(await readdir(path.dirname(file()))).toEqual(['edits.jsonl', 'edits.set-aside-5.jsonl']);
  await expect(rename(again, 'third')).resolves.toMatchObject({ history: { done: 1 } });
});

test('of journals that were set aside only the last few are kept', async () => {
  for (let now = 1; now < 7; now += 1) {
    await edits.open(named('first'), 'r1', now);
    await writeFile(file(), 'nonsense\n');
  }
  await edits.open(named('first'), 'r1', 7);
  expect((await readdir(path.dirname(file()))).filter((name) => name.includes('aside'))).toHaveLength(3);
});

test('where nothing can be written the flow opens without a log', async () => {
  await writeFile(path.join(folder, 'f'), 'in the way');
  expect(await edits.open(named('first'), 'r1', 1)).toEqual({ document: named('first'), steps: [], done: 0, place: null });
});

test('a long journal is written anew, with every step and without the letters that led there', async () => {
  let history = startHistory(named('x'));
  let { place } = await edits.open(history.present, 'r1', 1);
  for (let index = 1; index <= 450; index += 1) {
    const next = record(history, named('x'.repeat(index % 100) + 'y'), index * 100);
    place = await edits.append('f', place!, entriesBetween(history, next));
    history = next;
  }
  const before = (await stat(file())).size;
  const again = await edits.open(history.present, 'r2', 1);
  expect(again.steps).toEqual(history.steps);
  expect((await stat(file())).size).toBe(again.place);
  expect(again.place).toBeLessThan(before / 4);
});
