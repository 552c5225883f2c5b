import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityInfo } from '#shared/entities/fields.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';
import { Checkbox } from '#renderer/ui/toggles.tsx';
import type { MapperContextValue } from './mapperContext.ts';
import { descriptiveRules, setUpdatesDescriptions, updatesDescriptions } from './writeModes.ts';

interface UpdateDescriptionsProps {
  readonly entity: EntityInfo;
  readonly mapping: Mapping;
  readonly change: MapperContextValue['change'];
  readonly className?: string;
}

/** “Update product information”: whether names and texts are written again when the product is there already. Nothing for what has no such fields. */
export function UpdateDescriptions({ entity, mapping, change, className }: UpdateDescriptionsProps) {
  const { t } = useTranslation(['inspect', 'entities']);
  const id = useId();
  const state = updatesDescriptions(entity, mapping);
  if (state === null) return null;
  const names = descriptiveRules(entity, mapping).map(({ target }) => t(`entities:${entity.name}.${target}`, { defaultValue: entity.fields.find((field) => field.path === target)?.label ?? target }));
  return (
    <div className={className}>
      <div className="flex min-h-6 flex-wrap items-center gap-x-2">
        <Checkbox id={id} checked={state === 'mixed' ? 'indeterminate' : state} onChange={(update) => change((current) => setUpdatesDescriptions(entity, current, update))} aria-describedby={`${id}-note`} />
        <label htmlFor={id} className="shrink-0">{t('descriptions.label')}</label>
        <span id={`${id}-note`} className="min-w-0 text-12 text-faint">{t(`descriptions.${state === 'mixed' ? 'mixed' : state ? 'on' : 'off'}`, { fields: names.join(', ') })}</span>
      </div>
    </div>
  );
}
