import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '#shared/flow/document.ts';
import { setSetting } from '#shared/flow/edit.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { useSettingText } from '#renderer/i18n/settingText.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { goToLevel } from './goToLevel.ts';
import { LevelLadder } from './LevelLadder.tsx';
import { sayValue } from './sayValue.ts';
import { useLevelName } from './useLevelName.ts';
import type { NodeLevels } from './useNodeLevels.ts';

interface OriginProps {
  readonly node: FlowNode;
  readonly field: SettingField;
  readonly levels: NodeLevels;
}

/**
 * Where a setting's value comes from, under its field: chosen in this node, with what would hold otherwise and the way back, or given from above,
 * with the way there; and where else it could stand. Nothing where the standard holds and nobody said anything else.
 */
export function Origin({ node, field, levels }: OriginProps) {
  const { t } = useTranslation(['inspect', 'versions', 'settings', 'editor']);
  const text = useSettingText(levels.owner);
  const levelName = useLevelName(node);
  const origin = levels.originOf(field.key);
  if (origin === 'standard') return null;
  const behind = levels.inheritedFrom(field.key);
  const label = text.label(field);
  const standard = standardText(field, text, (on) => t(on ? 'inspect:origin.on' : 'inspect:origin.off'));
  // What has to be chosen has no standard to go back to.
  const hasWayBack = origin === 'node' && (behind !== 'standard' || !field.required || ('default' in field && field.default !== undefined));
  const back = behind === 'standard' ? t('inspect:origin.reset') : t('inspect:origin.resetOver', { from: levelName(behind) });
  const backField = behind === 'standard' ? t('inspect:origin.resetField', { field: label }) : t('inspect:origin.resetOverField', { field: label, from: levelName(behind) });
  const here =
    behind !== 'standard' ? t('inspect:origin.hereOver', { from: levelName(behind), value: sayValue(levels.inherited[field.key], field, levels.owner, t) })
    : standard === null ? t('inspect:origin.here')
    : t('inspect:origin.hereInstead', { standard });
  return (
    <p className="mt-1 flex min-h-5 items-center gap-1 text-12 text-faint" data-origin={origin}>
      {origin === 'node' ? (
        <span className="min-w-0 truncate" title={here}>{here}</span>
      ) : (
        <button type="button" title={t(`inspect:origin.go.${origin}`)} onClick={() => goToLevel(origin, node.connection, levels.owner, field.key)} className="min-w-0 truncate rounded-4 text-muted underline decoration-line-strong underline-offset-2 hover:text-text">
          {t(`inspect:origin.from.${origin}`, { name: levelName.connection })}
        </button>
      )}
      {hasWayBack && (
        <button type="button" aria-label={backField} title={back} onClick={() => useEditor.getState().edit((flow) => setSetting(flow, node.id, field.key, undefined))} className="-my-0.5 flex size-6 shrink-0 items-center justify-center rounded-4 hover:bg-hover hover:text-text">
          <RotateCcw size={11} aria-hidden />
        </button>
      )}
      <LevelLadder node={node} field={field} levels={levels} standard={standard} />
    </p>
  );
}

/** The standard in a word or two; null for one that is no single word, such as a table, or that does not exist. */
function standardText(field: SettingField, text: ReturnType<typeof useSettingText>, onOff: (on: boolean) => string): string | null {
  if (!('default' in field) || field.default === undefined) return null;
  switch (field.type) {
    case 'boolean':
      return onOff(field.default);
    case 'choice': {
      const option = field.options.find(({ value }) => value === field.default);
      return option ? text.option(field, option) : field.default;
    }
    case 'text':
    case 'template':
    case 'pick':
      return field.default === '' ? null : field.default;
    case 'number':
      return String(field.default);
    default:
      return null;
  }
}
