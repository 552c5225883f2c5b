import { expect, test } from 'vitest';
import type { FlowDocument } from './document.ts';
import { asItRuns, doSame, thinOut, type FlowVersion } from './versions.ts';

const hour = 3_600_000;
const now = Date.UTC(2026, 5, 15, 12);
const automatic = (hoursAgo: number): FlowVersion => ({ id: `v${hoursAgo}`, at: now - hoursAgo * hour, kind: 'automatic', nodeCount: 3 });
const flow: FlowDocument = { fluxo: 1, id: 'f', name: 'Orders', nodes: [{ id: 'a', kind: 'limit', settings: { count: 5 }, position: { x: 0, y: 0 } }], edges: [] };

test('all versions of the last day stay, then one an hour, one a day, one a week', () => {
  const kept = (versions: readonly FlowVersion[]) => {
    const gone = new Set(thinOut(versions, now));
    return versions.filter((version) => !gone.has(version)).length;
  };
  const every = (from: number, to: number, apart: number) => Array.from({ length: Math.round((to - from) / apart) }, (_, index) => automatic(from + index * apart));
  expect(kept(every(0, 23, 0.25))).toBe(92);
  expect(kept(every(48, 72, 0.25))).toBeLessThanOrEqual(25);
  expect(kept(every(240, 480, 2))).toBeLessThanOrEqual(11);
  expect(kept(every(3000, 6000, 12))).toBeLessThanOrEqual(19);
});

test('the last of several stays, and what stays today stays tomorrow', () => {
  const versions = [60, 59.9, 59.8, 59.7].map(automatic);
  const gone = thinOut(versions, now);
  expect(versions.filter((version) => !gone.includes(version)).map(({ id }) => id)).toContain('v59.7');
  const left = versions.filter((version) => !gone.includes(version));
  expect(thinOut(left, now + hour)).toEqual([]);
});

test('named, restored and live versions are never thinned out', () => {
  const versions = (['named', 'restored', 'live'] as const).flatMap((kind) => [5000, 5000.1, 5000.2].map((ago): FlowVersion => ({ ...automatic(ago), kind })));
  expect(thinOut(versions, now)).toEqual([]);
});

test('two flows do the same as long as only places, names, notes and the schedule differ', () => {
  expect(doSame(flow, { ...flow, name: 'Other', schedule: { enabled: true, when: { kind: 'interval', minutes: 5 } }, nodes: [{ ...flow.nodes[0]!, position: { x: 90, y: 8 } }], notes: [] })).toBe(true);
  expect(doSame(flow, { ...flow, nodes: [{ ...flow.nodes[0]!, settings: { count: 6 } }] })).toBe(false);
  expect(doSame(flow, { ...flow, policy: { maxRecords: 1 } })).toBe(false);
});

test('a frame that is switched off counts as its nodes being off', () => {
  const framed = (disabled?: true): FlowDocument => ({ ...flow, nodes: [{ ...flow.nodes[0]!, frame: 'g' }], frames: [{ id: 'g', title: '', color: 'grey', position: { x: 0, y: 0 }, size: { width: 100, height: 100 }, ...(disabled && { disabled }) }] });
  expect(doSame(flow, framed())).toBe(true);
  expect(doSame(flow, framed(true))).toBe(false);
  expect(doSame({ ...flow, nodes: [{ ...flow.nodes[0]!, disabled: true }] }, framed(true))).toBe(true);
});

test('the live version runs with the name and the schedule of today', () => {
  const draft: FlowDocument = { ...flow, name: 'New name', nodes: [], schedule: { enabled: true, when: { kind: 'interval', minutes: 5 } } };
  expect(asItRuns({ ...flow, schedule: { enabled: false, when: { kind: 'interval', minutes: 60 } } }, draft)).toEqual({ ...draft, nodes: flow.nodes });
});
