import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findConnector, makeCatalog } from '#host/registry.ts';

const page = readFileSync(path.join(import.meta.dirname, '..', 'docs', 'promises.md'), 'utf8');
const inTable = (pattern: RegExp) => new Set([...page.matchAll(pattern)].map(([, name]) => name!));

test('docs/promises.md has a row for every harness, and every harness of it exists', () => {
  const harnesses = globSync('*.test.ts', { cwd: path.join(import.meta.dirname, 'promises') }).sort();
  expect([...inTable(/^\|[^|]+\| `(\w+\.test\.ts)` \|/gm)].sort(), 'add the new harness to the table at the end of docs/promises.md').toEqual(harnesses);
});

test('docs/promises.md says of every write of every target what makes it one effect', () => {
  const effects = new Set(makeCatalog().connectors.flatMap(({ name }) => findConnector(name)!.targets.flatMap((target) => target.effects.map((effect) => effect.name))));
  const told = inTable(/`([a-z][A-Za-z]+)`(?=[^\n]*\|)/g);
  expect([...effects].filter((effect) => !told.has(effect)), 'add it to the table of effects').toEqual([]);
});
