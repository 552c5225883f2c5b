import { expect, test } from 'vitest';
import type { ConnectionInfo } from '#shared/catalog/catalog.ts';
import type { FlowListItem } from '#shared/ipc/contract.ts';
import { noOutcomes } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { newDraft } from '#renderer/setup/setupDraft.ts';
import { attentionOf, healthOf, sortFlows } from './attention.ts';

const run = (status: RunSummary['status']): RunSummary => ({ runId: 'r', flowId: 'f', flowName: 'F', status, dryRun: false, trigger: 'schedule', startedAt: 1, durationMs: 1, read: 0, outcomes: noOutcomes(), nodes: {} });
const flow = (name: string, changes: Partial<FlowListItem> = {}): FlowListItem => ({ id: name, name, updatedAt: 0, nodeCount: 3, openProblems: 0, ...changes });
const late = { kind: 'run', since: 1, within: 2 } as const;
const error = { code: 'x.y', kind: 'setup', what: 'no' } as const;

test('a flow’s health is the worst that holds; one that runs now is not called ill for its last run', () => {
  expect(healthOf(flow('a'))).toBe('idle');
  expect(healthOf(flow('a', { lastRun: run('succeeded') }))).toBe('fine');
  expect(healthOf(flow('a', { lastRun: run('problems') }))).toBe('fine');
  expect(healthOf(flow('a', { lastRun: run('problems'), openProblems: 2 }))).toBe('problems');
  expect(healthOf(flow('a', { lastRun: run('succeeded'), openProblems: 2, late }))).toBe('late');
  expect(healthOf(flow('a', { lastRun: run('failed'), late }))).toBe('failed');
  expect(healthOf(flow('a', { lastRun: run('running'), scheduleError: error }))).toBe('running');
  expect(healthOf(flow('a', { broken: error }))).toBe('broken');
});

test('what needs somebody stands first, the rest by name', () => {
  const names = sortFlows([flow('b', { lastRun: run('succeeded') }), flow('d', { openProblems: 1 }), flow('a'), flow('c', { lastRun: run('failed') })]).map(({ name }) => name);
  expect(names).toEqual(['c', 'd', 'a', 'b']);
});

test('a service that lets nobody in comes before the flows it stops, these before single records, and what was only begun last', () => {
  const connection: ConnectionInfo = { id: 'books', connector: 'quickbooks', name: 'Books', environment: 'production', settings: {}, storedSecrets: [], status: 'needsOwner' };
  const cause = { flowId: 'a', nodeId: 'n', outcome: 'parked', cause: 'c', error, count: 3, firstAt: 1, lastAt: 2 } as const;
  const kinds = attentionOf({ connections: [connection, { ...connection, id: 'fine', status: 'ok' }], flows: [flow('a', { lastRun: run('failed') }), flow('b')], causes: [cause], setups: [newDraft('s')] }).map(({ kind }) => kind);
  expect(kinds).toEqual(['connection', 'flow', 'problem', 'setup']);

  // A flow that only waits for that sign-in is no second thing to do; one that waits for another connection is.
  const waiting = (connectionName: string) => flow('a', { lastRun: { ...run('failed'), error: { ...error, needsOwner: true, where: { connection: connectionName } } } });
  const said = (one: FlowListItem) => attentionOf({ connections: [connection], flows: [one], causes: [], setups: [] }).map(({ kind }) => kind);
  expect([said(waiting('Books')), said(waiting('Other books'))]).toEqual([['connection'], ['connection', 'flow']]);
});

test('when all is well nothing waits', () => {
  expect(attentionOf({ connections: [], flows: [flow('a', { lastRun: run('succeeded') })], causes: [], setups: [] })).toEqual([]);
});
