import { CircleAlert, TriangleAlert } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo } from '#shared/entities/fields.ts';
import { mappingFunctions } from '#shared/mapping/functions.ts';
import { checkRules } from '#shared/rules/checkRules.ts';
import type { RuleBlock } from '#shared/rules/rules.ts';
import { readRules } from '#shared/rules/text/readRules.ts';
import { writeRules } from '#shared/rules/text/writeRules.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { Skeleton } from '#renderer/ui/states.tsx';
import { RuleFacts } from '../RuleFacts.tsx';
import type { RuleWords } from '../ruleWords.ts';
import type { BlockFacts } from '../useRuleTraces.ts';
import { keepDraft, useRulesDrafts } from './rulesDraft.ts';

const RulesTextEditor = lazy(async () => ({ default: (await import('./RulesTextEditor.tsx')).RulesTextEditor }));

interface RulesTextProps {
  /** Names the flow and the node the text belongs to. */
  readonly draftKey: string;
  readonly blocks: readonly RuleBlock[];
  readonly fields: readonly FieldInfo[];
  readonly words: RuleWords;
  readonly valueOf: (path: string) => string;
  readonly factsOf: (blockId: string) => BlockFacts;
  readonly onChange: (blocks: readonly RuleBlock[]) => void;
}

interface Told {
  readonly severity: 'error' | 'warning';
  readonly line: number;
  readonly at: number;
  readonly reason: Reason;
}

/** All rules as one text: errors below it with their lines, and of the rule the caret is in what it makes of the record that is looked at. Taken over on leaving it, as one step of undo, once all of it can be read. */
export function RulesText({ draftKey, blocks, fields, words, valueOf, factsOf, onChange }: RulesTextProps) {
  const { t } = useTranslation(['rules', 'functions']);
  const written = useMemo(() => writeRules(blocks), [blocks]);
  const draft = useRulesDrafts((state) => state.drafts[draftKey]);
  const text = draft ?? written;
  const [caret, setCaret] = useState(0);
  const [goTo, setGoTo] = useState<{ readonly at: number }>();
  const read = useMemo(() => readRules(text, blocks), [text, blocks]);
  const told = useMemo((): readonly Told[] => {
    const startOf = (line: number) => text.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
    const found = checkRules(read.blocks, fields).map(({ blockId, severity, code, text: what, fix, params }) => {
      const line = read.lines[read.blocks.findIndex(({ id }) => id === blockId)] ?? 1;
      return { severity, line, at: startOf(line), reason: { code, text: what, fix, params } };
    });
    return [...read.faults.map(({ line, from, reason }) => ({ severity: 'error' as const, line, at: from, reason })), ...found];
  }, [read, fields, text]);
  const editorWords = useMemo(() => ({ fields, valueOf, helpOf: (name: string) => t(`functions:${name}.help`, { defaultValue: mappingFunctions.get(name)?.help ?? '' }) }), [fields, valueOf, t]);
  const caretLine = text.slice(0, caret).split('\n').length;
  const here = read.blocks[read.lines.findLastIndex((line) => line <= caretLine)];
  const current = here && blocks.find(({ id }) => id === here.id);
  const commit = (done: string) => {
    const made = readRules(done, blocks);
    if (made.faults.length > 0) return keepDraft(draftKey, done === written ? null : done);
    keepDraft(draftKey, null);
    if (JSON.stringify(made.blocks) !== JSON.stringify(blocks)) onChange(made.blocks);
  };
  return (
    <div className="flex flex-col gap-2 [--code-height:min(480px,50vh)]" data-rules-text>
      <Suspense fallback={<Skeleton className="h-40" />}>
        <RulesTextEditor label={t('text.label')} value={text} words={editorWords} wrong={read.faults} goTo={goTo} onType={(next) => keepDraft(draftKey, next === written ? null : next)} onCaret={setCaret} onCommit={commit} onCancel={() => keepDraft(draftKey, null)} />
      </Suspense>
      <Faults told={told} onGo={(at) => setGoTo({ at })} />
      {read.faults.length > 0 && (
        <div className="flex items-center justify-between gap-2">
          <p className="text-12 text-muted">{t('text.notTaken')}</p>
          {draft !== undefined && <Button size="small" onClick={() => keepDraft(draftKey, null)}>{t('text.takeBack')}</Button>}
        </div>
      )}
      {current && !current.off && (
        <section aria-label={words.block(current)} className="flex flex-col gap-1.5 rounded-8 border border-line bg-surface p-3">
          <h3 className="text-12 font-medium">{words.block(current)}</h3>
          <RuleFacts facts={factsOf(current.id)} />
        </section>
      )}
      <p className="text-12 text-faint">{t('text.hint')}</p>
    </div>
  );
}

function Faults({ told, onGo }: { readonly told: readonly Told[]; readonly onGo: (at: number) => void }) {
  const { t } = useTranslation('rules');
  const { ofReason } = useSpoken();
  return (
    <div role="status" aria-label={t('text.faults')}>
      <ul className="flex flex-col gap-1 empty:hidden">
        {told.map(({ severity, line, at, reason }) => {
          const { what, fix } = ofReason(reason);
          const Icon = severity === 'error' ? CircleAlert : TriangleAlert;
          return (
            <li key={`${at} ${reason.code}`} className={classes('flex items-start gap-1.5 text-12', severity === 'error' ? 'text-failed' : 'text-parked')}>
              <Icon size={12} aria-hidden className="mt-0.5 shrink-0" />
              <span className="min-w-0 break-words">
                <button type="button" onClick={() => onGo(at)} className="tabular rounded-4 font-medium underline decoration-dotted underline-offset-2">{t('text.line', { line })}</button> {what} <span className="text-muted">{fix}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
