import type { ConnectionInfo, ConnectorInfo } from '#shared/catalog/catalog.ts';
import type { Input } from '#shared/ipc/contract.ts';
import type { SettingField } from '#shared/settings/fields.ts';

export type Environment = ConnectionInfo['environment'];

/** What stands in the form. `secrets` holds only what was typed now. */
export interface ConnectionDraft {
  readonly name: string;
  readonly environment: Environment;
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

function defaultOf(field: SettingField): string {
  return 'default' in field && (typeof field.default === 'string' || typeof field.default === 'number' || typeof field.default === 'boolean') ? String(field.default) : '';
}

/** The form of a new connection, or of one that is there. */
export function draftOf(connector: ConnectorInfo, connection?: ConnectionInfo): ConnectionDraft {
  const plain = connector.connectionFields.filter((field) => field.type !== 'secret');
  return {
    name: connection?.name ?? connector.label,
    environment: connection?.environment ?? 'production',
    settings: Object.fromEntries(plain.map((field) => [field.key, connection?.settings[field.key] ?? defaultOf(field)])),
    secrets: {},
  };
}

/** The environment is asked once, at the top: a connector's own field of that name follows it. */
const ENVIRONMENT = 'environment';

/** The fields to show now: those whose condition holds. */
export function visibleFields(connector: ConnectorInfo, draft: ConnectionDraft): readonly SettingField[] {
  const values: Readonly<Record<string, string>> = { ...draft.settings, [ENVIRONMENT]: draft.environment };
  return connector.connectionFields.filter((field) => field.key !== ENVIRONMENT && (!field.when || field.when.is.includes(values[field.when.key] ?? '')));
}

/** Keys of fields that are required and empty; a stored secret counts as filled. */
export function missingFields(connector: ConnectorInfo, draft: ConnectionDraft, stored: readonly string[]): readonly string[] {
  const empty = visibleFields(connector, draft).filter((field) => {
    if (!field.required) return false;
    if (field.type === 'secret') return (draft.secrets[field.key] ?? '').trim() === '' && !stored.includes(field.key);
    return (draft.settings[field.key] ?? '').trim() === '';
  });
  return [...(draft.name.trim() === '' ? ['name'] : []), ...empty.map((field) => field.key)];
}

/** What is sent to be saved: settings in view, and only secrets that were typed now; an empty one keeps what is stored. */
export function saveInput(connector: ConnectorInfo, draft: ConnectionDraft, id?: string): Input<'connections.save'> {
  const visible = visibleFields(connector, draft);
  const settings = Object.fromEntries(visible.filter((field) => field.type !== 'secret').map((field) => [field.key, (draft.settings[field.key] ?? '').trim()]));
  if (connector.connectionFields.some((field) => field.key === ENVIRONMENT)) settings[ENVIRONMENT] = draft.environment;
  const secret = Object.fromEntries(visible.flatMap((field) => (field.type === 'secret' && draft.secrets[field.key]?.trim() ? [[field.key, draft.secrets[field.key]!.trim()]] : [])));
  return { ...(id !== undefined && { id }), connector: connector.name, name: draft.name.trim(), environment: draft.environment, settings, ...(Object.keys(secret).length > 0 && { secret }) };
}

/** True when saving would change something. */
export function isChanged(connector: ConnectorInfo, draft: ConnectionDraft, connection: ConnectionInfo): boolean {
  const before = draftOf(connector, connection);
  return draft.name !== before.name || draft.environment !== before.environment || Object.values(draft.secrets).some((value) => value.trim() !== '') || Object.keys(draft.settings).some((key) => draft.settings[key] !== before.settings[key]);
}
