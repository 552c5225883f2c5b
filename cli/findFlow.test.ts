import { expect, test } from 'vitest';
import type { FlowFiles } from '#storage/files/flows.ts';
import { findFlow } from './findFlow.ts';

const files = (items: readonly { id: string; name: string }[]) => ({ list: async () => items, get: async (id: string) => ({ document: { id }, revision: '' }) }) as unknown as FlowFiles;

test('a flow is found by its id before any name, and by a name only when no other has it', async () => {
  const all = files([{ id: 'orders', name: 'Kassa' }, { id: 'stock', name: 'kassa' }, { id: 'kassa-2', name: 'Orders' }]);
  expect(await findFlow(all, 'orders')).toEqual({ id: 'orders' });
  await expect(findFlow(all, 'Kassa')).rejects.toThrow('use an id: orders, stock');
  await expect(findFlow(all, 'nothing')).rejects.toMatchObject({ code: 'flow.unknown' });
});
