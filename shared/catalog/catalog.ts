import type { FieldInfo } from '../entities/fields.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { SettingField } from '../settings/fields.ts';
import type { NodeSettings } from '../settings/levels.ts';

/**
 * All the screen, the checker and the engine's planner know about connectors, as plain data: what the
 * connectors themselves are stays behind the border.
 */
export interface StreamInfo {
  /** `connector.stream`, such as `mplus.orders`. */
  readonly id: string;
  readonly label: string;
  readonly help?: string;
  readonly entity: string;
  readonly settings: readonly SettingField[];
  /** Keys of the few settings a guided set-up asks for, beside those that are required and those that depend on an asked one. */
  readonly asked?: readonly string[];
  /** Fields of the record as the service gives it. */
  readonly fields: readonly FieldInfo[];
  /** Mapping into `entity` that works untouched. */
  readonly defaultMapping: Mapping;
}

export interface TargetInfo {
  /** `connector.target`, such as `quickbooks.sales`. */
  readonly id: string;
  readonly label: string;
  readonly help?: string;
  readonly entity: string;
  readonly settings: readonly SettingField[];
  /** Keys of the few settings a guided set-up asks for, beside those that are required and those that depend on an asked one. */
  readonly asked?: readonly string[];
}

/** How the answer of a service's consent page comes back to Fluxo. */
export const signInWays = ['browser', 'paste', 'relay'] as const;
export type SignInWay = (typeof signInWays)[number];

/** A permission that a person gives on the service's own page, in place of a credential typed by hand. */
export interface AuthorisationInfo {
  /** Whose page opens, such as `Intuit`. */
  readonly service: string;
  /** Key of the choice field that says how to sign in: one of `signInWays`, any other value for a credential typed by hand. */
  readonly field: string;
  /** True when a new connection had better be made this way. */
  readonly preferred: boolean;
  /** The ways that may be used, the best first, each with the environments the service allows it in. */
  readonly ways: readonly { readonly way: SignInWay; readonly environments: readonly ConnectionInfo['environment'][] }[];
  /** Fields that must be filled before the page opens. */
  readonly needs: readonly string[];
  /** Fields that come with the permission and are not typed then. */
  readonly gives: readonly string[];
}

/** By kind of thing, then by environment; `{id}` stands for its id. */
export type ThingPages = Readonly<Record<string, Readonly<Partial<Record<'production' | 'sandbox' | 'demo', string>>>>>;

export interface ConnectorInfo {
  readonly name: string;
  readonly label: string;
  /** Fields of a connection; those of type `secret` go to the keychain, the others into `connections.json`. */
  readonly connectionFields: readonly SettingField[];
  /** What to prepare before connecting, one sentence each. */
  readonly prepare: readonly string[];
  /** Absent when credentials can only be typed. */
  readonly authorisation?: AuthorisationInfo;
  /** Pick lists a connection can answer, such as `accounts`. */
  readonly lists: readonly string[];
  /** Pages at which people see a thing in the service itself. */
  readonly pages?: ThingPages;
  readonly streams: readonly StreamInfo[];
  readonly targets: readonly TargetInfo[];
}

export interface Catalog {
  readonly connectors: readonly ConnectorInfo[];
}

export function findStream(catalog: Catalog, id: unknown): StreamInfo | undefined {
  return catalog.connectors.flatMap((connector) => connector.streams).find((stream) => stream.id === id);
}

export function findTarget(catalog: Catalog, id: unknown): TargetInfo | undefined {
  return catalog.connectors.flatMap((connector) => connector.targets).find((target) => target.id === id);
}

/** The connector a stream or target belongs to: the part before the dot. */
export function connectorOf(id: string): string {
  return id.slice(0, id.indexOf('.'));
}

/** One entry of a pick list. */
export interface PickOption {
  readonly value: string;
  readonly label: string;
  /** Smaller text beside the label, such as a rate or an account type. */
  readonly detail?: string;
}

/** A user's account at a service, without its secrets. */
export interface ConnectionInfo {
  readonly id: string;
  readonly connector: string;
  readonly name: string;
  readonly environment: 'production' | 'sandbox' | 'demo';
  readonly settings: Readonly<Record<string, string>>;
  /** Settings it gives to the nodes that use it; see `shared/settings/levels.ts`. */
  readonly nodeSettings?: NodeSettings | undefined;
  /** Names of the secret fields that are stored; never their values. */
  readonly storedSecrets: readonly string[];
  readonly status: 'unknown' | 'ok' | 'failing' | 'needsOwner';
}

export const testStages = ['reach', 'authenticate', 'rights', 'sample'] as const;
export type TestStage = (typeof testStages)[number];
