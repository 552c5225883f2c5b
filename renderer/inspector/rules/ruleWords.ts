import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo } from '#shared/entities/fields.ts';
import type { Condition } from '#shared/records/conditions.ts';
import { blockName, type Operand, type RuleAction, type RuleBlock, type RuleRow } from '#shared/rules/rules.ts';

export interface RuleWords {
  readonly field: (path: string) => string;
  readonly block: (block: RuleBlock) => string;
  /** “If Country is in the EU: “EU”, otherwise Country.” */
  readonly row: (row: RuleRow) => string;
  readonly action: (action: RuleAction) => string;
}

/** Rules as sentences in the reader's language. */
export function useRuleWords(fields: readonly FieldInfo[], entity: string): RuleWords {
  const { t } = useTranslation(['rules', 'editor', 'entities']);
  return useMemo(() => ruleWords(t as unknown as TFunction, fields, entity), [t, fields, entity]);
}

export function ruleWords(t: TFunction, fields: readonly FieldInfo[], entity: string): RuleWords {
  const field = (path: string) => {
    const known = fields.find((one) => one.path === path);
    return known ? t(`entities:${entity}.${path}`, { defaultValue: known.label }) : path;
  };
  const operand = (value: Operand) => (value.kind === 'field' ? field(value.path) : value.text);
  const condition = (row: Condition) => {
    const value = row.other === undefined ? (row.value === undefined ? '' : `“${row.value}”`) : field(row.other);
    const ends = row.op === 'between' ? t('rules:condition.ends', { from: row.value ?? '', to: row.to ?? '' }) : value;
    return [field(row.field) || t('rules:noField'), t(`editor:op.${row.op}`), ['isEmpty', 'hasValue', 'inEu'].includes(row.op) ? '' : ends].filter(Boolean).join(' ');
  };
  const action = ({ from, steps = [] }: RuleAction): string => {
    const begin = (() => {
      switch (from.kind) {
        case 'field':
          return field(from.path);
        case 'text':
          return `“${from.text}”`;
        case 'list':
          return t(`rules:take.${from.take}`, { path: field(from.path), nth: from.nth ?? 1 });
        default:
          return t(`rules:from.${from.kind}`);
      }
    })();
    const told = steps.map((step) => (step.table ? t('rules:step.lookup') : [t(`rules:step.${step.name}`, { defaultValue: step.name }), ...(step.args ?? []).map(operand)].join(' ')));
    return [begin, ...told].join(', ');
  };
  return {
    field,
    action,
    block: (block) => (block.name?.trim() ? blockName(block) : block.field === '' ? t('rules:unnamed') : field(block.field)),
    row: (row) => {
      const use = action(row.use);
      const when = row.if && row.if.rows.length > 0 ? row.if.rows.map(condition).join(` ${t(`rules:join.${row.if.join}`)} `) : '';
      if (when === '') return t('rules:sentence.always', { use });
      const otherwise = row.otherwise ? action(row.otherwise) : row.use.from.kind === 'yesNo' ? t('rules:from.no') : t('rules:nothing');
      return row.otherwise === undefined && ['skip', 'fail'].includes(row.use.from.kind) ? t('rules:sentence.if', { when, use }) : t('rules:sentence.ifElse', { when, use, otherwise });
    },
  };
}
