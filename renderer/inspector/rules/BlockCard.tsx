import { ChevronRight, Copy, GripVertical, Plus, Trash2 } from 'lucide-react';
import { useState, type DragEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo } from '#shared/entities/fields.ts';
import type { RuleIssue } from '#shared/rules/checkRules.ts';
import type { RuleBlock, RuleRow } from '#shared/rules/rules.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { Trace } from '#renderer/tables/Trace.tsx';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { Popover } from '#renderer/ui/Popover.tsx';
import { Switch } from '#renderer/ui/toggles.tsx';
import { useSampleIndex } from '../data/useNodeSample.ts';
import { BlockForm } from './BlockForm.tsx';
import type { BlockFacts } from './useRuleTraces.ts';
import type { RuleWords } from './ruleWords.ts';

interface BlockCardProps {
  readonly block: RuleBlock;
  readonly number: number;
  readonly isOpen: boolean;
  readonly facts: BlockFacts;
  readonly issues: readonly RuleIssue[];
  readonly words: RuleWords;
  readonly fields: readonly FieldInfo[];
  readonly valueOf: (path: string) => string;
  readonly seen: (path: string) => readonly string[];
  readonly onToggle: () => void;
  readonly onChange: (block: RuleBlock) => void;
  readonly onRemove: () => void;
  readonly onDuplicate: () => void;
  readonly onMove: (by: number) => void;
  /** While a card is dragged: where it would land. */
  readonly dropMark: 'above' | 'below' | null;
  readonly onDrag: (event: DragEvent, what: 'start' | 'over' | 'drop' | 'end') => void;
}

/** One rule: what it does as sentences, what it made of the record that is looked at, and how many records it touches; unfolded, its form. */
export function BlockCard({ block, number, isOpen, facts, issues, words, onToggle, onChange, onRemove, onDuplicate, onMove, dropMark, onDrag, ...form }: BlockCardProps) {
  const { t } = useTranslation('rules');
  const name = words.block(block);
  const { off: _off, ...on } = block;
  const [grabbed, setGrabbed] = useState(false);
  const onGripKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    event.stopPropagation();
    onMove(event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <li
      data-rule={block.id}
      draggable={grabbed}
      onDragStart={(event) => onDrag(event, 'start')}
      onDragOver={(event) => onDrag(event, 'over')}
      onDrop={(event) => onDrag(event, 'drop')}
      onDragEnd={(event) => {
        setGrabbed(false);
        onDrag(event, 'end');
      }}
      className={classes('relative rounded-8 border border-line bg-surface', dropMark === 'above' && 'before:absolute before:-top-1.5 before:inset-x-0 before:h-0.5 before:rounded-full before:bg-accent', dropMark === 'below' && 'after:absolute after:-bottom-1.5 after:inset-x-0 after:h-0.5 after:rounded-full after:bg-accent')}
    >
      <div className="flex items-center gap-1 py-1 pr-2 pl-1">
        <button type="button" aria-label={t('grip', { name, number })} title={t('gripHelp')} onPointerDown={() => setGrabbed(true)} onPointerUp={() => setGrabbed(false)} onKeyDown={onGripKey} className="flex size-6 shrink-0 cursor-grab items-center justify-center rounded-4 text-faint hover:bg-hover hover:text-text active:cursor-grabbing">
          <GripVertical size={14} aria-hidden />
        </button>
        <h3 className="min-w-0 flex-1">
          <button type="button" aria-expanded={isOpen} onClick={onToggle} className="flex h-7 w-full items-center gap-1 rounded-4 text-left text-13 font-medium hover:text-accent">
            <ChevronRight size={14} aria-hidden className={classes('shrink-0 text-faint transition-transform', isOpen && 'rotate-90')} />
            <span className={classes('min-w-0 truncate', block.off && 'text-muted line-through')}>{name}</span>
          </button>
        </h3>
        {isOpen && <IconButton size="small" icon={Copy} label={t('duplicate', { name })} onClick={onDuplicate} />}
        {isOpen && <IconButton size="small" icon={Trash2} label={t('remove', { name })} onClick={onRemove} />}
        <Switch checked={!block.off} onChange={(next) => onChange(next ? on : { ...on, off: true })} label={t('on', { name })} />
      </div>
      <div className="flex flex-col gap-1.5 px-3 pb-2.5">
        <Sentences block={block} words={words} />
        <Issues issues={issues} />
        {!block.off && <Facts facts={facts} />}
      </div>
      {isOpen && <BlockForm block={block} name={name} facts={facts} onChange={onChange} {...form} />}
    </li>
  );
}

function Sentences({ block, words }: { readonly block: RuleBlock; readonly words: RuleWords }) {
  const { t } = useTranslation('rules');
  const rows = block.rows.filter(({ off }) => !off);
  const forced = block.default?.on && block.default.force;
  const told = [
    ...(forced ? [] : rows.map((row: RuleRow) => words.row(row))),
    ...(!forced && block.map?.on ? [t('sentence.table')] : []),
    ...(block.default?.on ? [t(forced ? 'sentence.forced' : 'sentence.default', { value: block.default.value })] : []),
  ];
  if (told.length === 0) return <p className="text-12 text-faint">{t('sentence.nothing')}</p>;
  return (
    <ul className="flex flex-col gap-0.5 text-12 text-muted">
      {told.map((sentence, index) => (
        <li key={index} className="break-words">
          {rows.length > 1 && index < rows.length && !forced && <span className="tabular mr-1 text-faint">{block.take === 'first' ? `${index + 1}.` : index === 0 ? '' : '|'}</span>}
          {sentence}
        </li>
      ))}
    </ul>
  );
}

function Issues({ issues }: { readonly issues: readonly RuleIssue[] }) {
  const { ofError } = useSpoken();
  if (issues.length === 0) return null;
  return (
    <ul role="status" className="flex flex-col gap-0.5">
      {issues.map((issue) => {
        const said = ofError({ code: issue.code, kind: 'setup', what: issue.text, fix: issue.fix, params: issue.params });
        return <li key={issue.code} className={classes('text-12', issue.severity === 'error' ? 'text-failed' : 'text-parked')}>{said.what} {said.fix}</li>;
      })}
    </ul>
  );
}

/** “in → parts → mapped → out”, and which of the last records this rule changes. */
function Facts({ facts }: { readonly facts: BlockFacts }) {
  const { t } = useTranslation(['rules', 'tables']);
  const [trace] = facts.traces;
  const named = (path: string, value: string) => ({ name: t(`tables:trace.${path}` as 'tables:trace.in'), value });
  return (
    <>
      {trace && (
        <Trace
          stations={[named('in', trace.before), ...(trace.parts.length > 0 ? [named('parts', trace.parts.join('|'))] : []), ...(trace.mapped === undefined ? [] : [named('mapped', trace.mapped)]), ...(trace.skipped || trace.error ? [] : [named('out', trace.after)])]}
          error={trace.error}
          end={trace.skipped && t('stopped')}
        />
      )}
      {facts.traces.length > 1 && <p className="text-12 text-faint">{t('items', { count: facts.traces.length })}</p>}
      {facts.records > 0 && (
        <Popover
          label={t('touchedList')}
          className="scroll-y max-h-72 w-80 p-2"
          trigger={<button type="button" disabled={facts.touched.length === 0} className="self-start rounded-4 text-12 text-muted enabled:underline enabled:decoration-dotted enabled:underline-offset-2 enabled:hover:text-text">{t('touched', { count: facts.touched.length, records: facts.records })}</button>}
        >
          <ul className="flex flex-col">
            {facts.touched.map((one) => (
              <li key={one.index}>
                <Button look="quiet" size="small" className="w-full justify-start! gap-2 text-text" onClick={() => useSampleIndex.setState({ index: one.index })}>
                  <span className="truncate font-medium">{one.title}</span>
                  <span className="min-w-0 flex-1 truncate text-left text-muted">{one.end ? t(`end.${one.end}`) : `${one.before || t('tables:emptyValue')} → ${one.after || t('tables:emptyValue')}`}</span>
                </Button>
              </li>
            ))}
          </ul>
        </Popover>
      )}
    </>
  );
}

/** The button below the list. */
export function AddRule({ onAdd }: { readonly onAdd: () => void }) {
  const { t } = useTranslation('rules');
  return <Button icon={Plus} onClick={onAdd} className="self-start">{t('add')}</Button>;
}
