import { Handle, Position, type NodeProps } from '@xyflow/react';
import { ChevronDown, ChevronRight, Power } from 'lucide-react';
import { memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setDisabled } from '#shared/flow/edit.ts';
import { changeFrame, smallestFrame } from '#shared/flow/frames.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useRun } from '#renderer/state/runStore.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { frameIn, frameOut, type FrameBoxNode, type FrameData } from '../canvasNodes.ts';
import { useDrop } from '../dropStore.ts';
import { useTool } from '../toolStore.ts';
import { NodeState } from './NodeState.tsx';
import { paintLook } from './paintLook.ts';
import { Resizer } from './Resizer.tsx';

/** A titled rectangle under the cards it holds, or one card that stands for them. */
export const FrameBox = memo(function FrameBox({ id, data, selected }: NodeProps<FrameBoxNode>) {
  return data.collapsed ? <Folded id={id} data={data} selected={selected} /> : <Open id={id} data={data} selected={selected} />;
}, sameLook);

interface FrameProps {
  readonly id: string;
  readonly data: FrameData;
  readonly selected: boolean;
}

/** Where a frame lies is React Flow's to set; only what it shows makes it draw again. */
function sameLook(before: FrameProps, after: FrameProps): boolean {
  return before.id === after.id && before.data === after.data && before.selected === after.selected;
}

function Open({ id, data, selected }: FrameProps) {
  const isDrop = useDrop((state) => state.frame === id);
  const look = paintLook[data.color];
  return (
    <div className={classes('frame-box h-full w-full rounded-8 border', look.line, selected && 'ring-2 ring-accent', isDrop && 'border-accent! ring-2 ring-accent-line', data.disabled && 'border-dashed')}>
      <div aria-hidden className={classes('absolute inset-px rounded-[7px] opacity-45', look.ground)} />
      {selected && <Resizer id={id} least={smallestFrame} />}
      <div className={classes('frame-title pointer-events-auto relative flex h-8 max-w-full cursor-grab items-center gap-1 rounded-t-[7px] px-1 active:cursor-grabbing', look.ground)}>
        <Fold id={id} data={data} />
        <Title id={id} data={data} />
        <OnOff id={id} data={data} />
      </div>
    </div>
  );
}

function Folded({ id, data, selected }: FrameProps) {
  const { t } = useTranslation('editor');
  const inside = data.inside === '' ? [] : data.inside.split(' ');
  const flowId = useEditor((state) => state.flow?.id ?? '');
  const problems = useRun((state) => inside.reduce((sum, node) => sum + (state.latest[flowId]?.nodes[node]?.problems ?? 0), 0));
  const status = useRun((state) => state.latest[flowId]?.status);
  const look = paintLook[data.color];
  const state = data.disabled ? 'off' : problems > 0 ? 'problems' : status === 'running' ? 'running' : 'idle';
  return (
    <div className={classes('node-card relative flex h-full w-full items-center gap-2 rounded-8 border bg-surface pr-2 pl-2 text-left', selected ? 'border-accent ring-2 ring-accent' : 'border-line-strong hover:border-faint', data.disabled && 'border-dashed bg-sunken')}>
      <FoldedPort id={frameIn} side="in" />
      <FoldedPort id={frameOut} side="out" />
      <div className={classes('relative flex size-8 shrink-0 items-center justify-center rounded-6 border', look.ground, look.line)}>
        <Fold id={id} data={data} />
        {state !== 'idle' && <NodeState state={state} />}
      </div>
      <div className={classes('min-w-0 flex-1', data.disabled && 'opacity-60')}>
        <Title id={id} data={data} />
        <p className="card-summary truncate px-1 text-12 leading-4 text-muted">{[t('frame.nodes', { count: inside.length }), problems > 0 && t('card.problems', { count: problems }), data.disabled && t('state.off')].filter(Boolean).join(' · ')}</p>
      </div>
    </div>
  );
}

/** Where the lines across a folded frame's border meet; React Flow looks for it in the page, so it has to be one of its own. */
function FoldedPort({ id, side }: { readonly id: string; readonly side: 'in' | 'out' }) {
  return (
    <Handle id={id} type={side === 'in' ? 'target' : 'source'} position={side === 'in' ? Position.Left : Position.Right} isConnectable={false} className={classes('port', side === 'in' ? 'port-in' : 'port-out')}>
      <span aria-hidden className="pointer-events-none absolute inset-px rounded-full border-2 border-type-source bg-surface" />
    </Handle>
  );
}

function Fold({ id, data: { collapsed } }: Pick<FrameProps, 'id' | 'data'>) {
  const { t } = useTranslation('editor');
  return <IconButton size="small" icon={collapsed ? ChevronRight : ChevronDown} label={t(collapsed ? 'frame.unfold' : 'frame.fold')} aria-expanded={!collapsed} className="nodrag" onClick={() => useEditor.getState().edit((flow) => changeFrame(flow, id, { collapsed: !collapsed }))} />;
}

function OnOff({ id, data: { disabled } }: Pick<FrameProps, 'id' | 'data'>) {
  const { t } = useTranslation('editor');
  return (
    <span className={classes('ml-auto flex items-center gap-1 text-12 text-muted', !disabled && 'frame-quiet')}>
      {disabled && t('state.off')}
      <IconButton size="small" icon={Power} label={t(disabled ? 'frame.enable' : 'frame.disable')} aria-pressed={disabled} className="nodrag" onClick={() => useEditor.getState().edit((flow) => setDisabled(flow, [id], !disabled))} />
    </span>
  );
}

/** The title; a double click (or F2 on the selected frame) lets it be typed. */
function Title({ id, data: { title } }: Pick<FrameProps, 'id' | 'data'>) {
  const { t } = useTranslation('editor');
  const typing = useTool((state) => state.typing === id);
  if (typing) return <TitleInput id={id} title={title} />;
  return (
    <p className={classes('frame-name min-w-0 truncate px-1 text-13 leading-5 font-medium', title === '' && 'text-muted')} title={title} onDoubleClick={() => useTool.setState({ typing: id })}>
      {title || t('frame.untitled')}
    </p>
  );
}

function TitleInput({ id, title }: { readonly id: string; readonly title: string }) {
  const { t } = useTranslation('editor');
  const [draft, setDraft] = useState(title);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  const end = (text: string) => {
    useEditor.getState().edit((flow) => changeFrame(flow, id, { title: text }));
    useTool.setState({ typing: null });
  };
  return (
    <input
      ref={input}
      aria-label={t('frame.title')}
      value={draft}
      maxLength={120}
      placeholder={t('frame.untitled')}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => end(draft)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') end(draft);
        if (event.key === 'Escape') end(title);
      }}
      className="nodrag nopan pointer-events-auto h-6 min-w-0 flex-1 rounded-4 bg-surface px-1 text-13 font-medium"
    />
  );
}
