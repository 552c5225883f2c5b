import { useTranslation } from 'react-i18next';
import type { RuleBlock, RuleRow } from '#shared/rules/rules.ts';
import type { RuleWords } from './ruleWords.ts';

/** What a rule does, a sentence a row. */
export function RuleSentences({ block, words }: { readonly block: RuleBlock; readonly words: RuleWords }) {
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
