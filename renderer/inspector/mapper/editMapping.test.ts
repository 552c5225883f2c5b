import { expect, test } from 'vitest';
import { productEntity } from '#shared/entities/product.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { catalog } from '#renderer/testing/fixtureCatalog.ts';
import { kassaFlow } from '#renderer/testing/fixtureData.ts';
import { editMapping } from './editMapping.ts';
import { resetRule, setRule } from './mappingEdit.ts';
import { setUpdatesDescriptions, updatesDescriptions } from './writeModes.ts';

const settingsOf = (flow: FlowDocument) => flow.nodes.find((node) => node.id === 'map')!.settings;
const ref = { list: null, target: 'number' };
const standard = catalog.connectors[0]!.streams[0]!.defaultMapping;

test('an edit of the default mapping makes an own one and notes what the default was; taking it back leaves the file as it was', () => {
  const edited = editMapping(catalog, 'map', (mapping) => setRule(mapping, ref, { from: { kind: 'constant', value: '1' } }))(kassaFlow);
  expect(Object.keys(settingsOf(edited))).toEqual(['mapping', 'base']);
  expect(settingsOf(edited)['base']).toMatchObject({ number: { target: 'number' } });
  expect(editMapping(catalog, 'map', (mapping) => resetRule(mapping, standard, ref))(edited)).toEqual(kassaFlow);
});

test('an edit that changes nothing gives the same document', () => {
  expect(editMapping(catalog, 'map', (mapping) => mapping)(kassaFlow)).toBe(kassaFlow);
});

test('“update product information” switches names and texts, and nothing that is counted', () => {
  const path = (target: string) => ({ target, from: { kind: 'path' as const, path: target } });
  const mapping = { entity: 'product', fields: ['sourceId', 'name', 'description', 'priceIncl'].map(path), lists: [] };
  expect(updatesDescriptions(productEntity, mapping)).toBe(true);
  const off = setUpdatesDescriptions(productEntity, mapping, false);
  expect(off.fields.map(({ write }) => write)).toEqual([undefined, 'create', 'create', undefined]);
  expect(updatesDescriptions(productEntity, off)).toBe(false);
  expect(updatesDescriptions(productEntity, { ...off, fields: off.fields.with(1, path('name')) })).toBe('mixed');
  expect(setUpdatesDescriptions(productEntity, off, true)).toEqual(mapping);
});
