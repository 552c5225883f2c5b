import { randomUUID } from 'node:crypto';

/** A file-friendly id out of a name, unique among the given ones; `otherwise` for a name without a letter. */
export function idFor(name: string, taken: ReadonlySet<string>, otherwise: string): string {
  const slug = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 48) || otherwise;
  for (let number = 1; number < 1000; number += 1) {
    const id = number === 1 ? slug : `${slug}-${number}`;
    if (!taken.has(id)) return id;
  }
  return `${slug}-${randomUUID().slice(0, 8)}`;
}
