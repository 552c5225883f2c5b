import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { FluxoError } from '#shared/errors.ts';
import { callNames } from '#shared/ipc/contract.ts';
import { dispatch } from './dispatch.ts';

const answerOf = async (input: unknown, perform = async (): Promise<unknown> => 'done') => dispatch('flows.get', input, perform);

test('a call that fits its description is done with what was checked', async () => {
  const perform = vi.fn(async () => ({ revision: '1' }));
  expect(await dispatch('flows.get', { flowId: 'orders' }, perform)).toEqual({ ok: true, data: { revision: '1' } });
  expect(perform).toHaveBeenCalledWith('flows.get', { flowId: 'orders' });
});

test('a call that does not fit is refused before anything is done, without repeating what it held', async () => {
  const perform = vi.fn(async () => 'done');
  for (const input of [undefined, null, 'canary', [], { flowId: 7 }, { flowId: 'x', extra: 'canary' }, { flowId: '../canary' }]) {
    const answer = await answerOf(input, perform);
    expect(answer).toMatchObject({ ok: false, error: { code: 'border.refused', where: { operation: 'flows.get' } } });
    expect(JSON.stringify(answer)).not.toContain('canary');
  }
  expect(perform).not.toHaveBeenCalled();
});

test('a call too large, too deep or going in circles is refused at once', async () => {
  const circle: Record<string, unknown> = {};
  circle['circle'] = circle;
  let deep: unknown = 1;
  for (let i = 0; i < 100; i++) deep = { deep };
  for (const input of [{ text: 'x'.repeat(9_000_000) }, circle, { deep }, { bytes: new Uint8Array(10) }]) {
    const startedAt = performance.now();
    expect(await answerOf(input)).toMatchObject({ ok: false, error: { code: 'border.refused', what: 'The call is too large.' } });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  }
});

test('an error on purpose crosses as it is, any other as a bug that tells nothing', async () => {
  const told = new FluxoError({ code: 'flow.unknown', kind: 'setup', what: 'No such flow.' });
  expect(await answerOf({ flowId: 'a' }, () => Promise.reject(told))).toEqual({ ok: false, error: told.data });
  const answer = await answerOf({ flowId: 'a' }, () => Promise.reject(new Error('canary password at /home/me')));
  expect(answer).toMatchObject({ ok: false, error: { code: 'fluxo.bug', kind: 'bug' } });
  expect(JSON.stringify(answer)).not.toMatch(/canary|home/);
});

test('whatever a page sends to whichever call, it gets an answer and nothing is polluted', async () => {
  const hostile = fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'flowId', 'settings', 'layout', 'document'), fc.anything()));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...callNames), hostile, async (name, input) => {
      const answer = await dispatch(name, input, async () => null);
      expect(typeof answer.ok).toBe('boolean');
      expect(Object.keys(Object.prototype)).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});
