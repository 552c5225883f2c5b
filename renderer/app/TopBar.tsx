import { CalendarClock, ChevronDown, FlaskConical, History, Keyboard, PanelBottom, PanelLeft, PanelRight, Play, Radio, Redo2, Search, Square, Undo2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { renameFlow } from '#shared/flow/edit.ts';
import { canRedo as historyCanRedo, canUndo as historyCanUndo } from '#shared/flow/history/history.ts';
import { shortcuts } from '#shared/shortcuts.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { useRunningRun } from '#renderer/state/runStore.ts';
import { startRun, stopRun, useIsStopping } from '#renderer/state/startRun.ts';
import { useShownPanels } from '#renderer/state/useShownPanels.ts';
import { useIssues } from '#renderer/state/useFlowFacts.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Menu } from '#renderer/ui/Menu.tsx';
import { Tip } from '#renderer/ui/Tip.tsx';
import { toast } from '#renderer/ui/toast.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { LiveBadge } from '#renderer/versions/LiveBadge.tsx';
import { useLiveState } from '#renderer/versions/useLiveState.ts';
import { closeVersions, openVersions, useVersions } from '#renderer/versions/versionsStore.ts';
import { CheckButton } from './CheckButton.tsx';
import { useUi } from './uiStore.ts';

/** Name and saved state on the left; undo, check and run on the right. */
export function TopBar({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('editor');
  const canUndo = useEditor((state) => historyCanUndo(state.history));
  const canRedo = useEditor((state) => historyCanRedo(state.history));
  const { undo, redo } = useEditor.getState();
  const { t: tv } = useTranslation('versions');
  const versionsOpen = useVersions((state) => state.open);
  const layout = useLayout();
  const { sideBar } = useShownPanels();
  return (
    <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-1 border-b border-line bg-surface px-2 narrow:py-1.5">
      <IconButton icon={PanelLeft} label={t('panels.side')} keys={shortcuts.sideBar} aria-pressed={sideBar} onClick={layout.toggleSideBar} />
      <FlowName />
      <SavedState />
      <LiveBadge flowId={flowId} />
      <div className="min-w-2 flex-1" />
      <IconButton icon={Search} label={t('top.palette')} keys={shortcuts.palette} onClick={() => useUi.setState({ palette: true })} />
      <IconButton icon={Undo2} label={t('top.undo')} keys={shortcuts.undo} disabled={!canUndo} onClick={undo} />
      <IconButton icon={Redo2} label={t('top.redo')} keys={shortcuts.redo} disabled={!canRedo} onClick={redo} />
      <IconButton icon={History} label={versionsOpen ? tv('close') : tv('open')} aria-pressed={versionsOpen} onClick={() => (versionsOpen ? closeVersions() : openVersions())} />
      <Line />
      <ScheduleButton />
      <CheckButton />
      <RunButtons flowId={flowId} />
      <Line />
      <IconButton icon={PanelBottom} label={t('panels.dock')} keys={shortcuts.dock} aria-pressed={layout.dock.open} onClick={layout.toggleDock} />
      <IconButton icon={PanelRight} label={t('panels.inspector')} keys={shortcuts.inspector} aria-pressed={layout.inspectorOpen} onClick={layout.toggleInspector} />
      <IconButton icon={Keyboard} label={t('top.shortcuts')} keys={shortcuts.shortcuts} onClick={() => useUi.setState({ shortcuts: true })} />
    </header>
  );
}

const Line = () => <span aria-hidden className="mx-1.5 h-4 w-px shrink-0 bg-line narrow:hidden" />;

/** The flow's name; click it to change it. */
function FlowName() {
  const { t } = useTranslation('editor');
  const name = useEditor((state) => state.flow?.name ?? '');
  const [draft, setDraft] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const editing = draft !== null;
  useEffect(() => {
    if (editing) input.current?.select();
  }, [editing]);
  const commit = () => {
    if (draft !== null) useEditor.getState().edit((flow) => renameFlow(flow, draft));
    setDraft(null);
  };
  if (draft === null) {
    return (
      <h1 className="min-w-16 shrink narrow:max-w-24">
        <Tip text={t('top.rename')}>
          <button type="button" onClick={() => setDraft(name)} className="block max-w-full truncate rounded-6 px-1.5 py-0.5 text-15 font-semibold hover:bg-hover">
            {name}
          </button>
        </Tip>
      </h1>
    );
  }
  return (
    <input
      ref={input}
      aria-label={t('top.name')}
      value={draft}
      maxLength={120}
      size={Math.max(12, draft.length)}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') setDraft(null);
      }}
      className="max-w-96 min-w-16 rounded-6 bg-sunken px-1.5 py-0.5 text-15 font-semibold"
    />
  );
}

function SavedState() {
  const { t } = useTranslation('editor');
  const kind = useEditor((state) => state.save.kind);
  const dot = { saved: 'bg-created', waiting: 'bg-faint', saving: 'bg-faint animate-breathe', conflict: 'bg-parked', failed: 'bg-failed' }[kind];
  return (
    <span role="status" className="inline-flex shrink-0 items-center gap-1.5 px-1 text-12 text-faint">
      <span aria-hidden className={classes('size-1.5 rounded-full forced-color-adjust-none', dot)} />
      <span className={kind === 'saved' || kind === 'saving' || kind === 'waiting' ? 'narrow:sr-only' : ''}>{t(`save.state.${kind}`)}</span>
    </span>
  );
}

/** Shows that the flow runs by itself, and leads to where that is chosen. */
function ScheduleButton() {
  const { t } = useTranslation('editor');
  const isOn = useEditor((state) => state.flow?.schedule?.enabled ?? false);
  const open = () => {
    useEditor.getState().select([]);
    useLayout.getState().showInspector();
  };
  return <IconButton icon={CalendarClock} label={isOn ? t('schedule.title') : t('schedule.open')} aria-pressed={isOn} onClick={open} />;
}

function RunButtons({ flowId }: { readonly flowId: string }) {
  const { t, i18n } = useTranslation(['editor', 'versions']);
  const running = useRunningRun(flowId);
  const isStopping = useIsStopping(running?.runId);
  const isDraft = useLiveState(flowId)?.isDraft ?? false;
  const blocked = useIssues().some((issue) => issue.severity === 'error');
  const [starting, setStarting] = useState<'run' | 'dry' | null>(null);
  const start = (kind: 'run' | 'dry', limit?: number) => {
    setStarting(kind);
    if (isDraft && kind === 'run') toast(t('versions:live.runsDraft'));
    void startRun({ dryRun: kind === 'dry', ...(limit !== undefined && { limit }) }).finally(() => setStarting(null));
  };
  // While it runs, the way to stop it takes their place and their width: nothing beside it moves.
  return (
    <div className="grid">
      {running && (
        <Tip text={t('top.stopHelp')}>
          <Button icon={Square} busy={isStopping} onClick={() => void stopRun(running.runId)} className="col-start-1 row-start-1">
            {t(isStopping ? 'top.stopping' : 'top.stop')} <span className="tabular text-muted">{running.read.toLocaleString(i18n.language)}</span>
          </Button>
        </Tip>
      )}
      <div className={classes('col-start-1 row-start-1 flex items-center gap-1.5', running && 'invisible')}>
        <span className="inline-flex">
          <Tip text={blocked ? t('top.blocked') : t('top.dryRunHelp')} keys={shortcuts.dryRun}>
            <Button icon={FlaskConical} busy={starting === 'dry'} disabled={blocked} onClick={() => start('dry')} className="rounded-r-none border-r-0">
              <span className="narrow:sr-only">{t('top.dryRun')}</span>
            </Button>
          </Tip>
          <Menu
            trigger={
              <Button aria-label={t('top.dryRunMore')} disabled={blocked} className="w-6 rounded-l-none px-0!" icon={ChevronDown} />
            }
            entries={[5, 50, 500].map((count) => ({ label: t('top.dryRunSome', { count }), icon: FlaskConical, onSelect: () => start('dry', count) }))}
          />
        </span>
        <span className="inline-flex">
          <Tip text={blocked ? t('top.blocked') : isDraft ? t('versions:live.runDraftHelp') : t('top.runHelp')} keys={shortcuts.run}>
            <Button look="primary" icon={Play} busy={starting === 'run'} disabled={blocked} onClick={() => start('run')} className={isDraft ? 'rounded-r-none' : ''}>
              {t('top.run')}
            </Button>
          </Tip>
          {isDraft && (
            <Menu
              trigger={<Button look="primary" aria-label={t('versions:live.moreRuns')} className="w-6 rounded-l-none border-l border-accent-line px-0!" icon={ChevronDown} />}
              entries={[{ label: t('versions:live.runLive'), icon: Radio, onSelect: () => void startRun({ dryRun: false, version: 'live' }) }]}
            />
          )}
        </span>
      </div>
    </div>
  );
}
