import { useTranslation } from 'react-i18next';
import type { FlowNode } from '#shared/flow/document.ts';
import { setSetting } from '#shared/flow/edit.ts';
import type { AboveChange } from '#shared/flow/history/history.ts';
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

/** Gives the value in use of one setting to another level, and takes values back; each is one step of the flow's undo, with what it changed at a connection or the workspace. */
export function useMoveSetting(node: FlowNode, levels: NodeLevels) {
  const { t } = useTranslation('inspect');
  const putting = usePutSetting();
  const { owner, settings, originOf } = levels;
  const { edit } = useEditor.getState();

  async function put(level: 'connection' | 'workspace', key: string, value?: FlowNode['settings'][string]): Promise<AboveChange> {
    const place = placeOf(level, node.connection);
    const { before } = await putting.mutateAsync({ place, owner, key, ...(value !== undefined && { value }) });
    return { place, owner, key, ...(before !== undefined && { from: before }), ...(value !== undefined && { to: value }) };
  }

  async function takeBack(level: SettingLevel, key: string): Promise<void> {
    if (level === 'node') return edit((flow) => setSetting(flow, node.id, key, undefined));
    if (level === 'flow') return edit((flow) => setFlowSetting(flow, owner, key, undefined));
    const { session } = useEditor.getState();
    const change = await put(level, key);
    if (useEditor.getState().session === session) edit((flow) => flow, undefined, [change]);
  }

  async function use(level: UpperLevel, key: string, label: string, reach: string): Promise<void> {
    const value = settings[key] as FlowNode['settings'][string];
    const from = originOf(key);
    const { session } = useEditor.getState();
    const above: AboveChange[] = [];
    try {
      // The level that may refuse it first: what is refused is not taken from where it stands.
      if (level !== 'flow') above.push(await put(level, key, value));
      if (from === 'connection') above.push(await put('connection', key));
    } finally {
      // Of another flow that was opened meanwhile it is no step.
      const isHere = (level === 'flow' || above.length > 0) && useEditor.getState().session === session;
      if (isHere) edit((flow) => (from === 'connection' ? flow : moveSetting(flow, node.id, owner, key, value, level)), undefined, above);
    }
    toast(t(`levels.moved.${level}`, { field: label, reach }));
  }

  return {
    busy: putting.isPending,
    use: (...input: Parameters<typeof use>) => void use(...input).catch(toastError),
    takeBack: (...input: Parameters<typeof takeBack>) => void takeBack(...input).catch(toastError),
  };
}
