import type { Catalog } from '#shared/catalog/catalog.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import type { NodeSettings } from '#shared/settings/levels.ts';
import type { TableDocument } from '#shared/tables/table.ts';
import type { Clock } from './ports/clock.ts';
import type { Connections } from './ports/connections.ts';
import type { EngineEvents } from './ports/events.ts';
import type { Formulas } from './ports/formulas.ts';
import type { Leases } from './ports/leases.ts';
import type { RunStore } from './ports/runStore.ts';

/** All the engine needs from outside. Electron, the CLI and a test each fill these in; `storage/` makes most of them real. */
export interface EnginePorts {
  readonly store: RunStore;
  readonly leases: Leases;
  readonly connections: Connections;
  /** What the connectors offer, as data. */
  readonly catalog: Catalog;
  /** The flow as it is drawn, or with `live` as the schedule runs it. */
  readonly flows: { get(flowId: string, version?: 'live'): Promise<FlowDocument> };
  /** Tables of the workspace that flows share. Throws a `setup` error that names the file: it is not there, or cannot be read. */
  readonly tables: { get(tableId: string): Promise<TableDocument> };
  /** Settings that the workspace gives to nodes of all flows; undefined when there are none. Throws a `setup` error when their file cannot be read. */
  readonly settings: { forWorkspace(): Promise<NodeSettings | undefined> };
  /** JSONata for the formulas Fluxo does not compile, where it can do no harm. */
  readonly formulas: Formulas;
  readonly clock: Clock;
  /** Random id, URL-safe. */
  newId(): string;
  /** Hex SHA-256 of a text. */
  hash(text: string): string;
  /** 0 (inclusive) to 1; absent = Math.random. For the jitter of waits only. */
  random?(): number;
  readonly events: EngineEvents;
}

export type { Formulas } from './ports/formulas.ts';
export type { Clock } from './ports/clock.ts';
export type { Connections, SecretStore } from './ports/connections.ts';
export type { EngineEvents } from './ports/events.ts';
export type { RecordOrigin, PendingRecord, PlannedRecord, TakeRecorded, NewRecord, NewPage, TakenPage, FinishedRecord, FinishedBatch } from './ports/records.ts';
export type { NewRun, StartedRun, RunEnd, SourceRef } from './ports/runs.ts';
export type { IntentIdentity, NewIntent, Intent } from './ports/intents.ts';
export type { BatchPlace, BatchPart, NewBatch, Batch, PartEnd } from './ports/batches.ts';
export type { LedgerKey, Thing, Origin } from './ports/ledger.ts';
export type { RunStore } from './ports/runStore.ts';
export type { ProblemFilter, ParkedGroup, RecordPage, RecordFilter } from './ports/log.ts';
export type { Fence, Lease, Leases } from './ports/leases.ts';
export type { ScheduleStore, HeartbeatStore } from './ports/timetable.ts';
