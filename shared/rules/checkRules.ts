import { FluxoError } from '../errors.ts';
import type { FieldInfo } from '../entities/fields.ts';
import { compileRules } from './evaluate.ts';
import { rulePath } from './paths.ts';
import { blockName, type Operand, type RuleAction, type RuleBlock } from './rules.ts';

/** One thing wrong with a block, or to know about it. */
export interface RuleIssue {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly blockId: string;
  readonly text: string;
  readonly fix: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Everything wrong with blocks: without a field, for a list, with a bad path or function; and blocks that read what a later one writes. */
export function checkRules(blocks: readonly RuleBlock[], fields: readonly FieldInfo[]): readonly RuleIssue[] {
  return blocks.flatMap((block, index): RuleIssue[] => {
    if (block.off) return [];
    const params = { block: blockName(block), field: block.field };
    if (block.field.trim() === '') return [{ severity: 'error', code: 'rules.no_field', blockId: block.id, text: `Rule ${index + 1} has no field to fill.`, fix: 'Choose the field.', params: { number: String(index + 1) } }];
    const type = fields.find((field) => field.path === block.field)?.type;
    if (type === 'list' || type === 'object') return [{ severity: 'error', code: 'rules.fills_a_list', blockId: block.id, text: `The rule “${params.block}” cannot fill ${block.field}: it is a list or a group of fields.`, fix: 'Choose a single field.', params }];
    try {
      compileRules([block]);
    } catch (thrown) {
      if (!(thrown instanceof FluxoError)) throw thrown;
      return [{ severity: 'error', code: thrown.code, blockId: block.id, text: `“${params.block}”: ${thrown.data.what}`, fix: thrown.data.fix ?? '', params: { ...thrown.data.params, block: params.block } }];
    }
    const later = readsOf(block).find((path) => path !== block.field && blocks.slice(index + 1).some((other) => !other.off && other.field === path));
    return later === undefined ? [] : [{ severity: 'warning', code: 'rules.reads_later', blockId: block.id, text: `The rule “${params.block}” reads ${later} before the rule that fills it.`, fix: 'Move it below that rule.', params: { block: params.block, field: later } }];
  });
}

/** Every path a block reads. */
export function readsOf(block: RuleBlock): readonly string[] {
  const ofOperand = (operand: Operand) => (operand.kind === 'field' ? [operand.path] : []);
  const ofAction = (action: RuleAction | undefined): readonly string[] => (action ? [...(action.from.kind === 'field' || action.from.kind === 'list' ? [action.from.path] : []), ...(action.steps ?? []).flatMap(({ args = [] }) => args.flatMap(ofOperand))] : []);
  return block.rows.filter(({ off }) => !off).flatMap((row) => [...(row.if?.rows ?? []).flatMap(({ field, other }) => [field, ...(other === undefined ? [] : [other])]), ...ofAction(row.use), ...ofAction(row.otherwise)]);
}

/** True when a block's field belongs to the items of a list. */
export const isOfList = (block: RuleBlock): boolean => block.field.includes('[].') && rulePath(block.field).list !== null;
