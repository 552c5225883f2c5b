import type { CallContext } from '#connectors/sdk/connector.ts';
import type { QuickBooksClient } from '../client.ts';
import { kinds } from '../entities.ts';
import type { Customer, Item } from '../entities.ts';
import { makeRows } from './rows.ts';

const isId = (told: string) => /^\d+$/.test(told.trim());

/** The items that settings name, by id or by name, in one or two calls; the map has what was found. */
export async function findItems(client: QuickBooksClient, told: readonly string[], call: CallContext): Promise<ReadonlyMap<string, Item>> {
  const wanted = [...new Set(told.map((text) => text.trim()).filter((text) => text !== ''))];
  const [ids, names] = [wanted.filter(isId), wanted.filter((text) => !isId(text))];
  const answers = await client.rowsOfMany(
    [
      ...(ids.length > 0 ? [{ kind: kinds.item, where: [{ property: 'Id', in: ids }] }] : []),
      ...(names.length > 0 ? [{ kind: kinds.item, where: [{ property: 'Name', in: names.map((name) => name.split(':').at(-1)!.trim()) }] }] : []),
    ],
    call,
  );
  const rows = makeRows(answers.flat().filter((item) => item.Type !== 'Category' && item.Type !== 'Group'));
  return new Map(wanted.flatMap((text) => { const item = rows.find(text); return item ? [[text, item] as const] : []; }));
}

/** The customer a setting names, by id or by name; null when there is none. */
export async function findCustomer(client: QuickBooksClient, told: string, call: CallContext): Promise<Customer | null> {
  const where = isId(told) ? { property: 'Id', is: told.trim() } : { property: 'DisplayName', is: told.trim() };
  return (await client.rows({ kind: kinds.customer, where: [where] }, call))[0] ?? null;
}
