import { describe, expect, test } from 'vitest';
import type { FlowDocument, FlowNode } from '#shared/flow/document.ts';
import { makeService, fakeConnectors } from '#tests/engine/fakeService.ts';
import { booksNode, catalogOf, mapNode, plainFlow, tillNode } from '#tests/engine/world.ts';
import { effectiveFlow } from './effective.ts';
import { branchesOf, makePlan } from './plan.ts';

const catalog = catalogOf(fakeConnectors(makeService([])));
const connections = [{ id: 'till', connector: 'till' }, { id: 'books', connector: 'books' }];
const plan = (flow: FlowDocument) => makePlan(flow, catalog, connections);
const position = { x: 0, y: 0 };
const edge = (from: string, to: string) => ({ from: `${from}${from.includes('.') ? '' : '.records'}`, to: `${to}.records` });
const filter: FlowNode = { id: 'filter', kind: 'filter', settings: { conditions: { join: 'all', rows: [{ field: 'customer', op: 'hasValue' }] } }, position };
const limit: FlowNode = { id: 'limit', kind: 'limit', settings: { count: 3 }, position };
const off = (node: FlowNode): FlowNode => ({ ...node, disabled: true });
const edgesOf = (flow: FlowDocument) => effectiveFlow(flow).edges.map(({ from, to }) => `${from} ${to}`).sort();

describe('a plan', () => {
  test('puts every node after those that feed it, whatever their order in the file', () => {
    const made = plan({ ...plainFlow, nodes: [booksNode, mapNode, filter, tillNode], edges: [edge('map', 'books'), edge('filter.kept', 'map'), edge('till', 'filter')] });
    expect(made.order.map((node) => node.id)).toEqual(['till', 'filter', 'map', 'books']);
    expect(made.nodes.get('filter')?.next).toEqual({ kept: ['map'] });
    expect(made.policy).toEqual({ pauseShare: 0.5, pauseAfter: 20, maxRecords: Infinity, maxMinutes: 1440 });
  });

  test('knows the branches of each source', () => {
    const till2 = { ...tillNode, id: 'till2' };
    const map2 = { ...mapNode, id: 'map2' };
    const made = plan({ ...plainFlow, nodes: [tillNode, till2, mapNode, map2, booksNode], edges: [edge('till', 'map'), edge('till2', 'map2'), edge('map', 'books'), edge('map2', 'books')] });
    expect(branchesOf(made, 'till').map((node) => node.id)).toEqual(['till', 'map', 'books']);
    expect(branchesOf(made, 'till2').map((node) => node.id)).toEqual(['till2', 'map2', 'books']);
  });

  test('is refused for a circle, an unknown connector and a missing connection, each by name', () => {
    const circle = { ...plainFlow, nodes: [tillNode, filter, limit, mapNode, booksNode], edges: [edge('till', 'filter'), edge('filter.kept', 'limit'), edge('limit', 'filter'), edge('limit', 'map'), edge('map', 'books')] };
    expect(() => plan(circle)).toThrow(expect.objectContaining({ data: expect.objectContaining({ code: 'flow.circle', kind: 'setup' }) }));
    const unknown = { ...plainFlow, nodes: [{ ...tillNode, settings: { stream: 'shopware.orders' } }, mapNode, booksNode] };
    expect(() => plan(unknown)).toThrow(expect.objectContaining({ data: expect.objectContaining({ code: 'flow.unknown_connector', where: expect.objectContaining({ node: 'till' }) }) }));
    expect(() => makePlan(plainFlow, catalog, [connections[0]!])).toThrow(expect.objectContaining({ data: expect.objectContaining({ code: 'flow.unknown_connection' }) }));
  });
});

describe('a switched-off node', () => {
  test('of one way in and one way out is passed by', () => {
    const nodes = [tillNode, off(limit), mapNode, booksNode];
    expect(edgesOf({ ...plainFlow, nodes, edges: [edge('till', 'limit'), edge('limit', 'map'), edge('map', 'books')] })).toEqual(['map.records books.records', 'till.records map.records']);
  });

  test('is one that lies in a switched-off frame, too', () => {
    const frames = [{ id: 'tryout', title: 'Try-out', color: 'blue' as const, position, size: { width: 400, height: 200 }, disabled: true }];
    const flow = { ...plainFlow, frames, nodes: [tillNode, { ...limit, frame: 'tryout' }, mapNode, booksNode], edges: [edge('till', 'limit'), edge('limit', 'map'), edge('map', 'books')] };
    expect(edgesOf(flow)).toEqual(['map.records books.records', 'till.records map.records']);
    expect(edgesOf({ ...flow, frames: [{ ...frames[0]!, disabled: false }] })).toContain('till.records limit.records');
    expect(plan({ ...flow, notes: [{ id: 'note', text: 'For people', color: 'pink', position, size: { width: 96, height: 48 } }] }).order.map((node) => node.id)).toEqual(['till', 'map', 'books']);
  });

  test('that filters lets everything through as kept; what it dropped into gets nothing', () => {
    const map2 = { ...mapNode, id: 'map2' };
    const books2 = { ...booksNode, id: 'books2' };
    const nodes = [tillNode, off(filter), mapNode, booksNode, map2, books2];
    const flow = { ...plainFlow, nodes, edges: [edge('till', 'filter'), edge('filter.kept', 'map'), edge('map', 'books'), edge('filter.dropped', 'map2'), edge('map2', 'books2')] };
    expect(edgesOf(flow)).toEqual(['map.records books.records', 'till.records map.records']);
  });

  test('that maps is missed where its records are needed mapped', () => {
    expect(() => plan({ ...plainFlow, nodes: [tillNode, off(mapNode), booksNode] })).toThrow(expect.objectContaining({ data: expect.objectContaining({ code: 'flow.type_mismatch' }) }));
  });

  test('that is a target takes its whole branch along, and a source that leads nowhere else is not read', () => {
    const till2 = { ...tillNode, id: 'till2' };
    const map2 = { ...mapNode, id: 'map2' };
    const books2 = off({ ...booksNode, id: 'books2' });
    const made = plan({ ...plainFlow, nodes: [tillNode, mapNode, booksNode, till2, map2, books2], edges: [...plainFlow.edges, edge('till2', 'map2'), edge('map2', 'books2')] });
    expect(made.order.map((node) => node.id)).toEqual(['till', 'map', 'books']);
    expect(made.resting).toEqual(['till2']);
  });
});
