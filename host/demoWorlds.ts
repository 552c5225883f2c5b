import { connectorOf, findStream, type Catalog } from '#shared/catalog/catalog.ts';
import type { Templates } from './templates.ts';

/** Templates that move data the same way, in the order in which a shop would run them. */
export interface DemoWorld {
  /** Connectors that are read and written. */
  readonly from: string;
  readonly to: string;
  readonly templates: readonly string[];
}

/** What others refer to comes first: articles stand in groups, and orders name customers and articles. */
const entityOrder = ['category', 'product', 'customer', 'stock', 'order'];

/**
 * The templates by pair and direction. Each pair gets services of its own to show what it does: two directions at once between the same
 * shops would be a loop of stock and sales that no shop has.
 */
export async function demoWorlds(templates: Templates, catalog: Catalog): Promise<readonly DemoWorld[]> {
  const worlds = new Map<string, { from: string; to: string; members: { id: string; rank: number }[] }>();
  for (const { id } of await templates.list()) {
    const flow = await templates.get(id);
    const source = flow.nodes.find((node) => node.kind === 'source')?.settings['stream'];
    const target = flow.nodes.find((node) => node.kind === 'target')?.settings['target'];
    if (typeof source !== 'string' || typeof target !== 'string') continue;
    const [from, to] = [connectorOf(source), connectorOf(target)];
    const world = worlds.get(`${from} ${to}`) ?? { from, to, members: [] };
    world.members.push({ id, rank: entityOrder.indexOf(findStream(catalog, source)?.entity ?? '') });
    worlds.set(`${from} ${to}`, world);
  }
  // The till is what it is all about: first what leaves it, to the books before the mailing list.
  const rank = ({ from, to }: { readonly from: string; readonly to: string }) => `${from === 'mplus' ? 0 : 1}${from}${to === 'quickbooks' ? 0 : 1}${to}`;
  const sorted = [...worlds.values()].toSorted((one, other) => rank(one).localeCompare(rank(other)));
  return sorted.map(({ from, to, members }) => ({ from, to, templates: members.toSorted((one, other) => one.rank - other.rank || one.id.localeCompare(other.id)).map(({ id }) => id) }));
}
