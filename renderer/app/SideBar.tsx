import { ChevronRight, Plus } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NodeMark } from '#renderer/canvas/nodes/NodeMark.tsx';
import { writeDragged } from '#renderer/canvas/dragged.ts';
import { paletteEntries, type PaletteEntry } from '#renderer/canvas/paletteEntries.ts';
import { useAddNode } from '#renderer/canvas/useAddNode.ts';
import { useCatalog, useConnections } from '#renderer/queries/connections.ts';
import { useCreateFlow, useFlows } from '#renderer/queries/flows.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { noCatalog } from '#renderer/state/useFlowFacts.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Skeleton } from '#renderer/ui/states.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { SearchInput } from '#renderer/ui/inputs.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import { navigate, routeHash } from './route.ts';

/** Flows to go to and nodes to draw with; one search over both. */
export function SideBar({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation(['editor', 'settings']);
  const [search, setSearch] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const wanted = search.trim().toLowerCase();
  const flows = useFlows();
  const create = useCreateFlow();
  const shownFlows = flows.data?.filter((flow) => flow.name.toLowerCase().includes(wanted)) ?? [];
  const catalog = useCatalog().data ?? noCatalog;
  const groups = useMemo(() => paletteEntries(catalog, t, wanted), [catalog, t, wanted]);

  // Services somebody has a connection to are unfolded; all of them as long as there is none.
  const connections = useConnections().data ?? [];
  const isUsed = (connector: string) => connections.length === 0 || connections.some((connection) => connection.connector === connector);

  // Up and down walk all rows of the bar, whatever section they are in.
  const walk = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    rows[event.key === 'ArrowDown' ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0)]?.focus();
    event.preventDefault();
  };

  return (
    <aside aria-label={t('side.label')} className="flex h-full flex-col bg-surface" onKeyDown={walk}>
      <div className="p-2">
        <SearchInput label={t('side.search')} value={search} onChange={setSearch} />
      </div>
      <div ref={list} className="scroll-y min-h-0 flex-1 pb-4 pl-2">
        {(wanted === '' || shownFlows.length > 0) && (
          <Section
            name="flows"
            title={t('side.flows')}
            aside={
              <IconButton
                size="small"
                icon={Plus}
                label={t('side.newFlow')}
                onClick={() => create.mutate({ name: t('side.newFlowName') }, { onSuccess: ({ flowId: id }) => navigate({ page: 'flow', flowId: id }), onError: toastError })}
              />
            }
          >
            {!flows.data && [0, 1, 2].map((index) => <Skeleton key={index} className="my-1 h-6" />)}
            {shownFlows.map((flow) => (
              <a
                key={flow.id}
                data-row
                draggable={false}
                href={routeHash({ page: 'flow', flowId: flow.id })}
                aria-current={flow.id === flowId ? 'page' : undefined}
                className={classes('flex h-7 items-center gap-2 rounded-6 px-2 focus-visible:outline-offset-[-2px]', flow.id === flowId ? 'bg-accent-soft font-medium text-accent' : 'text-text hover:bg-hover')}
              >
                <span className="min-w-0 flex-1 truncate">{flow.name}</span>
                {flow.openProblems > 0 && <span aria-label={t('side.openProblems', { count: flow.openProblems })} className="tabular rounded-full bg-parked-soft px-1.5 text-12 font-medium text-parked">{flow.openProblems}</span>}
              </a>
            ))}
          </Section>
        )}
        {groups.map((group) => (
          <Section key={group.name} name={`palette.${group.name}`} title={t(`side.${group.name}`)} forceOpen={wanted !== ''}>
            {byService(group.entries).map(({ connector, label, entries }) =>
              connector === '' ? (
                entries.map((entry) => <PaletteRow key={entry.id} entry={entry} />)
              ) : (
                <Section key={connector} name={`palette.${group.name}.${connector}`} title={label} forceOpen={wanted !== ''} openAtFirst={isUsed(connector)} inner>
                  {entries.map((entry) => (
                    <PaletteRow key={entry.id} entry={entry} />
                  ))}
                </Section>
              ),
            )}
          </Section>
        ))}
        {wanted !== '' && shownFlows.length === 0 && groups.length === 0 && <p className="p-2 text-muted">{t('side.nothing', { search })}</p>}
      </div>
    </aside>
  );
}

/** Neighbours of one service, in the order they come. */
function byService(entries: readonly PaletteEntry[]): readonly { readonly connector: string; readonly label: string; readonly entries: readonly PaletteEntry[] }[] {
  return [...Map.groupBy(entries, ({ connector }) => connector)].map(([connector, own]) => ({ connector, label: own[0]!.detail, entries: own }));
}

interface SectionProps {
  readonly name: string;
  readonly title: string;
  readonly aside?: ReactNode;
  readonly forceOpen?: boolean;
  /** Until the user has folded or unfolded it. */
  readonly openAtFirst?: boolean;
  /** Inside another one. */
  readonly inner?: boolean;
  readonly children: ReactNode;
}

function Section({ name, title, aside, forceOpen = false, openAtFirst = true, inner = false, children }: SectionProps) {
  const open = useLayout((state) => state.openSections[name] ?? openAtFirst) || forceOpen;
  const Heading = inner ? 'h3' : 'h2';
  const setSection = useLayout((state) => state.setSection);
  return (
    <Collapsible.Root open={open} onOpenChange={(next) => setSection(name, next)} className={inner ? 'pl-2' : 'mb-2'}>
      <div className="flex h-7 items-center justify-between">
        <Heading className="min-w-0 flex-1">
          <Collapsible.Trigger className="flex h-7 w-full items-center gap-1 rounded-6 px-1 text-12 font-medium text-faint hover:text-text">
            <ChevronRight size={12} aria-hidden className={classes('transition-transform', open && 'rotate-90')} />
            {title}
          </Collapsible.Trigger>
        </Heading>
        {aside}
      </div>
      <Collapsible.Content>{children}</Collapsible.Content>
    </Collapsible.Root>
  );
}

/** A node to add: drag it onto the canvas, double-click it, or press Enter. */
function PaletteRow({ entry }: { readonly entry: PaletteEntry }) {
  const { t } = useTranslation('editor');
  const addNode = useAddNode();
  return (
    <div
      role="button"
      tabIndex={0}
      data-row
      draggable
      aria-label={t('side.add', { name: entry.label, detail: entry.detail })}
      title={entry.help}
      onDragStart={(event) => writeDragged(event.dataTransfer, entry.node)}
      onDoubleClick={() => addNode(entry.node)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        addNode(entry.node);
      }}
      className="flex h-8 cursor-grab items-center gap-2 rounded-6 px-2 hover:bg-hover focus-visible:outline-offset-[-2px] active:cursor-grabbing"
    >
      <NodeMark kind={entry.node.kind} connector={entry.connector} size="small" />
      <span className="min-w-0 flex-1 truncate">{entry.label}</span>
    </div>
  );
}
