import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cursor, Page } from '#connectors/sdk/connector.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { MplusClient } from '../client.ts';
import { envelope, fault, tillThatAnswers } from '../fixtures/tillThatAnswers.ts';
import { openTill } from '../testing/openTill.ts';
import type { OpenTill } from '../testing/openTill.ts';
import { articleGroups } from './articleGroups.ts';

const map = compileMapping(articleGroups.defaultMapping);

async function read(client: MplusClient, cursor: Cursor | null = null, pageSize = 200): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of articleGroups.read({ client, settings: withDefaults(articleGroups.settings, { pageSize }), cursor, signal: new AbortController().signal })) pages.push(page);
  return pages;
}
const categories = (pages: readonly Page[]) => pages.flatMap((page) => page.records).map((record) => map(record).value);

describe('the groups of a shop', () => {
  let till: OpenTill;
  beforeAll(async () => {
    till = await openTill({ unsortedPages: true });
  });
  afterAll(() => till.stop());

  test('each comes once with its whole path and the group it lies in', async () => {
    const found = categories(await read(till.client, null, 3));
    expect(found).toHaveLength(till.rows('articleGroups').length);
    expect(found.map(({ path }) => path)).toContain('Eten en drinken > Kaas');
    const upper = found.find(({ path }) => path === 'Eten en drinken')!;
    expect(upper).not.toHaveProperty('parentId');
    expect(found.find(({ name }) => name === 'Kaas')).toEqual({ sourceId: expect.any(String), name: 'Kaas', path: 'Eten en drinken > Kaas', parentId: upper['sourceId'], active: true });
  });

  test('a group with another name brings those below it along, with their new path, and no others', async () => {
    const before = await read(till.client);
    const cursor = before.at(-1)!.cursor;
    expect(categories(await read(till.client, cursor))).toEqual([]);
    const table = categories(before).find(({ name }) => name === 'Tafel')!;
    await till.post('updateArticleGroup', `<request><groupNumber>${String(table['sourceId'])}</groupNumber><name>Gedekte tafel</name></request>`);
    const after = await read(till.client, cursor);
    const paths = categories(after).map(({ path }) => path);
    expect(paths).toContain('Gedekte tafel');
    expect(paths.length).toBeGreaterThan(1);
    expect(paths.filter((path) => !String(path).startsWith('Gedekte tafel'))).toEqual([]);
    // Told by its version too, or the engine would take it for what it has already.
    const known = new Set(before.flatMap((page) => page.records).map((record) => `${articleGroups.key(record)} ${articleGroups.version(record)}`));
    for (const record of after.flatMap((page) => page.records)) expect(known).not.toContain(`${articleGroups.key(record)} ${articleGroups.version(record)}`);
    expect(categories(await read(till.client, after.at(-1)!.cursor))).toEqual([]);
  });
});

const group = (number: number, name: string, marker: number, below = '') => `<ns:articleGroups><ns:groupNumber>${number}</ns:groupNumber><ns:syncMarker>${marker}</ns:syncMarker><ns:name>${name}</ns:name><ns:text></ns:text><ns:subGroupList>${below}</ns:subGroupList><ns:sortOrder>1</ns:sortOrder></ns:articleGroups>`;
const tree = envelope(`<ns:GetArticleGroupsResponse><ns:articleGroupList>${group(1, 'Dranken', 9, group(2, 'Warm', 3, group(4, '', 5)))}</ns:articleGroupList></ns:GetArticleGroupsResponse>`);
const markers = envelope('<ns:getCurrentSyncMarkersResponse><ns:articleSyncMarker>1</ns:articleSyncMarker><ns:articleGroupSyncMarker>12</ns:articleGroupSyncMarker></ns:getCurrentSyncMarkersResponse>');

test('a deleted group is told as inactive, below the group it belonged to', async () => {
  const changed = `<ns:changedArticleGroups><ns:groupNumber>8</ns:groupNumber><ns:parentGroupNumber>2</ns:parentGroupNumber><ns:syncMarker>12</ns:syncMarker><ns:name>Thee</ns:name><ns:text></ns:text><ns:sortOrder>1</ns:sortOrder><ns:isDeleted>true</ns:isDeleted></ns:changedArticleGroups>`;
  const { client } = await tillThatAnswers(({ operation, body }) => {
    if (operation === 'getCurrentSyncMarkers') return markers;
    if (operation === 'getArticleGroups') return tree;
    const from = Number(/<ns1:syncMarker>(\d+)</.exec(body)?.[1] ?? 0);
    return envelope(`<ns:GetArticleGroupChangesResponse><ns:changedArticleGroupList>${from <= 12 ? changed : ''}</ns:changedArticleGroupList></ns:GetArticleGroupChangesResponse>`);
  });
  expect(categories(await read(client, { marker: '10' }))).toEqual([{ sourceId: '8', name: 'Thee', path: 'Dranken > Warm > Thee', parentId: '2', active: false }]);
});

test('a till without a list of changes is read from its tree, the lowest markers first; a group without a name goes by its number', async () => {
  const { client } = await tillThatAnswers(({ operation }) => {
    if (operation === 'getCurrentSyncMarkers') return markers;
    if (operation === 'getArticleGroups') return tree;
    return { status: 500, body: fault('Client', "Method 'getArticleGroupChanges' not implemented") };
  });
  const pages = await read(client, null, 2);
  expect(pages.map((page) => page.cursor)).toEqual([{ marker: '6' }, { marker: '10' }]);
  expect(categories(pages).map(({ path }) => path)).toEqual(['Dranken > Warm', 'Dranken > Warm > 4', 'Dranken']);
});
