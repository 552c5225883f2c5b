import { signInWays, type ConnectionInfo, type ConnectorInfo, type SignInWay } from '#shared/catalog/catalog.ts';
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
  const draft: ConnectionDraft = {
    name: connection?.name ?? connector.label,
    environment: connection?.environment ?? 'production',
    settings: Object.fromEntries(plain.map((field) => [field.key, connection?.settings[field.key] ?? defaultOf(field)])),
    secrets: {},
  };
  return !connection && connector.authorisation?.preferred ? withWay(connector, draft, bestWay(connector, draft.environment)) : draft;
}

/** How this draft is signed in to on the service's page; null when its credential is typed. */
export function wayOf(connector: ConnectorInfo, draft: Pick<ConnectionDraft, 'settings'>): SignInWay | null {
  const chosen = connector.authorisation && draft.settings[connector.authorisation.field];
  return signInWays.find((way) => way === chosen) ?? null;
}

/** The best way of signing in that the service allows in an environment; null when it has no page to sign in on. */
export function bestWay(connector: ConnectorInfo, environment: Environment): SignInWay | null {
  return connector.authorisation?.ways.find(({ environments }) => environments.includes(environment))?.way ?? null;
}

export function withWay(connector: ConnectorInfo, draft: ConnectionDraft, way: SignInWay | null): ConnectionDraft {
  if (!connector.authorisation || way === null) return draft;
  return { ...draft, settings: { ...draft.settings, [connector.authorisation.field]: way } };
}

/** Another environment, and with it another way of signing in where the service allows a better one, or not the one so far. */
export function withEnvironment(connector: ConnectorInfo, draft: ConnectionDraft, environment: Environment): ConnectionDraft {
  const moved = { ...draft, environment };
  return wayOf(connector, draft) === null ? moved : withWay(connector, moved, bestWay(connector, environment));
}

/** The environments a connector knows; one that does not ask knows them all. The demo's is only offered where it is already. */
export function environmentsOf(connector: ConnectorInfo, isDemo: boolean): readonly Environment[] {
  const own = connector.connectionFields.find((field) => field.key === ENVIRONMENT);
  const known = own?.type === 'choice' ? own.options.map((option) => option.value) : null;
  return (['production', 'sandbox', 'demo'] as const).filter((one) => (one === 'demo' ? isDemo : known === null || known.includes(one)));
}

/** A choice without the ways the service does not allow in this environment. */
export function allowedOptions<O extends { readonly value: string }>(connector: ConnectorInfo, field: Pick<SettingField, 'key'>, options: readonly O[], environment: Environment): readonly O[] {
  const { authorisation } = connector;
  if (authorisation?.field !== field.key) return options;
  return options.filter(({ value }) => authorisation.ways.find(({ way }) => way === value)?.environments.includes(environment) ?? true);
}

/** The environment is asked once, at the top: a connector's own field of that name follows it. */
const ENVIRONMENT = 'environment';

/** The fields to show now: those whose condition holds. */
export function visibleFields(connector: ConnectorInfo, draft: ConnectionDraft): readonly SettingField[] {
  const values: Readonly<Record<string, string>> = { ...draft.settings, [ENVIRONMENT]: draft.environment };
  // What comes with the permission is not asked for.
  const given = wayOf(connector, draft) === null ? [] : (connector.authorisation?.gives ?? []);
  return connector.connectionFields.filter((field) => field.key !== ENVIRONMENT && !given.includes(field.key) && (!field.when || field.when.is.includes(values[field.when.key] ?? '')));
}

/** True for what must be filled: always, or because this way of signing in needs it. */
export function isNeeded(connector: ConnectorInfo, draft: ConnectionDraft, field: SettingField): boolean {
  const way = wayOf(connector, draft);
  if (field.required || way === null) return field.required ?? false;
  // Only the look-alikes take any redirect address.
  if (field.key === 'redirectUri') return draft.environment !== 'demo' || way === 'relay';
  return connector.authorisation?.needs.includes(field.key) ?? false;
}

/** Keys of fields that are required and empty; a stored secret counts as filled. */
export function missingFields(connector: ConnectorInfo, draft: ConnectionDraft, stored: readonly string[]): readonly string[] {
  const empty = visibleFields(connector, draft).filter((field) => {
    if (!isNeeded(connector, draft, field)) return false;
    if (field.type === 'secret') return (draft.secrets[field.key] ?? '').trim() === '' && !stored.includes(field.key);
    return (draft.settings[field.key] ?? '').trim() === '';
  });
  return [...(draft.name.trim() === '' ? ['name'] : []), ...empty.map((field) => field.key)];
}

/** What is sent to be saved: settings in view, and only secrets that were typed now; an empty one keeps what is stored. */
export function saveInput(connector: ConnectorInfo, draft: ConnectionDraft, id?: string): Input<'connections.save'> {
  const visible = visibleFields(connector, draft);
  const given = connector.authorisation && wayOf(connector, draft) !== null ? connector.authorisation.gives : [];
  const kept = connector.connectionFields.filter((field) => given.includes(field.key) && (draft.settings[field.key] ?? '') !== '');
  const settings = Object.fromEntries([...visible, ...kept].filter((field) => field.type !== 'secret').map((field) => [field.key, (draft.settings[field.key] ?? '').trim()]));
  if (connector.connectionFields.some((field) => field.key === ENVIRONMENT)) settings[ENVIRONMENT] = draft.environment;
  const secret = Object.fromEntries(visible.flatMap((field) => (field.type === 'secret' && draft.secrets[field.key]?.trim() ? [[field.key, draft.secrets[field.key]!.trim()]] : [])));
  return { ...(id !== undefined && { id }), connector: connector.name, name: draft.name.trim(), environment: draft.environment, settings, ...(Object.keys(secret).length > 0 && { secret }) };
}

/** True when saving would change something. */
export function isChanged(connector: ConnectorInfo, draft: ConnectionDraft, connection: ConnectionInfo): boolean {
  const before = draftOf(connector, connection);
  return draft.name !== before.name || draft.environment !== before.environment || Object.values(draft.secrets).some((value) => value.trim() !== '') || Object.keys(draft.settings).some((key) => draft.settings[key] !== before.settings[key]);
}
