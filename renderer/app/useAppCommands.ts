import { CircleAlert, FileSearch, FlaskConical, House, KeyRound, Languages, ListChecks, Monitor, Moon, Plus, Settings, Sun, Table2, Workflow, type LucideIcon } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { languages } from '#shared/languages.ts';
import { useSetPreferences } from '#renderer/queries/app.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useCreateFlow, useTemplates } from '#renderer/queries/flows.ts';
import { useStartDemo } from '#renderer/queries/demo.ts';
import { useStartSetup } from '#renderer/setup/useSetups.ts';
import { toastError } from '#renderer/ui/toast.tsx';
import { navigate, type Route } from './route.ts';
import type { Command } from './useCommands.ts';

const themes = [['system', Monitor], ['light', Sun], ['dark', Moon]] as const;
const pages: readonly (readonly [string, LucideIcon, Route])[] = [
  ['home', House, { page: 'home' }],
  ['connections', KeyRound, { page: 'connections' }],
  ['problems', CircleAlert, { page: 'problems' }],
  ['records', FileSearch, { page: 'records' }],
  ['tables', Table2, { page: 'tables' }],
  ['settings', Settings, { page: 'settings' }],
];

/** What can be done wherever one is: go somewhere, make a flow or a connection, change the look. */
export function useAppCommands(): readonly Command[] {
  const { t } = useTranslation(['editor', 'home', 'preferences']);
  const catalog = useCatalog().data;
  const templates = useTemplates().data;
  const { mutate: create } = useCreateFlow();
  const { mutate: startDemo } = useStartDemo();
  const { mutate: prefer } = useSetPreferences();
  const startSetup = useStartSetup();
  return useMemo(() => {
    const open = { onSuccess: ({ flowId }: { readonly flowId: string }) => navigate({ page: 'flow', flowId }), onError: toastError };
    return [
      ...pages.map(([id, icon, route]): Command => ({ id, group: 'go', label: t(`editor:command.${id}`), icon, run: () => navigate(route) })),
      { id: 'setup', group: 'make', label: t('editor:command.setup'), icon: ListChecks, run: startSetup },
      { id: 'newFlow', group: 'make', label: t('editor:command.newFlow'), icon: Plus, run: () => create({ name: t('editor:side.newFlowName') }, open) },
      ...(templates ?? []).map((template): Command => {
        const name = t(`home:template.${template.id}.name`, { defaultValue: template.name });
        return { id: `template ${template.id}`, group: 'make', label: t('editor:command.fromTemplate', { name }), icon: Workflow, run: () => create({ name, templateId: template.id }, open) };
      }),
      ...(catalog?.connectors ?? []).map((connector): Command => ({ id: `connect ${connector.name}`, group: 'make', label: t('editor:command.newConnection', { service: connector.label }), icon: KeyRound, run: () => navigate({ page: 'connections', newFor: connector.name }) })),
      { id: 'demo', group: 'make', label: t('editor:command.demo'), icon: FlaskConical, run: () => startDemo({}, { onSuccess: ({ flowId }) => flowId !== undefined && navigate({ page: 'flow', flowId }), onError: toastError }) },
      ...themes.map(([theme, icon]): Command => ({ id: `theme ${theme}`, group: 'look', label: t('editor:command.theme', { name: t(`preferences:themes.${theme}`) }), icon, run: () => prefer({ theme }, { onError: toastError }) })),
      ...languages.map((language): Command => ({ id: `language ${language}`, group: 'look', label: t('editor:command.language', { name: new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language }), icon: Languages, run: () => prefer({ language }, { onError: toastError }) })),
    ];
  }, [t, catalog, templates, create, startDemo, startSetup, prefer]);
}
