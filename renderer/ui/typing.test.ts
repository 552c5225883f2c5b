import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FlowDocument } from '#shared/flow/document.ts';
import { describeFlow, renameFlow } from '#shared/flow/edit.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { keepTyped, Typing, typingTag } from './typing.ts';

const flow: FlowDocument = { fluxo: 1, id: 'f', name: 'Orders', nodes: [], edges: [] };
const name = () => useEditor.getState().flow?.name;
const steps = () => useEditor.getState().history?.done;
const rename = (text: string) => useEditor.getState().edit((now) => renameFlow(now, text));

beforeEach(() => {
  vi.useFakeTimers();
  useEditor.getState().openFlow({ document: flow, revision: '1', steps: [], done: 0, place: 0 });
});
afterEach(() => vi.useRealTimers());

test('what is typed is kept at a pause, and everything of one visit is one step of undo however long it takes', () => {
  const visit = new Typing('Orders', 400, rename);
  for (const text of ['Orders o', 'Orders of', 'Orders of the till']) visit.type(text);
  expect(name()).toBe('Orders');
  vi.advanceTimersByTime(400);
  expect(name()).toBe('Orders of the till');
  vi.advanceTimersByTime(60_000);
  visit.type('Sales');
  vi.advanceTimersByTime(400);
  visit.type('Sales of the till');
  visit.end();
  expect(name()).toBe('Sales of the till');
  expect(steps()).toBe(1);
  useEditor.getState().undo();
  expect(name()).toBe('Orders');
});

test('another visit to the same field, and an edit from elsewhere, are steps of their own', () => {
  const first = new Typing('Orders', 400, rename);
  first.type('One');
  first.end();
  const second = new Typing('One', 400, rename);
  second.type('Two');
  second.end();
  expect(steps()).toBe(2);
  expect(typingTag()).toBeUndefined();
  useEditor.getState().edit((now) => describeFlow(now, 'of the till'));
  expect(steps()).toBe(3);
});

test('what was typed and taken back leaves no step', () => {
  const visit = new Typing('Orders', 400, rename);
  visit.type('Nonsense');
  vi.advanceTimersByTime(400);
  expect(steps()).toBe(1);
  visit.type('Orders');
  visit.end();
  expect([name(), steps()]).toEqual(['Orders', 0]);
});

test('whoever needs it now has it now; a text that means something only as a whole waits for that or for its end', () => {
  const told: string[] = [];
  const visit = new Typing('365', Infinity, (text) => told.push(text));
  visit.type('3');
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
  visit.type('30');
  keepTyped();
  visit.end();
  keepTyped();
  expect(told).toEqual(['30']);
});
