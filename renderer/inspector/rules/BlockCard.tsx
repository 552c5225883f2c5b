import { ChevronRight, Copy, GripVertical, Plus, Trash2 } from 'lucide-react';
import { useState, type DragEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo } from '#shared/entities/fields.ts';
import type { RuleIssue } from '#shared/rules/checkRules.ts';
import type { RuleBlock } from '#shared/rules/rules.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { Switch } from '#renderer/ui/toggles.tsx';
import { BlockForm } from './BlockForm.tsx';
import { RuleFacts } from './RuleFacts.tsx';
import { RuleSentences } from './RuleSentences.tsx';
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
        <RuleSentences block={block} words={words} />
        <Issues issues={issues} />
        {!block.off && <RuleFacts facts={facts} />}
      </div>
      {isOpen && <BlockForm block={block} name={name} facts={facts} onChange={onChange} {...form} />}
    </li>
  );
}

function Issues({ issues }: { readonly issues: readonly RuleIssue[] }) {
  const { ofError } = useSpoken();
  if (issues.length === 0) return null;
  return (
    <div role="status">
      <ul className="flex flex-col gap-0.5">
        {issues.map((issue) => {
          const said = ofError({ code: issue.code, kind: 'setup', what: issue.text, fix: issue.fix, params: issue.params });
          return <li key={issue.code} className={classes('text-12', issue.severity === 'error' ? 'text-failed' : 'text-parked')}>{said.what} {said.fix}</li>;
        })}
      </ul>
    </div>
  );
}

/** The button below the list. */
export function AddRule({ onAdd }: { readonly onAdd: () => void }) {
  const { t } = useTranslation('rules');
  return <Button icon={Plus} onClick={onAdd} className="self-start">{t('add')}</Button>;
}
