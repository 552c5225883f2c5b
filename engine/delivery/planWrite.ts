import type { EffectDefinition } from '#connectors/sdk/connector.ts';
import { changesBetween } from '#shared/records/changes.ts';
import type { FieldChange, PlannedWrite } from '#shared/records/plan.ts';
import { stableText } from '#shared/records/stableText.ts';
import type { Value } from '#shared/records/story.ts';

/** Fields of one write that a plan keeps; a document of 750 lines has thousands, and nobody reads them one by one. */
const mostChanges = 400;

const asValue = (changes: readonly FieldChange[]): Value => changes as unknown as readonly Value[];

/** What sending a payload would do, field by field. `hash` gives hex digits. */
export function planWrite(effect: EffectDefinition<unknown>, payload: Value, { slot, current }: { readonly slot: string; readonly current: Value | undefined }, hash: (text: string) => string): PlannedWrite {
  const { fields, thing } = effect.view?.(payload) ?? { fields: payload };
  const changes = changesBetween(current, fields);
  const rest = changes.slice(mostChanges);
  return {
    effect: effect.name,
    slot,
    label: effect.label,
    action: current === undefined && thing === undefined ? 'create' : 'update',
    ...(thing !== undefined && { thing }),
    changes: changes.slice(0, mostChanges),
    ...(rest.length > 0 && { more: { count: rest.length, mark: hash(stableText(asValue(rest))).slice(0, 16) } }),
    mark: hash(stableText([effect.name, thing ?? null, asValue(changes)])).slice(0, 16),
  };
}
