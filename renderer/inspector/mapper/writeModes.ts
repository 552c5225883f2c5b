import type { EntityInfo } from '#shared/entities/fields.ts';
import type { FieldRule, Mapping } from '#shared/mapping/mapping.ts';

/** The filled fields that describe a thing to people (names, texts), as opposed to what is counted: those a shop may have enriched in the target. */
export const descriptiveRules = (entity: EntityInfo, mapping: Mapping): readonly FieldRule[] => {
  const paths = new Set(entity.fields.filter((field) => field.descriptive).map((field) => field.path));
  return mapping.fields.filter((rule) => paths.has(rule.target));
};

/** Whether texts in the target are written again: `true` on every update, `false` only when the thing is new, `mixed` some so and some so; null when nothing descriptive is filled. */
export function updatesDescriptions(entity: EntityInfo, mapping: Mapping): boolean | 'mixed' | null {
  const rules = descriptiveRules(entity, mapping);
  if (rules.length === 0) return null;
  const created = rules.filter((rule) => rule.write === 'create').length;
  const always = rules.filter((rule) => (rule.write ?? 'both') === 'both').length;
  return always === rules.length ? true : created === rules.length ? false : 'mixed';
}

/** The shortcut “update product information”: all descriptive fields on create only, or always. */
export function setUpdatesDescriptions(entity: EntityInfo, mapping: Mapping, update: boolean): Mapping {
  const paths = new Set(descriptiveRules(entity, mapping).map((rule) => rule.target));
  return {
    ...mapping,
    fields: mapping.fields.map((rule) => {
      if (!paths.has(rule.target)) return rule;
      const { write: _old, ...rest } = rule;
      return update ? rest : { ...rest, write: 'create' as const };
    }),
  };
}
