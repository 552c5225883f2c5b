import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo } from '#shared/entities/fields.ts';
import { freeId } from '#shared/flow/edit.ts';
import { readPipe, type PipeRead } from '#shared/rules/pipe/readPipe.ts';
import type { RuleBlock } from '#shared/rules/rules.ts';
import { readRules } from '#shared/rules/text/readRules.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextArea } from '#renderer/ui/inputs.tsx';
import { Segmented } from '#renderer/ui/toggles.tsx';
import { RuleSentences } from '../RuleSentences.tsx';
import type { RuleWords } from '../ruleWords.ts';

interface ImportRulesProps {
  readonly blocks: readonly RuleBlock[];
  readonly fields: readonly FieldInfo[];
  readonly words: RuleWords;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onTake: (blocks: readonly RuleBlock[]) => void;
}

/** Rules as text from another flow, or blocks of a tool that joins parts with pipes: what was understood, and what was not, is shown before anything is taken. */
export function ImportRules({ blocks, fields, words, isOpen, onClose, onTake }: ImportRulesProps) {
  const { t } = useTranslation('rules');
  const { ofReason } = useSpoken();
  const [text, setText] = useState('');
  const [how, setHow] = useState<'add' | 'replace'>('add');
  const read = useMemo(() => understood(text, fields), [text, fields]);
  const close = () => {
    setText('');
    onClose();
  };
  const take = () => {
    onTake(how === 'replace' ? read.blocks : withFreeIds(blocks, read.blocks));
    close();
  };
  return (
    <Dialog
      open={isOpen}
      onClose={close}
      title={t('import.title')}
      className="w-160"
      actions={
        <>
          <Button onClick={close}>{t('import.cancel')}</Button>
          <Button look="primary" disabled={read.blocks.length === 0} onClick={take}>{t('import.take', { count: read.blocks.length })}</Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="text-muted">{t('import.help')}</p>
        <TextArea aria-label={t('import.paste')} placeholder={t('import.example')} rows={8} value={text} onChange={(event) => setText(event.target.value)} className="font-mono text-12" />
        {blocks.length > 0 && <Segmented label={t('import.how')} value={how} onChange={setHow} options={[{ value: 'add', label: t('import.add') }, { value: 'replace', label: t('import.replace') }]} className="self-start" />}
        {text.trim() !== '' && (
          <div role="status" className="flex flex-col gap-2">
            <h3 className="font-medium">{t('import.found', { count: read.blocks.length })}</h3>
            {read.blocks.length > 0 && (
              <ol aria-label={t('import.understood')} tabIndex={0} className="scroll-y flex max-h-56 flex-col gap-2 rounded-6 border border-line p-3">
                {read.blocks.map((block) => (
                  <li key={block.id} className="flex flex-col gap-1">
                    <span className="text-13 font-medium">{words.block(block)}{block.name && block.field !== '' && <span className="font-normal text-muted"> · {words.field(block.field)}</span>}</span>
                    <RuleSentences block={block} words={words} />
                    {block.map && block.map.rows.length > 0 && <p className="text-12 text-faint">{t('import.rows', { count: block.map.rows.length })}</p>}
                  </li>
                ))}
              </ol>
            )}
            {read.notes.length > 0 && (
              <ul aria-label={t('import.notUnderstood')} tabIndex={0} className="scroll-y flex max-h-32 flex-col gap-1 rounded-6 bg-parked-soft px-3 py-2 text-12" data-selectable>
                {read.notes.map(({ line, severity, reason }, index) => {
                  const { what, fix } = ofReason(reason);
                  return (
                    <li key={index}>
                      <span className={classes('tabular font-medium', severity === 'error' && 'text-failed')}>{t('text.line', { line })}</span> {what} <span className="text-muted">{fix}</span>
                    </li>
                  );
                })}
              </ul>
            )}
          </div>
        )}
      </div>
    </Dialog>
  );
}

/** A text that begins with a rule is one of Fluxo's own. */
function understood(text: string, fields: readonly FieldInfo[]): PipeRead {
  if (!/^\s*rule\b(?!\s*:)/i.test(text)) return readPipe(text, fields);
  const { blocks, faults } = readRules(text);
  return { blocks, notes: faults.map(({ line, reason }) => ({ severity: 'error', line, reason })) };
}

/** Behind the ones that are there, with ids of their own. */
function withFreeIds(known: readonly RuleBlock[], added: readonly RuleBlock[]): readonly RuleBlock[] {
  return added.reduce<readonly RuleBlock[]>((all, block) => [...all, all.some(({ id }) => id === block.id) ? { ...block, id: freeId(all.map(({ id }) => id), 'rule') } : block], known);
}
