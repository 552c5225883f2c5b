import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { openMailChimp } from '../testing/openMailChimp.ts';
import type { Loose, OpenMailChimp } from '../testing/openMailChimp.ts';
import { readTar } from '../testing/readTar.ts';

const customer = (open: OpenMailChimp, id: string, more: Record<string, unknown> = {}) => ({
  method: 'PUT',
  path: `/${open.store}/customers/${id}`,
  operation_id: `customer:${id}`,
  body: JSON.stringify({ id, email_address: `${id}@fluxo-demo.nl`, opt_in_status: false, ...more }),
});
const customers = (open: OpenMailChimp, count: number) => Array.from({ length: count }, (_, index) => customer(open, `c${index}`));
const submit = (open: OpenMailChimp, operations: unknown[]): Promise<Loose> => open.save('POST', 'batches', { operations });

async function finish(open: OpenMailChimp, id: string): Promise<Loose> {
  for (;;) {
    const batch = await open.get(`batches/${id}`);
    if (batch.status === 'finished') return batch;
  }
}
const download = (open: OpenMailChimp, url: string, headers: Record<string, string> = {}) => open.ask('GET', `${new URL(url).pathname}${new URL(url).search}`, undefined, headers);
async function outcomes(open: OpenMailChimp, batch: Loose): Promise<Loose[]> {
  const files = readTar((await download(open, batch.response_body_url)).body);
  return [...files.values()].filter((content) => content !== undefined && content !== '').flatMap((content) => JSON.parse(content!));
}

describe('a batch', () => {
  test('goes through all its states, and its work is not seen before it is done', async () => {
    const open = openMailChimp({ batchPolls: 4 });
    const submitted = await submit(open, customers(open, 3));
    expect(submitted).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{10}$/), status: 'pending', total_operations: 0, finished_operations: 0, completed_at: '', response_body_url: '', submitted_at: '2026-06-15T08:00:00+00:00' });
    const seen: string[] = [];
    for (let poll = 0; poll < 4; poll += 1) seen.push((await open.get(`batches/${submitted.id}`)).status);
    expect(seen).toEqual(['preprocessing', 'started', 'started', 'finalizing']);
    expect(open.chimp.entities()['customers']).toEqual([]);
    expect(await open.get(`batches/${submitted.id}`)).toMatchObject({ status: 'finished', total_operations: 3, finished_operations: 3, errored_operations: 0, completed_at: '2026-06-15T08:00:00+00:00' });
    expect(open.chimp.entities()['customers']).toHaveLength(3);
  });

  test('finishes by itself after a while, also when nobody asks', async () => {
    const open = openMailChimp();
    await submit(open, customers(open, 2));
    expect(open.chimp.entities()['customers']).toEqual([]);
    open.clock.advance(60_000);
    expect(open.chimp.entities()['customers']).toHaveLength(2);
  });

  test('that is deleted in time does nothing', async () => {
    const open = openMailChimp();
    const { id } = await submit(open, customers(open, 2));
    expect((await open.ask('DELETE', `batches/${id}`)).status).toBe(204);
    open.clock.advance(3_600_000);
    expect(open.chimp.entities()['customers']).toEqual([]);
    expect(await open.outcome('GET', `batches/${id}`)).toBe('404 Resource Not Found');
  });

  test('tells of every operation, the failed ones among the finished, with the answer as text', async () => {
    const open = openMailChimp();
    const operations = [
      customer(open, 'good'),
      customer(open, 'bad', { email_address: 'test@example.com' }),
      { method: 'GET', path: `${open.list}?fields=id`, operation_id: 'look' },
      { method: 'DELETE', path: '/nothing', operation_id: 'lost' },
      { method: 'POST', path: `/${open.list}/members`, operation_id: 'broken', body: '{"email_address":' },
      { method: 'GET', path: '/ping', operation_id: 'asked', headers: { 'X-Trigger-Error': 'TooManyRequests' } },
    ];
    const batch = await finish(open, (await submit(open, operations)).id);
    expect(batch).toMatchObject({ total_operations: 6, finished_operations: 6, errored_operations: 4 });
    const rows = await outcomes(open, batch);
    const byId = Object.fromEntries(rows.map((row) => [row.operation_id, [row.status_code, JSON.parse(row.response)]]));
    expect(byId).toMatchObject({
      'customer:good': [200, { id: 'good' }],
      'customer:bad': [400, { title: 'Customer Was Not Saved' }],
      look: [200, { id: open.chimp.connection.listId }],
      lost: [404, { title: 'Resource Not Found', status: 404 }],
      broken: [400, { title: 'JSON Parse Error' }],
      asked: [429, {}],
    });
  });

  test('does its work in any order, the same each time, unless the tester wants it as sent', async () => {
    const order = async (batchOrder: 'shuffled' | 'asSent') => {
      const open = openMailChimp({ batchOrder });
      return (await outcomes(open, await finish(open, (await submit(open, customers(open, 20))).id))).map((row) => row.operation_id);
    };
    const sent = Array.from({ length: 20 }, (_, index) => `customer:c${index}`);
    expect(await order('asSent')).toEqual(sent);
    const shuffled = await order('shuffled');
    expect(shuffled).not.toEqual(sent);
    expect(shuffled.toSorted()).toEqual(sent.toSorted());
    expect(await order('shuffled')).toEqual(shuffled);
  });

  test('walks through a whole collection when a read names no count, and counts every page', async () => {
    const open = openMailChimp({ batchOrder: 'asSent' });
    const rows = Array.from({ length: 1_050 }, (_, index) => ({ email_address: `klant${index}@fluxo-demo.nl`, status: 'transactional' }));
    for (const start of [0, 500, 1_000]) await open.save('POST', open.list, { members: rows.slice(start, start + 500) });
    const read = { method: 'GET', path: `/${open.list}/members`, params: { fields: 'members.id,total_items' }, operation_id: 'all' };
    const batch = await finish(open, (await submit(open, [read, { ...read, params: { ...read.params, count: 5 }, operation_id: 'five' }])).id);
    expect(batch).toMatchObject({ total_operations: 3, finished_operations: 3 });
    const pages = (await outcomes(open, batch)).map((row) => [row.operation_id, JSON.parse(row.response)]);
    expect(pages.map(([name, page]) => [name, page.members.length])).toEqual([['all', 1_000], ['all', pages[0]![1].total_items - 1_000], ['five', 5]]);
  });

  test('of a wrong shape is refused, and so is one too many', async () => {
    const open = openMailChimp();
    expect(await open.errors('POST', 'batches', { operations: [{ method: 'PUT', path: '/x', body: { id: 1 } }, []] })).toEqual({
      'operations.item:0.body': 'Schema describes string, object found instead',
      'operations.item:1': 'Schema describes object, array found instead',
    });
    expect(await open.outcome('POST', 'batches', { operations: [] })).toBe('400 Invalid Resource');
    for (let count = 0; count < 500; count += 1) await submit(open, [customer(open, 'x')]);
    expect(await open.outcome('POST', 'batches', { operations: [customer(open, 'x')] })).toBe('429 Too Many Requests');
    expect((await open.get('batches?count=1')).total_items).toBe(500);
  });
});

describe('the result of a batch', () => {
  test('is an archive with a directory and several files, the last of them empty, that tar itself can read', async () => {
    const open = openMailChimp();
    const batch = await finish(open, (await submit(open, customers(open, 150))).id);
    const answer = await download(open, batch.response_body_url);
    expect(answer.headers['content-type']).toBe('application/x-gzip');
    const files = [...readTar(answer.body)];
    expect(files.map(([name, content]) => [name, content === undefined ? 'directory' : content === '' ? 'empty' : JSON.parse(content).length])).toEqual([
      [`${batch.id}/`, 'directory'],
      [`${batch.id}/0-${batch.id}.json`, 100],
      [`${batch.id}/1-${batch.id}.json`, 50],
      [`${batch.id}/2-${batch.id}.json`, 'empty'],
    ]);
    const listed = execFileSync('tar', ['-tzf', '-'], { input: answer.body, encoding: 'utf8' });
    expect(listed.trim().split('\n')).toHaveLength(4);
  });

  test('is fetched without a credential, at an address that ends after ten minutes; asking again gives another', async () => {
    const open = openMailChimp();
    const { apiKey } = open.chimp.connection;
    const { id } = await submit(open, customers(open, 1));
    const first = (await finish(open, id)).response_body_url;
    expect(first).toMatch(/^http:\/\/127\.0\.0\.1:1\/batch-results\/[0-9a-f]{10}-response\.tar\.gz\?Expires=\d+&Signature=[0-9a-f]+$/);
    expect((await download(open, first)).status).toBe(200);
    expect((await download(open, first, { authorization: `Bearer ${apiKey}` })).status).toBe(400);
    expect((await download(open, first.replace(/Signature=.*/, 'Signature=0'))).status).toBe(403);
    open.clock.advance(10 * 60_000);
    const expired = await download(open, first);
    expect([expired.status, expired.body.toString()]).toEqual([403, expect.stringContaining('Request has expired')]);
    const second = (await open.get(`batches/${id}`)).response_body_url;
    expect(second).not.toBe(first);
    expect((await download(open, second)).status).toBe(200);
  });

  test('is kept for seven days', async () => {
    const open = openMailChimp();
    const { id } = await submit(open, customers(open, 1));
    open.clock.advance(6.9 * 86_400_000);
    expect((await open.get(`batches/${id}`)).status).toBe('finished');
    open.clock.advance(0.2 * 86_400_000);
    expect(await open.outcome('GET', `batches/${id}`)).toBe('404 Resource Not Found');
    expect((await open.get('batches')).total_items).toBe(0);
  });
});
