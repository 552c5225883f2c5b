import { useReactFlow } from '@xyflow/react';
import { CaseSensitive, ChevronDown, ChevronRight, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditor } from '#renderer/state/editorStore.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Input, SearchInput } from '#renderer/ui/inputs.tsx';
import { Segmented } from '#renderer/ui/toggles.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';
import { HitRows } from './HitRows.tsx';
import { closeFind, useFind } from './findStore.ts';
import { goToHit } from './goToHit.ts';
import { replaceFound } from './replaceFound.ts';
import { useFindOptions, useHits, useWanted } from './useHits.ts';

/** In the side bar's place: find and replace over names, types, settings, mappings and tables of this flow or of all. */
export function FindPanel({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('find');
  const { text, by, matchCase, everywhere, replacing, next } = useFind();
  const { found, reading } = useHits();
  const wanted = useWanted();
  const options = useFindOptions();
  const { setCenter } = useReactFlow();
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => field.current?.querySelector('input')?.select(), []);

  const here = useMemo(() => found.find(({ flow }) => flow.id === flowId)?.hits ?? [], [found, flowId]);
  useEffect(() => useFind.setState({ found: wanted ? new Set(here.flatMap(({ ownerId }) => ownerId ?? [])) : null }), [wanted, here]);
  useEffect(() => () => useFind.setState({ found: null }), []);

  const centre = (id: string) => {
    const { flow } = useEditor.getState();
    const place = [...(flow?.nodes ?? []), ...(flow?.notes ?? []), ...(flow?.frames ?? [])].find((one) => one.id === id)?.position;
    if (place) void setCenter(place.x + 110, place.y + 36, { zoom: 1, duration: 160 });
  };
  useEffect(() => {
    if (next?.flowId !== flowId) return;
    useFind.setState({ next: null });
    goToHit(flowId, next.hit, centre);
  });

  const count = found.reduce((sum, { hits }) => sum + hits.length, 0);
  const replaceable = found.map(({ flow, hits }) => ({ id: flow.id, count: hits.filter(({ path }) => path !== undefined).length })).filter((one) => one.count > 0);
  const replaceAll = async () => {
    if (!wanted) return;
    setBusy(true);
    try {
      let changed = 0;
      for (const { id } of replaceable) changed += await replaceFound(id, wanted, by, options);
      toast(t('replaced', { count: changed }));
    } catch (thrown) {
      toastError(thrown);
    } finally {
      setBusy(false);
    }
  };
  // Up and down walk from the field through all that was found.
  const walk = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return closeFind();
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'ArrowUp' && at <= 0) field.current?.querySelector('input')?.focus();
    else rows[event.key === 'ArrowDown' ? Math.min(at + 1, rows.length - 1) : at - 1]?.focus();
    event.preventDefault();
  };

  return (
    <aside aria-label={t('title')} className="flex h-full flex-col bg-surface" onKeyDown={walk}>
      <div ref={field} className="flex flex-col gap-2 border-b border-line p-2">
        <div className="flex items-center gap-1">
          <IconButton size="small" icon={replacing ? ChevronDown : ChevronRight} label={t('replacing')} aria-expanded={replacing} onClick={() => useFind.setState({ replacing: !replacing })} />
          <SearchInput className="min-w-0 flex-1" label={t('field')} value={text} onChange={(value) => useFind.setState({ text: value })} />
          <IconButton size="small" icon={CaseSensitive} label={t('matchCase')} aria-pressed={matchCase} onClick={() => useFind.setState({ matchCase: !matchCase })} />
          <IconButton size="small" icon={X} label={t('close')} onClick={closeFind} />
        </div>
        {replacing && (
          <div className="flex items-center gap-1 pl-7">
            <Input aria-label={t('by')} placeholder={t('by')} value={by} onChange={(event) => useFind.setState({ by: event.target.value })} />
            <Button size="small" busy={busy} disabled={replaceable.length === 0} onClick={() => void replaceAll()}>{t('replaceAll')}</Button>
          </div>
        )}
        <Segmented label={t('scope')} value={everywhere ? 'all' : 'this'} onChange={(scope) => useFind.setState({ everywhere: scope === 'all' })} options={[{ value: 'this', label: t('this') }, { value: 'all', label: t('all') }]} />
      </div>
      <p role="status" className="px-4 py-2 text-12 text-muted">
        {!wanted ? t('hint') : count === 0 && !reading ? t('nothing', { text }) : t('count', { count })}
        {wanted && replacing && replaceable.length > 0 && ` · ${t('willChange', { count: replaceable.reduce((sum, one) => sum + one.count, 0) })}`}
      </p>
      <div ref={list} className="scroll-y min-h-0 flex-1 pb-4 pl-2">
        {wanted &&
          found.map(({ flow, hits }) => (
            <section key={flow.id} aria-label={flow.name} className="mb-3">
              {everywhere && (
                <h2 className="flex h-7 items-center justify-between px-2 text-12 font-medium text-faint">
                  <span className="truncate">{flow.name}</span>
                  <span className="tabular">{hits.length}</span>
                </h2>
              )}
              <HitRows flow={flow} hits={hits} wanted={wanted} by={replacing ? by : undefined} onChoose={(hit) => goToHit(flow.id, hit, centre)} />
            </section>
          ))}
      </div>
    </aside>
  );
}
