import { findStream, findTarget, type Catalog, type StreamInfo, type TargetInfo } from '../catalog/catalog.ts';
import type { Settings } from '../settings/fields.ts';
import { putSetting, resolveSettings, type NodeSettings, type SettingLevel, type SettingOrigin, type UpperLevel } from '../settings/levels.ts';
import { setSetting } from './edit.ts';
import type { FlowDocument, FlowNode } from './document.ts';
import { nodeById } from './graph.ts';

/** What gives settings to nodes beside the flow itself. */
export interface Above {
  readonly connections: readonly { readonly id: string; readonly connector: string; readonly nodeSettings?: NodeSettings | undefined }[];
  readonly workspace?: NodeSettings | undefined;
}

/** Where the settings of a node come from, by node and key, as far as not from the node itself. */
export type Origins = ReadonlyMap<string, Readonly<Record<string, UpperLevel>>>;
export const noOrigins: Origins = new Map();

/** A flow as it holds: every node has the settings of all levels, and the flow none beside them. */
export interface ResolvedFlow {
  readonly flow: FlowDocument;
  readonly origins: Origins;
}

/** The stream or target a node stands for; undefined for the kinds without a service and for what this Fluxo does not have. */
export function definitionOf(node: FlowNode, catalog: Catalog): StreamInfo | TargetInfo | undefined {
  return node.kind === 'source' ? findStream(catalog, node.settings['stream']) : node.kind === 'target' ? findTarget(catalog, node.settings['target']) : undefined;
}

/** What each level says about one node. */
export function givenTo(flow: FlowDocument, node: FlowNode, owner: string, { connections, workspace }: Above): Readonly<Partial<Record<SettingLevel, Settings>>> {
  const connection = node.connection === undefined ? undefined : connections.find(({ id }) => id === node.connection)?.nodeSettings?.[owner];
  const own = flow.nodeSettings?.[owner];
  const all = workspace?.[owner];
  return { node: node.settings, ...(own && { flow: own }), ...(connection && { connection }), ...(all && { workspace: all }) };
}

/** The flow with the settings of all levels in its nodes, so that whoever runs, checks or explains it knows one place only. A flow that gets nothing from above is given back itself. */
export function resolveFlow(flow: FlowDocument, catalog: Catalog, above: Above): ResolvedFlow {
  if (!flow.nodeSettings && !above.workspace && !above.connections.some(({ nodeSettings }) => nodeSettings)) return { flow, origins: noOrigins };
  const origins = new Map<string, Readonly<Record<string, UpperLevel>>>();
  const nodes = flow.nodes.map((node) => {
    const owner = node.kind === 'source' ? node.settings['stream'] : node.kind === 'target' ? node.settings['target'] : undefined;
    const given = typeof owner === 'string' ? givenTo(flow, node, owner, above) : undefined;
    if (!given || (!given.flow && !given.connection && !given.workspace)) return node;
    const found = resolveNode(node, catalog, given);
    if (found.inherited) origins.set(node.id, found.inherited);
    return found.node;
  });
  const { nodeSettings: _resolved, ...rest } = flow;
  return { flow: { ...rest, nodes }, origins };
}

interface ResolvedNode {
  readonly catalog: Catalog;
  readonly given: ReturnType<typeof givenTo>;
  readonly node: FlowNode;
  readonly inherited?: Readonly<Record<string, UpperLevel>>;
}

/** A drawing is resolved after every edit of it; nodes that nothing changed for are the same ones as before. */
const known = new WeakMap<FlowNode, ResolvedNode>();

function resolveNode(node: FlowNode, catalog: Catalog, given: ReturnType<typeof givenTo>): ResolvedNode {
  const before = known.get(node);
  if (before && before.catalog === catalog && before.given.flow === given.flow && before.given.connection === given.connection && before.given.workspace === given.workspace) return before;
  const { settings, origins } = resolveSettings(definitionOf(node, catalog)?.settings ?? [], given);
  const inherited = Object.entries(origins).filter((entry): entry is [string, UpperLevel] => entry[1] !== 'node');
  const resolved = { catalog, given, node: settings === node.settings ? node : { ...node, settings: settings as FlowNode['settings'] }, ...(inherited.length > 0 && { inherited: Object.fromEntries(inherited) }) };
  known.set(node, resolved);
  return resolved;
}

/** Where the value in use of one setting comes from. */
export function originOf({ flow, origins }: ResolvedFlow, nodeId: string, key: string): SettingOrigin {
  return origins.get(nodeId)?.[key] ?? (nodeById(flow, nodeId)?.settings[key] === undefined ? 'standard' : 'node');
}

/** Sets one setting for all nodes of a stream or target in this flow; `undefined` takes it away, so that what is above holds again. */
export function setFlowSetting(flow: FlowDocument, owner: string, key: string, value: FlowNode['settings'][string] | undefined): FlowDocument {
  if (JSON.stringify(flow.nodeSettings?.[owner]?.[key]) === JSON.stringify(value)) return flow;
  const { nodeSettings, ...rest } = flow;
  const next = putSetting(nodeSettings, owner, key, value);
  return next ? { ...rest, nodeSettings: next } : rest;
}

/**
 * One step of the flow's part of giving a value to a level: it stands there (as far as the flow holds that level) and no longer nearer to this
 * node, where it would cover it. Other nodes keep their own.
 */
export function moveSetting(flow: FlowDocument, nodeId: string, owner: string, key: string, value: FlowNode['settings'][string] | undefined, to: SettingLevel): FlowDocument {
  if (to === 'node') return setSetting(flow, nodeId, key, value);
  return setSetting(setFlowSetting(flow, owner, key, to === 'flow' ? value : undefined), nodeId, key, undefined);
}

/** A node of the workspace, as far as it matters who gives it a setting. */
export interface SettingUser {
  readonly flowId: string;
  readonly flowName: string;
  readonly nodeId: string;
  /** What a person calls it. */
  readonly nodeName: string;
  /** Its stream or target. */
  readonly owner: string;
  readonly connection?: string;
  /** Keys it has a value of its own for, and keys its flow has one for. */
  readonly own: readonly string[];
  readonly inFlow: readonly string[];
}

/** What of a flow the reach of a level is counted from. */
export function settingUsers(flow: FlowDocument, catalog: Catalog, nameOf: (node: FlowNode) => string): readonly SettingUser[] {
  return flow.nodes.flatMap((node): SettingUser[] => {
    const definition = definitionOf(node, catalog);
    if (!definition) return [];
    const isKey = (key: string) => definition.settings.some((field) => field.key === key);
    return [{ flowId: flow.id, flowName: flow.name, nodeId: node.id, nodeName: nameOf(node), owner: definition.id, ...(node.connection !== undefined && { connection: node.connection }), own: Object.keys(node.settings).filter(isKey), inFlow: Object.keys(flow.nodeSettings?.[definition.id] ?? {}) }];
  });
}

/** The place of a value above the nodes. */
export type LevelPlace = { readonly level: 'flow'; readonly flowId: string } | { readonly level: 'connection'; readonly connectionId: string } | { readonly level: 'workspace' };

/** Whom a value at a level reaches: those it holds for, and those that are covered by one nearer to them. */
export interface Reach {
  readonly reached: readonly SettingUser[];
  readonly covered: readonly SettingUser[];
}

/** `connections` says which of them have a value of their own, for the reach of the workspace. */
export function reachOf(place: LevelPlace, owner: string, key: string, users: readonly SettingUser[], connections: Above['connections']): Reach {
  const inside = users.filter((user) => user.owner === owner && (place.level === 'flow' ? user.flowId === place.flowId : place.level === 'connection' ? user.connection === place.connectionId : true));
  const isCovered = (user: SettingUser) =>
    user.own.includes(key) ||
    (place.level !== 'flow' && user.inFlow.includes(key)) ||
    (place.level === 'workspace' && connections.some(({ id, nodeSettings }) => id === user.connection && nodeSettings?.[owner]?.[key] !== undefined));
  return { reached: inside.filter((user) => !isCovered(user)), covered: inside.filter(isCovered) };
}

/** Users and connections as they are once a node's value was moved to a place: what was nearer to that node has it no longer. */
export function afterMove(place: LevelPlace, node: { readonly flowId: string; readonly nodeId: string; readonly connection?: string | undefined }, owner: string, key: string, users: readonly SettingUser[], connections: Above['connections']): { readonly users: readonly SettingUser[]; readonly connections: Above['connections'] } {
  const without = (keys: readonly string[]) => keys.filter((one) => one !== key);
  const moved = users.map((user) => {
    if (user.flowId !== node.flowId || user.owner !== owner) return user;
    return { ...user, ...(user.nodeId === node.nodeId && { own: without(user.own) }), ...(place.level !== 'flow' && { inFlow: without(user.inFlow) }) };
  });
  if (place.level !== 'workspace') return { users: moved, connections };
  return { users: moved, connections: connections.map((one) => (one.id === node.connection ? { ...one, nodeSettings: putSetting(one.nodeSettings, owner, key, undefined) } : one)) };
}
