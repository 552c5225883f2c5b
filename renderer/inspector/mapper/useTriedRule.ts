import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { FluxoError } from '#shared/errors.ts';
import type { FieldRule } from '#shared/mapping/mapping.ts';
import { readMapping } from '#shared/mapping/tree.ts';
import { call } from '#renderer/bridge.ts';
import { keys } from '#renderer/queries/keys.ts';
import { tryRule, type Tried } from './tryRule.ts';

/**
 * What one rule makes of the current record, live. A formula beyond the part Fluxo works out itself is asked of the formula
 * process; until its answer is there nothing is shown.
 */
export function useTriedRule(rule: FieldRule | undefined, scope: unknown): Tried | null {
  const left = useMemo(() => textLeft(rule), [rule]);
  const asked = useQuery({
    queryKey: keys.formula(left ?? '', scope),
    queryFn: () => call('formulas.try', { text: left ?? '', scope: (scope ?? null) as never }),
    enabled: left !== null && scope !== undefined,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => {
    if (!rule || scope === undefined || (left !== null && !asked.data)) return null;
    return tryRule(rule, scope, asked.data && left !== null ? [[asked.data]] : undefined);
  }, [rule, scope, left, asked.data]);
}

/** The formula of a rule that JSONata has to work out; null when there is none, or when it cannot be read. */
function textLeft(rule: FieldRule | undefined): string | null {
  if (rule?.from.kind !== 'formula') return null;
  try {
    return readMapping({ entity: 'preview', fields: [rule], lists: [] }).left[0]?.text ?? null;
  } catch (thrown) {
    if (thrown instanceof FluxoError) return null;
    throw thrown;
  }
}
