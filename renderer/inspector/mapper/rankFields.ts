import type { FieldInfo } from '#shared/entities/fields.ts';

/** Words of a path or a label, such as `billTo.zipCode`: bill, to, zip, code. */
const wordsOf = (text: string): readonly string[] => text.replace(/([a-z\d])([A-Z])/g, '$1 $2').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().split(/[^a-z0-9]+/).filter(Boolean);

/** Words shops and services use for the same thing; the first of each row stands for all. */
const synonyms = [
  ['zip', 'zipcode', 'postal', 'postcode', 'postalcode'],
  ['mail', 'email'],
  ['phone', 'telephone', 'mobile', 'tel', 'telefoon'],
  ['bill', 'billing', 'invoice'],
  ['ship', 'shipping', 'delivery'],
  ['sku', 'plu', 'article', 'articlenumber', 'plunumber', 'code'],
  ['customer', 'relation', 'buyer', 'debtor', 'client'],
  ['quantity', 'amount', 'qty', 'count'],
  ['name', 'title', 'description', 'text'],
  ['street', 'address', 'line1'],
  ['number', 'id', 'nr', 'no'],
  ['tax', 'vat', 'btw'],
  ['date', 'created', 'at', 'day'],
  ['state', 'province', 'region'],
  ['company', 'organisation', 'organization', 'business'],
] as const;
const meaning = new Map(synonyms.flatMap((row) => row.map((word) => [word, row[0]] as const)));
const meant = (text: string) => new Set(wordsOf(text).map((word) => meaning.get(word as never) ?? word));

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const word of a) if (b.has(word)) count += 1;
  return count;
}

/** How well a source field's name fits a target's, from 0 to 1; the last word of the path counts most. The same every time, without any service. */
export function likeness(source: Pick<FieldInfo, 'path' | 'label' | 'type'>, target: Pick<FieldInfo, 'path' | 'label' | 'type'>): number {
  const ends = [source.path.split('.').at(-1)!, target.path.split('.').at(-1)!] as const;
  const [all, last] = [[meant(`${source.path} ${source.label}`), meant(`${target.path} ${target.label}`)] as const, [meant(ends[0]), meant(ends[1])] as const];
  const whole = shared(...all) / Math.max(1, Math.min(all[0].size, all[1].size));
  const end = shared(...last) / Math.max(1, Math.max(last[0].size, last[1].size));
  return 0.55 * end + 0.35 * whole + (source.type === target.type ? 0.1 : 0);
}

/** The fields with those whose name fits the target first; the others keep their order. */
export function rankFields<F extends Pick<FieldInfo, 'path' | 'label' | 'type'>>(fields: readonly F[], target: Pick<FieldInfo, 'path' | 'label' | 'type'>): readonly F[] {
  const scored = fields.map((field, at) => ({ field, at, score: likeness(field, target) }));
  return scored.toSorted((a, b) => (b.score >= fitsFrom || a.score >= fitsFrom ? b.score - a.score || a.at - b.at : a.at - b.at)).map(({ field }) => field);
}

/** From this likeness on a field is offered first. */
export const fitsFrom = 0.5;
