import { connectorOf, findStream, findTarget, type Catalog } from '#shared/catalog/catalog.ts';
import type { TemplateInfo } from '#shared/ipc/contract.ts';

/** A template as the gallery shows it. */
export interface TemplateCard {
  readonly template: TemplateInfo;
  readonly name: string;
  readonly description: string;
  readonly from: string;
  readonly to: string;
  readonly entity: string;
}

/** Templates that move data the same way. */
export interface TemplateGroup {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly cards: readonly TemplateCard[];
}

/** In the order in which a shop would set them up, as the demo runs them. */
const entityOrder = ['order', 'customer', 'product', 'category', 'stock'];

/** What each template is about. The entity is the target's: that is what it makes. */
export function templateCards(templates: readonly TemplateInfo[], catalog: Catalog, texts: (template: TemplateInfo) => { readonly name: string; readonly description: string }): readonly TemplateCard[] {
  return templates.map((template) => ({
    template,
    ...texts(template),
    from: connectorOf(template.stream),
    to: connectorOf(template.target),
    entity: findTarget(catalog, template.target)?.entity ?? findStream(catalog, template.stream)?.entity ?? '',
  }));
}

/** By pair and direction, the connectors in the catalog's order; within a pair what people start with comes first. */
export function templateGroups(cards: readonly TemplateCard[], catalog: Catalog): readonly TemplateGroup[] {
  const place = (connector: string) => catalog.connectors.findIndex(({ name }) => name === connector);
  const rank = ({ entity }: TemplateCard) => (entityOrder.includes(entity) ? entityOrder.indexOf(entity) : entityOrder.length);
  const groups = new Map<string, TemplateGroup>();
  for (const card of cards) {
    const key = `${card.from} ${card.to}`;
    groups.set(key, { key, from: card.from, to: card.to, cards: [...(groups.get(key)?.cards ?? []), card] });
  }
  return [...groups.values()]
    .toSorted((one, other) => place(one.from) - place(other.from) || place(one.to) - place(other.to))
    .map((group) => ({ ...group, cards: group.cards.toSorted((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name)) }));
}

/** Cards whose texts hold every word that was typed, whatever its accents. */
export function searchCards(cards: readonly TemplateCard[], search: string, wordsOf: (card: TemplateCard) => string): readonly TemplateCard[] {
  const wanted = plain(search).split(/\s+/).filter((word) => word !== '');
  return cards.filter((card) => {
    const text = plain(`${card.name} ${card.description} ${wordsOf(card)}`);
    return wanted.every((word) => text.includes(word));
  });
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
