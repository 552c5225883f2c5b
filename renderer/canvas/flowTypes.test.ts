import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FlowDocument, FlowNode } from '#shared/flow/document.ts';
import { outputType } from '#shared/flow/graph.ts';
import { catalog } from '#renderer/testing/fixtureCatalog.ts';
import { inFlowOrder, outputTypes } from './flowTypes.ts';

const node = (id: string, kind: FlowNode['kind'], settings: FlowNode['settings'] = {}): FlowNode => ({ id, kind, settings, position: { x: 0, y: 0 } });
const flow = (nodes: FlowNode[], edges: FlowDocument['edges']): FlowDocument => ({ fluxo: 1, id: 'f', name: 'f', nodes, edges });

test('cards are walked from the sources on, each after what feeds it', () => {
  const drawn = flow([node('sales', 'target'), node('map', 'map'), node('orders', 'source')], [{ from: 'map.records', to: 'sales.records' }, { from: 'orders.records', to: 'map.records' }]);
  expect(inFlowOrder(drawn).map((each) => each.id)).toEqual(['orders', 'map', 'sales']);
});

test('nodes in a circle are still there, at the end', () => {
  const drawn = flow([node('a', 'filter'), node('b', 'filter'), node('orders', 'source')], [{ from: 'a.kept', to: 'b.records' }, { from: 'b.kept', to: 'a.records' }]);
  expect(inFlowOrder(drawn).map((each) => each.id)).toEqual(['orders', 'a', 'b']);
});

test('in any flow that can be drawn, ports get the types the check works with', () => {
  const kinds = fc.constantFrom<FlowNode['kind']>('source', 'map', 'filter', 'rules', 'limit', 'target');
  const drawing = fc.array(fc.record({ kind: kinds, feeder: fc.option(fc.nat(), { nil: null }), own: fc.boolean() }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(drawing, (parts) => {
      const nodes = parts.map(({ kind, own }, index) => node(`n${index}`, kind, kind === 'source' ? { stream: 'mplus.orders' } : kind === 'map' && own ? { mapping: { entity: 'product', fields: [], lists: [] } } : {}));
      // A node is fed by one before it, so there are no circles: those cannot be drawn.
      const edges = parts.flatMap(({ kind, feeder }, index) => {
        const from = feeder === null || index === 0 ? undefined : nodes[feeder % index];
        return kind === 'source' || !from || from.kind === 'target' ? [] : [{ from: `${from.id}.${from.kind === 'filter' ? 'kept' : 'records'}`, to: `n${index}.records` }];
      });
      const drawn = flow(nodes, edges);
      const types = outputTypes(drawn, catalog);
      // Each alone on a flow nobody has asked about yet: what is remembered of the others must not change an answer.
      for (const each of nodes) expect([each.id, types.get(each.id)]).toEqual([each.id, outputType(structuredClone(drawn), catalog, each.id)]);
    }),
  );
});
