import { expect, test } from 'vitest';
import type { Catalog } from '#shared/catalog/catalog.ts';
import type { TemplateInfo } from '#shared/ipc/contract.ts';
import { searchCards, templateCards, templateGroups } from './templateGroups.ts';

const connector = (name: string, targets: readonly (readonly [string, string])[]) => ({
  name, label: name.toUpperCase(), connectionFields: [], prepare: [], lists: [], streams: [],
  targets: targets.map(([target, entity]) => ({ id: `${name}.${target}`, label: target, entity, settings: [] })),
});
const catalog: Catalog = { connectors: [connector('till', [['stock', 'stock']]), connector('books', [['sales', 'order'], ['items', 'product']])] };
const template = (id: string, stream: string, target: string): TemplateInfo => ({ id, name: id, description: `about ${id}`, connectors: [], stream, target });
const templates = [template('back', 'books.stock', 'till.stock'), template('items', 'till.articles', 'books.items'), template('sales', 'till.orders', 'books.sales')];
const cards = templateCards(templates, catalog, ({ name, description }) => ({ name, description }));

test('templates stand by pair and direction, orders before products', () => {
  expect(templateGroups(cards, catalog).map(({ key, cards: members }) => [key, members.map(({ entity }) => entity)])).toEqual([['till books', ['order', 'product']], ['books till', ['stock']]]);
});

test('a search finds every word in name, sentence, service or kind, without accents', () => {
  const words = ({ from, to, entity }: { readonly from: string; readonly to: string; readonly entity: string }) => `${from} ${to} ${entity === 'product' ? 'Próduct' : entity}`;
  expect(searchCards(cards, 'product BOOKS', words).map(({ template: { id } }) => id)).toEqual(['items']);
  expect(searchCards(cards, '  ', words)).toHaveLength(3);
  expect(searchCards(cards, 'nothing', words)).toEqual([]);
});

test('a template of a connector that this Fluxo lacks still has its place', () => {
  const stray = templateCards([template('stray', 'gone.a', 'gone.b')], catalog, ({ name, description }) => ({ name, description }));
  expect(templateGroups([...cards, ...stray], catalog).flatMap(({ cards: members }) => members)).toHaveLength(4);
});
