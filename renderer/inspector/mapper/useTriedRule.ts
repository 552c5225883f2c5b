import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { FluxoError } from '#shared/errors.ts';
import type { Answers, FormulaAnswer } from '#shared/formulas/jobs.ts';
import type { FieldRule } from '#shared/mapping/mapping.ts';
import { readMapping } from '#shared/mapping/tree.ts';
import { call } from '#renderer/bridge.ts';
import { keys } from '#renderer/queries/keys.ts';
import { traceRule, type Trace } from './traceRule.ts';
import { tryRule, type Tried } from './tryRule.ts';

/**
 * What one rule makes of the current record, live. A formula beyond the part Fluxo works out itself is asked of the formula
 * process; until its answer is there nothing is shown.
 */
export function useTriedRule(rule: FieldRule | undefined, scope: unknown): Tried | null {
  return useWorkedOut(rule, scope, tryRule);
}

/** The same, with the value after each station of the rule. */
export function useTrace(rule: FieldRule | undefined, scope: unknown): Trace | null {
  return useWorkedOut(rule, scope, traceRule);
}

function useWorkedOut<T>(rule: FieldRule | undefined, scope: unknown, work: (rule: FieldRule, record: unknown, answers?: Answers) => T): T | null {
  const left = useMemo(() => textLeft(rule), [rule]);
  const text = useRested(left);
  const answer = useAnswer(text === left ? text : null, scope);
  return useMemo(() => {
    if (!rule || scope === undefined || (left !== null && !answer)) return null;
    return work(rule, scope, answer && left !== null ? [[answer]] : undefined);
  }, [rule, scope, left, answer, work]);
}

/** The formula process's answer, asked once for each text and scope; the one before stands until the next is there. Not a query of its own in every row: most have nothing to ask, and there are hundreds. */
function useAnswer(text: string | null, scope: unknown): FormulaAnswer | undefined {
  const client = useQueryClient();
  const [answer, setAnswer] = useState<FormulaAnswer>();
  useEffect(() => {
    if (text === null || scope === undefined) return;
    let wanted = true;
    const asked = client.fetchQuery({ queryKey: keys.formula(text, scope), queryFn: () => call('formulas.try', { text, scope: scope as never }), staleTime: Infinity });
    // What cannot be asked now shows nothing; the next letter asks again.
    asked.then((next) => wanted && setAnswer(next), () => wanted && setAnswer(undefined));
    return () => {
      wanted = false;
    };
  }, [client, text, scope]);
  return answer;
}

const pauseMs = 150;

/** The text once nothing was typed for a moment: what goes to another process is not asked at every letter. */
function useRested(text: string | null): string | null {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    if (text === rested) return;
    const timer = setTimeout(setRested, pauseMs, text);
    return () => clearTimeout(timer);
  }, [text, rested]);
  return rested;
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
