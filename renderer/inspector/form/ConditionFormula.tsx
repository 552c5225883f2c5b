import { useMemo, useState } from 'react';
import type { FieldInfo } from '#shared/entities/fields.ts';
import type { FieldRule } from '#shared/mapping/mapping.ts';
import { FormulaBox } from '../mapper/formula/FormulaBox.tsx';
import { useTriedRule } from '../mapper/useTriedRule.ts';

interface ConditionFormulaProps {
  readonly label: string;
  readonly value: string;
  readonly fields: readonly FieldInfo[];
  /** The record the formula is tried on. */
  readonly scope: unknown;
  readonly onCommit: (text: string) => void;
}

/** A formula as a condition, in the same box as the mapper's: completion, its error below it, and what it gives for the current record while one types. */
export function ConditionFormula({ label, value, fields, scope, onCommit }: ConditionFormulaProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? value;
  const rule = useMemo((): FieldRule | undefined => (text.trim() === '' ? undefined : { target: 'value', from: { kind: 'formula', text } }), [text]);
  const tried = useTriedRule(rule, scope);
  return (
    <FormulaBox
      label={label}
      value={value}
      scope={scope}
      fields={fields}
      tried={tried}
      example="$number(total) > 100"
      onType={setTyped}
      onCommit={(done) => {
        setTyped(null);
        onCommit(done.trim());
      }}
    />
  );
}
