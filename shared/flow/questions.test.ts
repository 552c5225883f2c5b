import { expect, test } from 'vitest';
import type { ErrorData } from '../errors.ts';
import { lookupKey } from '../rules/evaluate.ts';
import type { RuleBlock } from '../rules/rules.ts';
import type { TableDocument } from '../tables/table.ts';
import type { FlowDocument } from './document.ts';
import { answerQuestion, questionsOf } from './questions.ts';

const catalog = { connectors: [] };
const block: RuleBlock = {
  id: 'terms', field: 'paymentTerm', name: 'Terms',
  rows: [{ use: { from: { kind: 'field', path: 'paymentTerm' }, steps: [{ name: 'lookup', table: { rows: [{ from: 'a', to: 'b' }], unmapped: 'park' } }] } }],
  map: { on: true, rows: [{ from: '*', to: 'rest' }], unmapped: 'park' },
};
const flowWith = (own: RuleBlock): FlowDocument => ({ fluxo: 1, id: 'f', name: 'F', edges: [], nodes: [{ id: 'rules', kind: 'rules', settings: { blocks: [own] as never }, position: { x: 0, y: 0 } }] });
const parked = (setting: string): ErrorData => ({ code: 'mapping.parked', kind: 'data', what: '', where: { node: 'rules' }, parkedOn: { setting, value: 'X' } });
const blocksOf = (flow: FlowDocument) => flow.nodes[0]!.settings['blocks'] as unknown as RuleBlock[];

test('a record that waits for a rule’s table is asked by the rule’s name, and the row goes before the one for everything else', () => {
  const flow = flowWith(block);
  const [question] = questionsOf(flow, catalog, 'till', parked('terms'));
  expect(question).toMatchObject({ kind: 'rule', label: 'Terms', value: 'X' });
  const given = answerQuestion(flow, catalog, 'till', parked('terms'), question!, { to: 'Y' });
  if (given.in !== 'flow') throw new Error('The row belongs into the flow');
  expect(blocksOf(given.flow)[0]!.map!.rows).toEqual([{ from: 'X', to: 'Y' }, { from: '*', to: 'rest' }]);
  expect(questionsOf(given.flow, catalog, 'till', parked('terms'))).toMatchObject([{ answered: { to: 'Y' } }]);
});

test('a table inside a row takes the answer where it stands', () => {
  const flow = flowWith(block);
  const error = parked(lookupKey('terms'));
  const given = answerQuestion(flow, catalog, 'till', error, questionsOf(flow, catalog, 'till', error)[0]!, { to: 'Y' });
  expect(given.in === 'flow' && blocksOf(given.flow)[0]!.rows[0]!.use.steps![0]!.table!.rows).toEqual([{ from: 'a', to: 'b' }, { from: 'X', to: 'Y' }]);
});

test('two rules of different flows that share a table ask the same question; a table that cannot be read asks none', () => {
  const table: TableDocument = { fluxo: 1, id: 'shared', name: 'Shared', kind: 'pairs', rows: [] };
  const shared = { ...block, map: { ...block.map!, rows: [], sharedTable: 'shared' } };
  const other = { ...flowWith({ ...shared, id: 'other' }), id: 'g' };
  const tables = new Map([['shared', table]]);
  const [one, two] = [questionsOf(flowWith(shared), catalog, 'till', parked('terms'), tables)[0]!, questionsOf(other, catalog, 'till', parked('other'), tables)[0]!];
  expect(one.identity).toBe(two.identity);
  expect(answerQuestion(other, catalog, 'till', parked('other'), two, { to: 'Y' }, tables)).toEqual({ in: 'table', table: { ...table, rows: [{ from: 'X', to: 'Y' }] } });
  expect(questionsOf(flowWith(shared), catalog, 'till', parked('terms'))).toEqual([]);
});

test('a rule that is gone or without its table asks nothing', () => {
  expect(questionsOf(flowWith({ ...block, id: 'new' }), catalog, 'till', parked('terms'))).toEqual([]);
  expect(questionsOf(flowWith({ ...block, map: { ...block.map!, on: false } }), catalog, 'till', parked('terms'))).toEqual([]);
});
