import type { NodeKind } from './document.ts';

/** What flows through a port: records as their service gives them (`source`), records of an entity (its name), or `any`. */
export type PortType = 'source' | 'any' | (string & {});

export interface PortInfo {
  readonly name: string;
  readonly label: string;
  /** `same` = the type of what comes in. */
  readonly type: PortType | 'same';
}

export interface NodeKindInfo {
  readonly kind: NodeKind;
  readonly label: string;
  readonly help: string;
  readonly group: 'sources' | 'transform' | 'targets';
  readonly ports: { readonly in: readonly PortInfo[]; readonly out: readonly PortInfo[] };
  /** Pixels; fixed per kind, so that nothing on the canvas must be measured. */
  readonly size: { readonly width: number; readonly height: number };
}

const size = { width: 220, height: 72 } as const;
/** What a map makes is in its mapping, so the type of its port is only known in a flow: see `outputType` of graph.ts. */
const entityOut: PortInfo = { name: 'records', label: 'records', type: 'any' };
const recordsIn: PortInfo = { name: 'records', label: 'records', type: 'any' };

/** Every kind of node, in the order of the palette. A new kind fails to compile until every layer knows it. */
export const nodeKindInfo: { readonly [K in NodeKind]: NodeKindInfo & { readonly kind: K } } = {
  source: {
    kind: 'source',
    label: 'Source',
    help: 'Reads records from a connection.',
    group: 'sources',
    ports: { in: [], out: [{ name: 'records', label: 'records', type: 'source' }] },
    size,
  },
  map: {
    kind: 'map',
    label: 'Map',
    help: 'Turns records of a service into an entity that targets understand.',
    group: 'transform',
    ports: { in: [{ name: 'records', label: 'records', type: 'source' }], out: [entityOut] },
    size,
  },
  filter: {
    kind: 'filter',
    label: 'Filter',
    help: 'Lets records through that meet the conditions.',
    group: 'transform',
    ports: { in: [recordsIn], out: [{ name: 'kept', label: 'kept', type: 'same' }, { name: 'dropped', label: 'dropped', type: 'same' }] },
    size,
  },
  rules: {
    kind: 'rules',
    label: 'Rules',
    help: 'Changes fields by conditions and tables, without a formula.',
    group: 'transform',
    ports: { in: [recordsIn], out: [{ name: 'records', label: 'records', type: 'same' }] },
    size,
  },
  limit: {
    kind: 'limit',
    label: 'Limit',
    help: 'Lets the first records of a run through; what lies beyond waits for a later run. For trying out.',
    group: 'transform',
    ports: { in: [recordsIn], out: [{ name: 'records', label: 'records', type: 'same' }] },
    size,
  },
  target: {
    kind: 'target',
    label: 'Target',
    help: 'Writes records to a connection.',
    group: 'targets',
    ports: { in: [{ name: 'records', label: 'records', type: 'any' }], out: [] },
    size,
  },
};
