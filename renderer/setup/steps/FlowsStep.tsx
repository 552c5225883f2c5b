import { ArrowRight, CircleCheck } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useCreateFlow, useTemplates } from '#renderer/queries/flows.ts';
import { templateCards, templateGroups, type TemplateCard } from '#renderer/home/templateGroups.ts';
import { classes } from '#renderer/ui/classes.ts';
import { EntityIcon } from '#renderer/ui/EntityIcon.tsx';
import { ServiceMark } from '#renderer/ui/ServiceMark.tsx';
import { Skeleton } from '#renderer/ui/states.tsx';
import { Checkbox } from '#renderer/ui/toggles.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import { toggleTemplate, unmade } from '../setupDraft.ts';
import { useServiceLabel } from '../SetupNav.tsx';
import { useLead, useSetupInHand } from '../useSetupInHand.ts';

/** What is to move between the two, in either direction; several at once. Going on makes the flows. */
export function FlowsStep() {
  const { t } = useTranslation(['setup', 'home', 'editor']);
  const { draft, change, goTo } = useSetupInHand();
  const templates = useTemplates().data;
  const catalog = useCatalog().data;
  const create = useCreateFlow();
  const labelOf = useServiceLabel();
  const [making, setMaking] = useState(false);
  const groups = useMemo(() => {
    if (!templates || !catalog) return null;
    const cards = templateCards(templates, catalog, (one) => ({ name: t(`home:template.${one.id}.name`, { defaultValue: one.name }), description: t(`home:template.${one.id}.description`, { defaultValue: one.description }) }));
    return templateGroups(cards, catalog).filter(({ from, to }) => draft.systems.includes(from) && draft.systems.includes(to));
  }, [templates, catalog, draft.systems, t]);

  const go = async () => {
    setMaking(true);
    let now = draft;
    try {
      for (const templateId of unmade(draft)) {
        const card = groups?.flatMap(({ cards }) => cards).find(({ template }) => template.id === templateId);
        if (!card) continue;
        const { flowId } = await create.mutateAsync({ name: card.name, templateId, connections: { ...draft.connections } });
        now = { ...now, flows: { ...now.flows, [templateId]: flowId } };
        // Each by itself: what was made is known whatever happens to the next.
        change(now);
      }
      goTo('questions');
    } catch (thrown) {
      toastError(thrown);
    } finally {
      setMaking(false);
    }
  };
  const pending = unmade(draft).length;
  useLead(draft.templates.length === 0 || pending === 0 ? null : { label: t('setup:makeFlows', { count: pending }), busy: making, act: () => void go() });

  if (!groups) return <Skeleton className="h-40" />;
  return groups.map((group) => (
    <section key={group.key} aria-label={t('home:templatePair', { from: labelOf(group.from), to: labelOf(group.to) })} className="flex flex-col gap-2.5">
      <h2 className="flex items-center gap-2 text-13 font-semibold">
        <ServiceMark connector={group.from} size="small" />
        {labelOf(group.from)}
        <ArrowRight size={14} aria-hidden className="text-faint" />
        <ServiceMark connector={group.to} size="small" />
        {labelOf(group.to)}
      </h2>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(300px,1fr))] gap-2.5">
        {group.cards.map((card) => (
          <FlowChoice key={card.template.id} card={card} checked={draft.templates.includes(card.template.id)} made={draft.flows[card.template.id] !== undefined} onToggle={() => change(toggleTemplate(draft, card.template.id))} />
        ))}
      </ul>
    </section>
  ));
}

interface FlowChoiceProps {
  readonly card: TemplateCard;
  readonly checked: boolean;
  readonly made: boolean;
  readonly onToggle: () => void;
}

function FlowChoice({ card, checked, made, onToggle }: FlowChoiceProps) {
  const { t } = useTranslation('setup');
  const id = useId();
  return (
    <li>
      <label htmlFor={id} className={classes('flex h-full gap-3 rounded-8 border bg-surface p-3.5 transition-colors', checked ? 'border-accent bg-accent-soft' : 'border-line hover:border-line-strong hover:bg-hover')}>
        <span className="pt-0.5">
          <Checkbox id={id} checked={checked} onChange={onToggle} aria-describedby={`${id}-about`} />
        </span>
        <span className="min-w-0">
          <span className="flex items-center gap-1.5 text-13 font-medium">
            <EntityIcon entity={card.entity} />
            <span className="min-w-0 truncate" title={card.name}>{card.name}</span>
          </span>
          <span id={`${id}-about`} className="mt-0.5 block text-12 text-muted">
            {/* What goes with it, and what does not, matters to whoever takes it. */}
            {checked ? card.description : firstSentence(card.description)}
          </span>
          {made && (
            <span className="mt-1 flex items-center gap-1 text-12 text-created">
              <CircleCheck size={12} aria-hidden />
              {t('made')}
            </span>
          )}
        </span>
      </label>
    </li>
  );
}

/** What it does, without what is to be known later. */
const firstSentence = (text: string): string => /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
