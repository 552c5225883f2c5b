import type { FieldInfo } from '../entities/fields.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { SettingField } from '../settings/fields.ts';

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
}

export interface ConnectorInfo {
  readonly name: string;
  readonly label: string;
  /** Fields of a connection; those of type `secret` go to the keychain, the others into `connections.json`. */
  readonly connectionFields: readonly SettingField[];
  /** What to prepare before connecting, one sentence each. */
  readonly prepare: readonly string[];
  /** Pick lists a connection can answer, such as `accounts`. */
  readonly lists: readonly string[];
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
  /** Names of the secret fields that are stored; never their values. */
  readonly storedSecrets: readonly string[];
  readonly status: 'unknown' | 'ok' | 'failing' | 'needsOwner';
}

export const testStages = ['reach', 'authenticate', 'rights', 'sample'] as const;
export type TestStage = (typeof testStages)[number];
