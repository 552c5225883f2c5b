import { Plus, Trash2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo } from '#shared/entities/fields.ts';
import type { RuleBlock, RuleRow } from '#shared/rules/rules.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Switch } from '#renderer/ui/toggles.tsx';
import { ConditionList } from '../form/ConditionList.tsx';
import { ActionEditor } from './ActionEditor.tsx';

interface RowEditorProps {
  readonly row: RuleRow;
  readonly number: number;
  readonly block: RuleBlock;
  readonly name: string;
  readonly fields: readonly FieldInfo[];
  readonly valueOf: (path: string) => string;
  readonly seen: (path: string) => readonly string[];
  readonly onChange: (row: RuleRow) => void;
  readonly onRemove: () => void;
}

/** One row of a block: when it holds, what it gives, and what else. */
export function RowEditor({ row, number, block, name, fields, valueOf, seen, onChange, onRemove }: RowEditorProps) {
  const { t } = useTranslation('rules');
  const action = { fields, valueOf, blockName: name };
  const keep = { from: { kind: 'field' as const, path: block.field } };
  const { otherwise: _else, if: _when, off: _off, ...always } = row;
  return (
    <li className="flex flex-col gap-2 rounded-8 border border-line bg-surface p-2">
      <div className="flex items-center gap-2">
        <span className="flex-1 text-12 font-medium text-muted">{t('row', { number })}</span>
        <Switch checked={!row.off} onChange={(on) => onChange({ ...always, ...(row.if && { if: row.if }), ...(row.otherwise && { otherwise: row.otherwise }), ...(!on && { off: true as const }) })} label={t('rowOn', { number })} />
        <IconButton size="small" icon={Trash2} label={t('rowRemove', { number })} onClick={onRemove} />
      </div>
      <div className="flex flex-col gap-1">
        <p className="text-12 text-faint">{t(row.if && row.if.rows.length > 0 ? 'when' : 'whenAlways')}</p>
        <ConditionList conditions={row.if ?? { join: 'all', rows: [] }} onChange={(conditions) => onChange(conditions.rows.length === 0 ? { ...always, ...(row.off && { off: row.off }) } : { ...row, if: { join: conditions.join, rows: [...conditions.rows] }, ...(!row.if && block.take !== 'first' && row.use.from.kind !== 'yesNo' && block.field !== '' && { otherwise: keep }) })} fields={fields.filter(({ type }) => type !== 'list')} valueOf={valueOf} seen={seen} />
      </div>
      <div className="flex flex-col gap-1">
        <p className="text-12 text-faint">{t('use')}</p>
        <ActionEditor {...action} label={t('useOf', { number })} action={row.use} onChange={(use) => onChange({ ...row, use })} />
      </div>
      {row.if && row.if.rows.length > 0 && block.take !== 'first' && (
        <div className="flex flex-col gap-1">
          {row.otherwise ? (
            <>
              <div className="flex items-center justify-between">
                <p className="text-12 text-faint">{t('otherwise')}</p>
                <IconButton size="small" icon={X} label={t('otherwiseRemove', { number })} onClick={() => onChange({ ...always, ...(row.off && { off: row.off }), if: row.if })} />
              </div>
              <ActionEditor {...action} label={t('otherwiseOf', { number })} action={row.otherwise} onChange={(otherwise) => onChange({ ...row, otherwise })} />
            </>
          ) : (
            <div className="flex items-center justify-between gap-2">
              <p className="min-w-0 text-12 text-faint">{t(row.use.from.kind === 'yesNo' ? 'elseFalse' : row.use.from.kind === 'skip' || row.use.from.kind === 'fail' ? 'elseNothing' : 'elseEmpty')}</p>
              <Button look="quiet" size="small" icon={Plus} onClick={() => onChange({ ...row, otherwise: keep })}>{t('otherwiseAdd')}</Button>
            </div>
          )}
        </div>
      )}
    </li>
  );
}
