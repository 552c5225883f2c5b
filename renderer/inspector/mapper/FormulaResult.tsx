import { useMemo } from 'react';
import type { FieldRule } from '#shared/mapping/mapping.ts';
import { TriedText } from './TriedText.tsx';
import { useTriedRule } from './useTriedRule.ts';

/** What a formula gives for the current record, or in words what is wrong and at which letter. */
export function FormulaResult({ text, scope }: { readonly text: string; readonly scope: unknown }) {
  const rule = useMemo((): FieldRule | undefined => (text.trim() === '' ? undefined : { target: 'value', from: { kind: 'formula', text } }), [text]);
  const tried = useTriedRule(rule, scope);
  return tried && <TriedText tried={tried} />;
}
