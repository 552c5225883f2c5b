import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/bench.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MailchimpClient } from './client.ts';
import { pagesOf } from './pages.ts';
import type { After } from './pages.ts';
import { noSignal } from './testing/account.ts';

const collection = { path: '/x', name: 'rows', identity: (row: SourceRecord) => String(row['id']) };

/** A service that holds `rows` and lets somebody change them after each answer. */
function service(rows: string[], change: (asked: number) => void = () => undefined) {
  const asked: { readonly offset: number; readonly count: number }[] = [];
  const client = {
    get: async (_: string, query: Readonly<Record<string, string>>) => {
      const [offset, count] = [Number(query['offset']), Number(query['count'])];
      asked.push({ offset, count });
      const page = rows.slice(offset, offset + count).map((id) => ({ id }));
      change(asked.length);
      return { rows: page };
    },
  } as unknown as MailchimpClient;
  return { client, asked };
}

async function readAll(client: MailchimpClient, pageSize: number, after?: After) {
  const given: string[][] = [];
  let last: After | undefined;
  for await (const page of pagesOf(client, collection, { pageSize, ...(after && { after }) }, noSignal())) {
    given.push(page.rows.map((row) => String(row['id'])));
    last = page;
    if (given.length > 500) throw new Error('no end');
  }
  return { given: given.flat(), pages: given, last };
}

test('a collection nobody touches is read once, row by row', async () => {
  for (const size of [0, 1, 5, 6, 7, 40]) {
    const rows = Array.from({ length: size }, (_, index) => `r${index}`);
    for (const pageSize of [1, 3, 100]) expect((await readAll(service([...rows]).client, pageSize)).given).toEqual(rows);
  }
});

test('the service is never asked for more rows than it gives at once', async () => {
  const { client, asked } = service(['a']);
  await readAll(client, 99_999);
  expect(asked).toEqual([{ offset: 0, count: 1000 }]);
});

test('whatever is deleted or added while reading, no row that was there all the time is missed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.record({ at: fc.integer({ min: 1, max: 12 }), kind: fc.constantFrom('delete', 'insert', 'toEnd'), where: fc.nat({ max: 59 }), many: fc.integer({ min: 1, max: 25 }) }), { maxLength: 5 }),
      async (size, pageSize, changes) => {
        const rows = Array.from({ length: size }, (_, index) => `r${index}`);
        const touched = new Set<string>();
        const { client } = service(rows, (asked) => {
          for (const { at, kind, where, many } of changes) {
            if (at !== asked) continue;
            if (kind === 'insert') rows.splice(where, 0, ...Array.from({ length: many }, (_, index) => `new${at}-${where}-${index}`));
            else {
              const gone = rows.splice(where, many);
              for (const id of gone) touched.add(id);
              // As a contact that changes goes to the end of a list sorted by change.
              if (kind === 'toEnd') rows.push(...gone.map((id) => `${id}'`));
            }
          }
        });
        const { given } = await readAll(client, pageSize);
        const seen = new Set(given);
        expect(rows.filter((id) => /^r\d+$/.test(id) && !touched.has(id) && !seen.has(id))).toEqual([]);
      },
    ),
    { numRuns: 400 },
  );
});

test('reading goes on where it was, also when rows were deleted in between', async () => {
  const rows = Array.from({ length: 60 }, (_, index) => `r${index}`);
  for (const deleted of [0, 3, 8, 20, 30]) {
    const left = [...rows];
    const { client } = service(left);
    const first: string[] = [];
    let after: After | undefined;
    for await (const page of pagesOf(client, collection, { pageSize: 10 }, noSignal())) {
      first.push(...page.rows.map((row) => String(row['id'])));
      after = { position: page.position, tail: page.tail };
      if (first.length >= 30) break;
    }
    left.splice(0, deleted);
    const seen = new Set([...first, ...(await readAll(client, 10, after)).given]);
    expect(left.filter((id) => !seen.has(id)), `${deleted} deleted`).toEqual([]);
  }
});

test('an answer without the list asked for is no empty list', async () => {
  const client = { get: async () => ({ total_items: '3' }) } as unknown as MailchimpClient;
  expect(await errorOf(readAll(client, 5))).toMatchObject({ code: 'mailchimp.unexpected_answer', kind: 'remote' });
});
