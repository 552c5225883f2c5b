import { useTranslation } from 'react-i18next';
import type { FlowNode } from '#shared/flow/document.ts';
import { setSetting } from '#shared/flow/edit.ts';
import { moveSetting, setFlowSetting } from '#shared/flow/levels.ts';
import { settingLevels, type SettingLevel, type SettingOrigin, type UpperLevel } from '#shared/settings/levels.ts';
import { usePutSetting } from '#renderer/queries/settings.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { toast, toastError } from '#renderer/ui/toast.tsx';
import type { NodeLevels } from './useNodeLevels.ts';

/** What of the levels above the flow the host keeps. */
export const placeOf = (level: 'connection' | 'workspace', connectionId: string | undefined) => (level === 'workspace' ? ({ level } as const) : ({ level, connectionId: connectionId ?? '' } as const));

/** Levels that the value in use can be given to: up to the next one with a value, which it takes the place of; what lies behind that would be covered by it. */
export function levelsFor({ given }: Pick<NodeLevels, 'given'>, origin: SettingOrigin, key: string, hasConnection: boolean): readonly UpperLevel[] {
  if (origin === 'standard') return [];
  const wider = settingLevels.slice(settingLevels.indexOf(origin) + 1).filter((level): level is UpperLevel => level !== 'node' && (level !== 'connection' || hasConnection));
  const next = wider.findIndex((level) => given[level]?.[key] !== undefined);
  return next < 0 ? wider : wider.slice(0, next + 1);
}

/** Gives the value in use of one setting to another level, and takes values back; what the flow holds goes through its steps of undo. */
export function useMoveSetting(node: FlowNode, levels: NodeLevels) {
  const { t } = useTranslation('inspect');
  const put = usePutSetting();
  const { owner, settings, originOf } = levels;
  const { edit } = useEditor.getState();

  async function takeBack(level: SettingLevel, key: string): Promise<void> {
    if (level === 'node') return edit((flow) => setSetting(flow, node.id, key, undefined));
    if (level === 'flow') return edit((flow) => setFlowSetting(flow, owner, key, undefined));
    await put.mutateAsync({ place: placeOf(level, node.connection), owner, key });
  }

  async function use(level: UpperLevel, key: string, label: string, reach: string): Promise<void> {
    const value = settings[key] as FlowNode['settings'][string];
    const from = originOf(key);
    // The level that may refuse it first: what is refused is not taken from where it stands.
    if (level !== 'flow') await put.mutateAsync({ place: placeOf(level, node.connection), owner, key, value });
    if (from === 'connection') await takeBack('connection', key);
    else edit((flow) => moveSetting(flow, node.id, owner, key, value, level));
    toast(t(`levels.moved.${level}`, { field: label, reach }));
  }

  return {
    busy: put.isPending,
    use: (...input: Parameters<typeof use>) => void use(...input).catch(toastError),
    takeBack: (...input: Parameters<typeof takeBack>) => void takeBack(...input).catch(toastError),
  };
}
