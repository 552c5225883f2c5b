import { expect, test } from 'vitest';
import { connectors, makeCatalog } from '#host/registry.ts';
import { entities } from '#shared/entities/index.ts';
import { fixes, fixesOf } from '#shared/problems/fixes.ts';

const owner = (code: string) => code.slice(0, code.indexOf('.'));
const targets = makeCatalog().connectors.flatMap((connector) => connector.targets);

test('every setting a fix offers is one of a target of its service', () => {
  const wrong = Object.entries(fixes).flatMap(([code, ways]) =>
    ways.flatMap((way) => (way.kind === 'set' ? way.settings : [])).filter((key) => !targets.some(({ id, settings }) => id.startsWith(`${owner(code)}.`) && settings.some((field) => field.key === key))).map((key) => `${code}: ${key}`));
  expect(wrong).toEqual([]);
});

test('what can be adopted stands in a list of its service, and its key is a field of what the target takes', () => {
  for (const [code, ways] of Object.entries(fixes)) {
    for (const way of ways) {
      if (way.kind !== 'adopt') continue;
      expect(connectors.find(({ name }) => name === owner(code))!.lists).toHaveProperty(way.adopt.list);
      for (const [entity, path] of Object.entries(way.adopt.key)) expect(entities[entity as keyof typeof entities]!.fields.map((field) => field.path)).toContain(path);
    }
  }
});

test('an error that is not in the table leaves what its kind allows', () => {
  expect(fixesOf({ code: 'http.timeout', kind: 'remote', what: '' })).toEqual([{ kind: 'again' }]);
  expect(fixesOf({ code: 'http.no_access', kind: 'setup', what: '', needsOwner: true })).toEqual([{ kind: 'reconnect' }]);
  expect(fixesOf({ code: 'x.y', kind: 'bug', what: '' })).toEqual([]);
});
