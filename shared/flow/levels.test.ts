import { describe, expect, test } from 'vitest';
import type { Catalog } from '../catalog/catalog.ts';
import { FluxoError } from '../errors.ts';
import { checkHeld } from '../settings/heldSettings.ts';
import type { NodeSettings } from '../settings/levels.ts';
import { checkFlow } from './check.ts';
import { compareFlows } from './compare.ts';
import type { FlowDocument, FlowNode } from './document.ts';
import { afterMove, moveSetting, originOf, reachOf, resolveFlow, setFlowSetting, settingUsers } from './levels.ts';
import { doSame } from './versions.ts';

const catalog = {
  connectors: [
    {
      name: 'books', label: 'Books', connectionFields: [], prepare: [], lists: [], streams: [],
      targets: [{ id: 'books.sales', label: 'Sales', entity: 'order', settings: [{ key: 'account', label: 'Account', type: 'text', required: true }, { key: 'prices', label: 'Prices', type: 'choice', default: 'order', options: [{ value: 'order', label: 'As they are' }, { value: 'net', label: 'Net' }] }] }],
    },
  ],
} satisfies Catalog as Catalog;
const target = (id: string, connection: string, settings: FlowNode['settings'] = {}): FlowNode => ({ id, kind: 'target', connection, settings: { target: 'books.sales', ...settings }, position: { x: 0, y: 0 } });
const flow: FlowDocument = { fluxo: 1, id: 'f', name: 'F', edges: [], nodes: [target('a', 'books'), target('b', 'books', { account: 'own' }), target('c', 'other')] };
const connections = (nodeSettings?: NodeSettings) => [{ id: 'books', connector: 'books', nodeSettings }, { id: 'other', connector: 'books' }];
const held = (account: string): NodeSettings => ({ 'books.sales': { account } });

describe('a flow', () => {
  const above = { connections: connections(held('of connection')), workspace: held('of workspace') };

  test('gets what each of its nodes is given, and says from where', () => {
    const resolved = resolveFlow(flow, catalog, above);
    expect(resolved.flow.nodes.map(({ id, settings }) => [settings['account'], originOf(resolved, id, 'account')])).toEqual([['of connection', 'connection'], ['own', 'node'], ['of workspace', 'workspace']]);
    const given = resolveFlow(setFlowSetting(flow, 'books.sales', 'account', 'of flow'), catalog, above);
    expect(given.flow.nodes.map(({ settings }) => settings['account'])).toEqual(['of flow', 'own', 'of flow']);
    expect(given.flow.nodeSettings).toBeUndefined();
    expect([originOf(given, 'a', 'prices'), resolveFlow(flow, catalog, { connections: connections() }).flow === flow]).toEqual(['standard', true]);
  });

  test('can be put right at any level: the check takes a value from above, and says where a wrong one comes from', () => {
    const issues = (workspace?: NodeSettings) => checkFlow({ ...flow, nodes: [target('a', 'books')] }, catalog, connections(), undefined, workspace).filter(({ code }) => code.startsWith('setting.') || code === 'flow.idle_setting').map(({ code, text, fix }) => `${code}: ${text} ${fix}`);
    expect(issues()).toEqual(['setting.missing: “Sales”: Account is missing. Fill it in in the inspector: for this node, the whole flow, the connection or everywhere in the workspace.']);
    expect(issues(held('79'))).toEqual([]);
    expect(issues({ 'books.sales': { account: '79', prices: 'gross' } })).toEqual(['setting.not_a_choice: “Sales”: Prices: “gross” is not one of order, net. (from the workspace) Correct it in the inspector.']);
    expect(issues({ 'books.sale': { account: '79' }, 'books.sales': { account: '79', acount: 'x' } })).toEqual([
      'flow.idle_setting: settings.json gives a setting to nodes that none of them has: “books.sale”. Take it out of that file, or correct its name.',
      'flow.idle_setting: settings.json gives a setting to nodes that none of them has: “books.sales acount”. Take it out of that file, or correct its name.',
    ]);
  });

  test('whose own settings changed does something else in a run, and the change is one sentence', () => {
    const next = setFlowSetting(setFlowSetting(flow, 'books.sales', 'account', '79'), 'books.sales', 'prices', 'net');
    expect(doSame(flow, next)).toBe(false);
    expect(compareFlows(flow, next)).toEqual([
      { what: 'added', part: 'flowSetting', owner: 'books.sales', key: 'account', to: '79' },
      { what: 'added', part: 'flowSetting', owner: 'books.sales', key: 'prices', to: 'net' },
    ]);
    expect(compareFlows(next, setFlowSetting(next, 'books.sales', 'prices', undefined))).toEqual([{ what: 'removed', part: 'flowSetting', owner: 'books.sales', key: 'prices', from: 'net' }]);
    expect(setFlowSetting(setFlowSetting(next, 'books.sales', 'prices', undefined), 'books.sales', 'account', undefined)).toEqual(flow);
  });
});

test('an edit of one node leaves what the others are given as it was, the very same nodes', () => {
  const above = { connections: connections(held('79')) };
  const [before, after] = [flow, { ...flow, nodes: flow.nodes.map((node) => (node.id === 'c' ? { ...node, name: 'New' } : node)) }].map((one) => resolveFlow(one, catalog, above).flow.nodes);
  expect(after![0]).toBe(before![0]);
  expect(resolveFlow(flow, catalog, { connections: connections(held('80')) }).flow.nodes[0]!.settings['account']).toBe('80');
});

describe('a value that is moved', () => {
  test('to the flow stands there and no longer in the node; back in the node, the flow keeps its own', () => {
    const moved = moveSetting(flow, 'b', 'books.sales', 'account', 'own', 'flow');
    expect([moved.nodeSettings, moved.nodes[1]!.settings]).toEqual([{ 'books.sales': { account: 'own' } }, { target: 'books.sales' }]);
    expect(moveSetting(moved, 'b', 'books.sales', 'account', 'again', 'node')).toMatchObject({ nodeSettings: { 'books.sales': { account: 'own' } }, nodes: [{}, { settings: { account: 'again' } }, {}] });
  });

  test('past the flow is not covered by what the flow said', () => {
    const moved = moveSetting(setFlowSetting(flow, 'books.sales', 'account', 'of flow'), 'b', 'books.sales', 'account', 'own', 'connection');
    expect([moved.nodeSettings, moved.nodes[1]!.settings['account']]).toEqual([undefined, undefined]);
  });
});

test('the reach of a value is who gets it, without those with a nearer one', () => {
  const other = { ...setFlowSetting(flow, 'books.sales', 'account', 'x'), id: 'g' };
  const users = [flow, other].flatMap((one) => settingUsers(one, catalog, ({ id }) => id));
  const reach = (place: Parameters<typeof reachOf>[0], of = connections()) => {
    const { reached, covered } = reachOf(place, 'books.sales', 'account', users, of);
    return [reached, covered].map((all) => all.map(({ flowId, nodeId }) => `${flowId}.${nodeId}`).join(' '));
  };
  expect(reach({ level: 'flow', flowId: 'g' })).toEqual(['g.a g.c', 'g.b']);
  expect(reach({ level: 'connection', connectionId: 'books' })).toEqual(['f.a', 'f.b g.a g.b']);
  expect(reach({ level: 'workspace' })).toEqual(['f.a f.c', 'f.b g.a g.b g.c']);
  expect(reach({ level: 'workspace' }, connections(held('y')))).toEqual(['f.c', 'f.a f.b g.a g.b g.c']);
});

test('the reach told after a move is the one that holds from then on', () => {
  const own = setFlowSetting(flow, 'books.sales', 'account', 'of flow');
  const users = settingUsers(own, catalog, ({ id }) => id);
  const given = connections(held('of connection'));
  const after = (to: 'flow' | 'workspace') => {
    const place = to === 'flow' ? ({ level: to, flowId: 'f' } as const) : ({ level: to } as const);
    const facts = afterMove(place, { flowId: 'f', nodeId: 'b', connection: 'books' }, 'books.sales', 'account', users, given);
    return reachOf(place, 'books.sales', 'account', facts.users, facts.connections).reached.map(({ nodeId }) => nodeId);
  };
  expect([after('flow'), after('workspace')]).toEqual([['a', 'b', 'c'], ['a', 'b', 'c']]);
});

test('what a level cannot hold is refused, each by name', () => {
  const code = (owner: string, key: string, value: unknown, connector?: string) => {
    try {
      checkHeld(catalog, owner, key, value, connector);
      return null;
    } catch (thrown) {
      return thrown instanceof FluxoError ? thrown.code : thrown;
    }
  };
  expect(code('books.sales', 'account', '79', 'books')).toBeNull();
  expect([code('books.sales', 'prices', 'gross'), code('books.sales', 'account', 7), code('books.sales', 'target', 'x'), code('books.orders', 'account', '79'), code('books.sales', 'account', '79', 'till')]).toEqual(['setting.not_a_choice', 'setting.wrong_type', 'setting.unknown', 'setting.unknown', 'setting.other_service']);
});
