import { formatTable } from '#cli/table.ts';
import { benchFormulas } from './formulas.ts';
import { benchMapping, type Duel } from './mapping.ts';

const rows = (title: string, { contestants, share }: Duel) => contestants.map(({ name, microseconds }) => [title, name, microseconds.toFixed(2), share(name).toFixed(2)]);

/** `npm run bench -- --suite mapping`: what mapping alone costs, one thread, no I/O. */
export async function runMappingSuite(): Promise<string> {
  return formatTable(['work', 'way', 'µs a record', 'speed, first way = 1'], [...rows('22 fields, 3 lines of 6', benchMapping()), ...rows('8 common formulas', await benchFormulas())], ['µs a record', 'speed, first way = 1']);
}
