import { ArrowRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateInfo } from '#shared/ipc/contract.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useTemplates } from '#renderer/queries/flows.ts';
import { classes } from '#renderer/ui/classes.ts';
import { EntityIcon } from '#renderer/ui/EntityIcon.tsx';
import { SearchInput } from '#renderer/ui/inputs.tsx';
import { ServiceMark } from '#renderer/ui/ServiceMark.tsx';
import { searchCards, templateCards, templateGroups, type TemplateCard, type TemplateGroup } from './templateGroups.ts';

/** Below this many a search field is more in the way than of help. */
const SEARCH_FROM = 7;

/** Flows to start from: one pair of services at a time, so that two dozen of them are as calm as two; a search looks through all. */
export function Templates({ onChoose }: { readonly onChoose: (template: TemplateInfo) => void }) {
  const { t } = useTranslation(['home', 'editor']);
  const templates = useTemplates().data;
  const catalog = useCatalog().data;
  const [chosen, setChosen] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const cards = useMemo(
    () => (templates && catalog ? templateCards(templates, catalog, (one) => ({ name: t(`template.${one.id}.name`, { defaultValue: one.name }), description: t(`template.${one.id}.description`, { defaultValue: one.description }) })) : []),
    [templates, catalog, t],
  );
  if (!catalog || cards.length === 0) return null;
  const labelOf = (connector: string) => catalog.connectors.find(({ name }) => name === connector)?.label ?? connector;
  const entityWord = (entity: string) => t(`editor:portType.${entity}`, { defaultValue: entity });
  const groups = templateGroups(cards, catalog);
  const open = groups.find(({ key }) => key === chosen) ?? groups[0];
  const searching = search.trim() !== '';
  const shown = searching ? searchCards(groups.flatMap((group) => group.cards), search, ({ from, to, entity }) => `${labelOf(from)} ${labelOf(to)} ${entityWord(entity)}`) : (open?.cards ?? []);
  return (
    <section aria-label={t('templates')} className="flex flex-col gap-3">
      <div className="flex items-center gap-3">
        <h2 className="flex-1 text-13 font-semibold">{t('templates')}</h2>
        {cards.length >= SEARCH_FROM && <SearchInput value={search} onChange={setSearch} label={t('searchTemplates')} className="w-60" />}
      </div>
      {groups.length > 1 && (
        <div role="group" aria-label={t('templatePairs')} className="flex flex-wrap gap-1.5">
          {groups.map((group) => (
            <PairButton key={group.key} group={group} name={t('templatePair', { from: labelOf(group.from), to: labelOf(group.to) })} pressed={!searching && group === open} onPress={() => { setSearch(''); setChosen(group.key); }} />
          ))}
        </div>
      )}
      {shown.length === 0 && <p role="status" className="text-13 text-muted">{t('noTemplate', { search: search.trim() })}</p>}
      <ul aria-label={searching || !open ? t('templates') : t('templatePair', { from: labelOf(open.from), to: labelOf(open.to) })} className="grid grid-cols-[repeat(auto-fill,minmax(272px,1fr))] gap-3">
        {shown.map((card) => (
          <Card key={card.template.id} card={card} entity={entityWord(card.entity)} withPair={searching} onChoose={onChoose} />
        ))}
      </ul>
    </section>
  );
}

function PairButton({ group, name, pressed, onPress }: { readonly group: TemplateGroup; readonly name: string; readonly pressed: boolean; readonly onPress: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className={classes('inline-flex h-8 items-center gap-1.5 rounded-full border pr-3 pl-1.5 text-12 whitespace-nowrap transition-colors', pressed ? 'border-accent-line bg-accent-soft font-medium text-text' : 'border-line bg-surface text-muted hover:bg-hover hover:text-text')}
    >
      <ServiceMark connector={group.from} size="small" />
      <ArrowRight size={12} aria-hidden className="text-faint" />
      <ServiceMark connector={group.to} size="small" />
      <span className="sr-only">{name}</span>
      <span className="tabular ml-0.5">{group.cards.length}</span>
    </button>
  );
}

function Card({ card, entity, withPair, onChoose }: { readonly card: TemplateCard; readonly entity: string; readonly withPair: boolean; readonly onChoose: (template: TemplateInfo) => void }) {
  return (
    <li>
      <button type="button" onClick={() => onChoose(card.template)} className="flex h-full w-full flex-col items-start gap-1.5 rounded-8 border border-line bg-surface p-3.5 text-left hover:border-line-strong hover:bg-hover">
        <span className="flex w-full items-center gap-1.5 text-12 text-muted">
          <EntityIcon entity={card.entity} />
          <span className="min-w-0 flex-1 truncate">{entity}</span>
          {withPair && (
            <>
              <ServiceMark connector={card.from} size="small" />
              <ArrowRight size={12} aria-hidden className="text-faint" />
              <ServiceMark connector={card.to} size="small" />
            </>
          )}
        </span>
        <span className="text-13 font-medium text-balance">{card.name}</span>
        <span className="line-clamp-3 text-12 text-muted">{card.description}</span>
      </button>
    </li>
  );
}
