import { Layers } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '#shared/flow/document.ts';
import type { LevelPlace } from '#shared/flow/levels.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { isForLevels, settingLevels, type SettingLevel, type UpperLevel } from '#shared/settings/levels.ts';
import { useSettingText } from '#renderer/i18n/settingText.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Popover } from '#renderer/ui/Popover.tsx';
import { goToLevel } from './goToLevel.ts';
import { sayValue } from './sayValue.ts';
import { useLevelName } from './useLevelName.ts';
import { levelsFor, useMoveSetting } from './useMoveSetting.ts';
import type { NodeLevels } from './useNodeLevels.ts';
import { useSayReach } from './useReach.ts';

interface LadderProps {
  readonly node: FlowNode;
  readonly field: SettingField;
  readonly levels: NodeLevels;
  readonly standard: string | null;
}

/** All places where a setting may stand, the nearest on top: which one holds, what the others say and whom they reach, and ways to move the value. */
export function LevelLadder(props: LadderProps) {
  const { t } = useTranslation('inspect');
  const label = useSettingText(props.levels.owner).label(props.field);
  const [open, setOpen] = useState(false);
  if (!isForLevels(props.field)) return null;
  return (
    <Popover
      label={t('levels.title', { field: label })}
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="w-84 p-1"
      trigger={
        <button type="button" aria-label={t('levels.open', { field: label })} title={t('levels.where')} className="-my-0.5 flex size-6 shrink-0 items-center justify-center rounded-4 hover:bg-hover hover:text-text data-[state=open]:bg-hover data-[state=open]:text-text">
          <Layers size={12} aria-hidden />
        </button>
      }
    >
      <Rungs {...props} label={label} onGone={() => setOpen(false)} />
    </Popover>
  );
}

function Rungs({ node, field, levels, standard, label, onGone }: LadderProps & { readonly label: string; readonly onGone: () => void }) {
  const { t } = useTranslation(['inspect', 'versions', 'settings', 'editor']);
  const flowId = useEditor((state) => state.flow?.id ?? '');
  const levelName = useLevelName(node);
  const sayReach = useSayReach();
  const move = useMoveSetting(node, levels);
  const origin = levels.originOf(field.key);
  const possible = new Set<SettingLevel>(levelsFor(levels, origin, field.key, node.connection !== undefined));
  const placeAt = (level: UpperLevel): LevelPlace => (level === 'flow' ? { level, flowId } : level === 'connection' ? { level, connectionId: node.connection ?? '' } : { level });
  return (
    <>
      <h3 className="px-2 pt-1.5 text-12 font-semibold">{t('inspect:levels.title', { field: label })}</h3>
      <p className="px-2 pb-1 text-12 text-faint">{t('inspect:levels.nearest')}</p>
      <ol>
        {settingLevels.map((level) => {
          const value = levels.given[level]?.[field.key];
          if (level === 'connection' && node.connection === undefined) return null;
          const holds = level === origin;
          return (
            <li key={level} data-level={level} className="rounded-6 px-2 py-1.5">
              <div className="flex min-h-5 items-center gap-2">
                <span aria-hidden className={classes('size-2 shrink-0 rounded-full border', holds ? 'border-accent bg-accent' : value === undefined ? 'border-line-strong' : 'border-faint bg-faint')} />
                <span className={classes('min-w-0 truncate', holds ? 'font-medium' : value === undefined && 'text-muted')}>{levelName(level)}</span>
                {value !== undefined && <span className={classes('ml-auto min-w-12 max-w-28 shrink-0 truncate text-right text-12', holds ? 'text-text' : 'text-faint')}>{sayValue(value, field, levels.owner, t)}</span>}
                {value !== undefined && <span className="shrink-0 text-12 text-faint">{t(holds ? 'inspect:levels.holds' : 'inspect:levels.covered')}</span>}
              </div>
              {level !== 'node' && value !== undefined && <p className="pl-4 text-12 text-faint">{sayReach(placeAt(level), levels.owner, field.key)}</p>}
              <div className="flex flex-wrap gap-x-3 pl-4 empty:hidden">
                {possible.has(level) && level !== 'node' && (
                  <Act onClick={() => { move.use(level, field.key, label, sayReach(placeAt(level), levels.owner, field.key, node)); onGone(); }} disabled={move.busy}>{t(`inspect:levels.use.${level}`)}</Act>
                )}
                {level !== 'node' && value !== undefined && <Act onClick={() => { onGone(); goToLevel(level, node.connection, levels.owner, field.key); }} label={t(`inspect:origin.go.${level}`)}>{t('inspect:levels.show')}</Act>}
                {value !== undefined && (level !== 'node' || levels.inheritedFrom(field.key) !== 'standard' || !field.required) && (
                  <Act onClick={() => move.takeBack(level, field.key)} disabled={move.busy} label={t(`inspect:levels.takeBack.${level}`)}>{t('inspect:levels.back')}</Act>
                )}
              </div>
            </li>
          );
        })}
        {standard !== null && (
          <li className="flex min-h-5 items-center gap-2 px-2 py-1.5">
            <span aria-hidden className="size-2 shrink-0 rounded-full border border-line-strong" />
            <span className="min-w-0 flex-1 truncate text-muted">{levelName('standard')}</span>
            <span className="max-w-40 shrink-0 truncate text-12 text-faint">{standard}</span>
          </li>
        )}
      </ol>
    </>
  );
}

function Act({ children, label, ...rest }: { readonly children: string; /** The whole of it, for who does not see where it stands. */ readonly label?: string; readonly onClick: () => void; readonly disabled?: boolean }) {
  return (
    <button type="button" {...rest} aria-label={label} className="rounded-4 py-0.5 text-left text-12 text-accent hover:underline disabled:opacity-40">
      {children}
    </button>
  );
}
