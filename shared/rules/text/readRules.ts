import { freeId } from '../../flow/edit.ts';
import type { Reason } from '../../records/outcomes.ts';
import { RuleBlockSchema, type RuleBlock } from '../rules.ts';
import { RuleReader, Unreadable } from './RuleReader.ts';
import { tokensOf, type Token } from './tokens.ts';

/** A place of a text of rules that cannot be read: what is wrong, and what to do (`fix`). */
export interface TextFault {
  /** From 1. */
  readonly line: number;
  /** Letters of the text it is about. */
  readonly from: number;
  readonly to: number;
  readonly reason: Reason;
}

export interface RulesRead {
  /** All that could be read; with `faults` not all that is there. */
  readonly blocks: readonly RuleBlock[];
  /** The line each of the blocks begins in. */
  readonly lines: readonly number[];
  readonly faults: readonly TextFault[];
}

/**
 * The rules a text says (docs/rules.md). A rule keeps the id that stands behind its `#`; without one it is taken for the rule of `known` with the same
 * field and name, so that records which wait for one of its tables stay its own; any other gets a new id. After a fault reading goes on with the next line.
 */
export function readRules(text: string, known: readonly RuleBlock[] = []): RulesRead {
  const tokens = tokensOf(text);
  const faults: TextFault[] = [];
  const found: { readonly block: RuleBlock; readonly line: number }[] = [];
  const reader = new RuleReader(tokens);
  while (!reader.isAtEnd()) {
    try {
      reader.line();
    } catch (thrown) {
      if (!(thrown instanceof Unreadable)) throw thrown;
      faults.push(faultAt(thrown.token, thrown.reason));
      reader.recover();
    }
  }
  const taken = new Set(reader.rules.flatMap(({ id }) => id ?? []));
  const used = new Set<string>();
  for (const { id, line, token, ...block } of reader.rules) {
    const own = id !== undefined && !used.has(id) ? id : known.find((one) => one.field === block.field && one.name === block.name && !taken.has(one.id) && !used.has(one.id))?.id;
    const chosen = own ?? freeId([...taken, ...used, ...known.map((one) => one.id)], 'rule');
    const parsed = RuleBlockSchema.safeParse({ id: chosen, ...block });
    used.add(chosen);
    if (parsed.success) found.push({ block: parsed.data, line });
    else faults.push(faultAt(token, { code: 'rules.text_not_allowed', text: 'This rule is larger than a rule may be.', fix: 'Make names at most 120 letters long, and texts at most 2000.' }));
  }
  return { blocks: found.map(({ block }) => block), lines: found.map(({ line }) => line), faults: faults.toSorted((a, b) => a.from - b.from) };
}

const faultAt = ({ line, from, to }: Token, reason: Reason): TextFault => ({ line, from, to, reason });
