import { Undo2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { connectorOf, findStream, findTarget } from '#shared/catalog/catalog.ts';
import type { LevelPlace } from '#shared/flow/levels.ts';
import { sourceOf } from '#shared/flow/graph.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import type { NodeSettings, SettingJson } from '#shared/settings/levels.ts';
import { useSettingText } from '#renderer/i18n/settingText.ts';
import { SettingsForm } from '#renderer/inspector/form/SettingsForm.tsx';
import { useCatalog } from '#renderer/queries/connections.ts';
import { noCatalog, useMeaning } from '#renderer/state/useFlowFacts.ts';
import { ServiceMark } from '#renderer/ui/ServiceMark.tsx';
import { useWantedGiven } from './goToLevel.ts';
import { useReach, useSayReach } from './useReach.ts';

interface GivenSettingsProps {
  readonly place: LevelPlace;
  readonly given: NodeSettings;
  /** Without a value the setting is taken back. */
  readonly onPut: (owner: string, key: string, value: SettingJson | undefined) => void;
}

/** What a flow, a connection or the workspace gives to nodes: the same forms as in a node, under each value whom it reaches. */
export function GivenSettings({ place, given, onPut }: GivenSettingsProps) {
  const list = useRef<HTMLDivElement>(null);
  const wanted = useWantedGiven((state) => state.wanted);
  useEffect(() => {
    const row = wanted && list.current?.querySelector(`[data-owner="${CSS.escape(wanted.owner)}"] [data-field="${CSS.escape(wanted.key)}"]`);
    if (!row) return;
    row.scrollIntoView({ block: 'center' });
    row.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
    useWantedGiven.setState({ wanted: null });
  }, [wanted, given]);
  return (
    <div ref={list} className="flex flex-col divide-y divide-line">
      {Object.entries(given).map(([owner, settings]) => (
        <OwnerSettings key={owner} owner={owner} settings={settings} place={place} onPut={onPut} />
      ))}
    </div>
  );
}

function OwnerSettings({ owner, settings, place, onPut }: Omit<GivenSettingsProps, 'given'> & { readonly owner: string; readonly settings: NodeSettings[string] }) {
  const { t } = useTranslation(['inspect', 'settings']);
  const catalog = useCatalog().data ?? noCatalog;
  const text = useSettingText(owner);
  const flow = useMeaning();
  const reach = useReach();
  const sayReach = useSayReach();
  const definition = findStream(catalog, owner) ?? findTarget(catalog, owner);
  if (!definition) return null;
  // Alone here: whether a field is shown depends on what else a node has.
  const fields = definition.settings.filter(({ key }) => settings[key] !== undefined).map(({ when: _when, group: _group, ...field }) => field as SettingField);
  // Among the groups of the settings it stands a step higher than inside a section of a flow or a connection.
  const Heading = place.level === 'workspace' ? 'h3' : 'h4';
  // Lists and samples are those of a node that gets it.
  const users = fields.flatMap(({ key }) => { const { reached, covered } = reach(place, owner, key); return [...reached, ...covered]; });
  const user = users.find(({ flowId }) => flowId === flow?.id) ?? users[0];
  const connection = place.level === 'connection' ? place.connectionId : user?.connection;
  return (
    <section data-owner={owner} aria-label={t(`settings:${owner}.label`, { defaultValue: definition.label })}>
      <Heading className="flex items-center gap-2 px-4 pt-3 text-12 font-medium text-muted">
        <ServiceMark connector={connectorOf(owner)} size="small" />
        {t(`settings:${owner}.label`, { defaultValue: definition.label })}
      </Heading>
      <SettingsForm
        owner={owner}
        fields={fields}
        settings={settings}
        nodeId={user?.flowId === flow?.id ? (user?.nodeId ?? '') : ''}
        ownConnection={connection}
        sourceConnection={flow && user?.flowId === flow.id ? sourceOf(flow, user.nodeId)?.connection : undefined}
        stored={(_field, value) => (value === undefined || value === null ? undefined : (value as SettingJson))}
        onChange={(key, value) => onPut(owner, key, value)}
        plain
      >
        {(field) => (
          <p className="mt-1 flex min-h-5 items-center gap-1 text-12 text-faint" data-reach>
            <span className="min-w-0 truncate">{sayReach(place, owner, field.key)}</span>
            <button type="button" aria-label={t('inspect:levels.remove', { field: text.label(field) })} title={t(`inspect:levels.takeBack.${place.level}`)} onClick={() => onPut(owner, field.key, undefined)} className="-my-0.5 flex size-6 shrink-0 items-center justify-center rounded-4 hover:bg-hover hover:text-text">
              <Undo2 size={12} aria-hidden />
            </button>
          </p>
        )}
      </SettingsForm>
    </section>
  );
}
