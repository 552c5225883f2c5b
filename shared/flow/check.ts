import { connectorOf, findStream, findTarget, type Catalog } from '../catalog/catalog.ts';
import { entities } from '../entities/index.ts';
import { FluxoError, type ErrorData } from '../errors.ts';
import { compileMapping } from '../mapping/compile.ts';
import { parseFormula } from '../formulas/parseFormula.ts';
import { MapSettingsSchema } from '../mapping/mapping.ts';
import { parsePath } from '../mapping/path.ts';
import type { Condition } from '../records/conditions.ts';
import { checkRules } from '../rules/checkRules.ts';
import { RulesSettingsSchema } from '../rules/rules.ts';
import { checkSettings } from '../settings/check.ts';
import { faultsOf } from '../settings/heldSettings.ts';
import type { NodeSettings, UpperLevel } from '../settings/levels.ts';
import { resolveFlow, type ResolvedFlow } from './levels.ts';
import { FilterSettingsSchema, LimitSettingsSchema, portRef, type FlowDocument, type FlowNode } from './document.ts';
import { switchedOff } from './frames.ts';
import { tableReferences } from '../tables/shared.ts';
import type { TableKind } from '../tables/table.ts';
import { closesCircle, feedersOf, fits, hasCircle, inputType, nodeById, outputType, sourceOf } from './graph.ts';
import { nodeKindInfo } from './nodes.ts';

/** One thing to put right before a flow can run (`error`), or to know about (`warning`). */
export interface FlowIssue {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly nodeId?: string;
  /** Index of the edge in the document. */
  readonly edge?: number;
  /** Key of the setting, or the mapped field. */
  readonly field?: string;
  readonly text: string;
  readonly fix: string;
  readonly params?: Readonly<Record<string, string>>;
}

/** A table of the workspace, as far as the check needs it. */
export interface KnownTable {
  readonly id: string;
  readonly kind: TableKind;
  readonly name: string;
  /** Set when its file cannot be read. */
  readonly broken?: ErrorData;
}

/** The part of a connection the check needs. */
export interface KnownConnection {
  readonly id: string;
  readonly connector: string;
  /** What it gives to nodes; see `levels.ts`. */
  readonly nodeSettings?: NodeSettings | undefined;
}

/** Where a wrong value comes from, as words of the sentence about it. */
const givenBy: Readonly<Record<UpperLevel, string>> = { flow: 'from the flow', connection: 'from the connection', workspace: 'from the workspace' };

/** What a node is called: the user's name for it, else its stream's or target's label, else its kind's. */
export function nodeName(node: FlowNode, catalog: Catalog): string {
  return node.name ?? findStream(catalog, node.settings['stream'])?.label ?? findTarget(catalog, node.settings['target'])?.label ?? nodeKindInfo[node.kind].label;
}

/**
 * Everything that keeps a flow from running, per node and field, in the order of its nodes. Pure, so the
 * canvas runs it while drawing, `fluxo check` on a file and the engine before a run. `workspace` = what the workspace gives to nodes.
 */
export function checkFlow(flow: FlowDocument, catalog: Catalog, connections: readonly KnownConnection[], tables?: readonly KnownTable[], workspace?: NodeSettings): readonly FlowIssue[] {
  return [...checkHeldBy(flow, catalog, connections, workspace), ...checkResolved(resolveFlow(flow, catalog, { connections, workspace }), catalog, connections, tables)];
}

/** What a file gives to nodes and no node can take: a name somebody typed wrong would have no effect and nobody would know. */
function checkHeldBy(flow: FlowDocument, catalog: Catalog, connections: readonly KnownConnection[], workspace: NodeSettings | undefined): readonly FlowIssue[] {
  const used = connections.filter(({ id }) => flow.nodes.some(({ connection }) => connection === id));
  const held = [
    { file: `flows/${flow.id}.flow.json`, faults: faultsOf(flow.nodeSettings, catalog) },
    ...used.map(({ nodeSettings, connector }) => ({ file: 'connections.json', faults: faultsOf(nodeSettings, catalog, connector) })),
    { file: 'settings.json', faults: faultsOf(workspace, catalog) },
  ];
  return held.flatMap(({ file, faults }) =>
    faults.map(({ owner, key }): FlowIssue => {
      const place = [owner, ...(key === undefined ? [] : [key])].join(' ');
      return { severity: 'warning', code: 'flow.idle_setting', text: `${file} gives a setting to nodes that none of them has: “${place}”.`, fix: 'Take it out of that file, or correct its name.', params: { file, place } };
    }),
  );
}

/** The same for a flow whose nodes have the settings of all levels. */
export function checkResolved({ flow, origins }: ResolvedFlow, catalog: Catalog, connections: readonly KnownConnection[], tables?: readonly KnownTable[]): readonly FlowIssue[] {
  const issues: FlowIssue[] = [];
  const off = switchedOff(flow);
  const enabled = flow.nodes.filter((node) => !off.has(node.id));
  const ids = new Set<string>();
  for (const node of flow.nodes) {
    if (ids.has(node.id)) issues.push({ severity: 'error', code: 'flow.same_id', nodeId: node.id, text: `Two nodes have the id “${node.id}”.`, fix: 'Give one of them another id.', params: { id: node.id } });
    ids.add(node.id);
  }
  issues.push(...checkEdges(flow, catalog));
  for (const node of enabled) issues.push(...checkNode(flow, node, catalog, connections, origins.get(node.id)));
  if (tables) issues.push(...checkTables(flow, catalog, tables, off));
  if (!enabled.some((node) => node.kind === 'source')) issues.push({ severity: 'error', code: 'flow.no_source', text: 'The flow has no source.', fix: 'Drag a source onto the canvas.' });
  if (!enabled.some((node) => node.kind === 'target')) issues.push({ severity: 'error', code: 'flow.no_target', text: 'The flow has no target.', fix: 'Drag a target onto the canvas.' });
  return issues;
}

function checkEdges(flow: FlowDocument, catalog: Catalog): readonly FlowIssue[] {
  const seen = new Set<string>();
  return flow.edges.flatMap((edge, index): FlowIssue[] => {
    const [from, to] = [portRef(edge.from), portRef(edge.to)];
    const fromNode = nodeById(flow, from.node);
    const toNode = nodeById(flow, to.node);
    const place = { severity: 'error', edge: index } as const;
    if (!fromNode || !toNode) return [{ ...place, code: 'flow.loose_edge', text: `The line from ${edge.from} to ${edge.to} has no node at one end.`, fix: 'Delete the line.', params: { from: edge.from, to: edge.to } }];
    if (!nodeKindInfo[fromNode.kind].ports.out.some((port) => port.name === from.port)) return [{ ...place, nodeId: fromNode.id, code: 'flow.no_such_port', text: `“${nodeName(fromNode, catalog)}” has no output “${from.port}”.`, fix: 'Draw the line from one of its outputs.', params: { node: nodeName(fromNode, catalog), port: from.port } }];
    if (!nodeKindInfo[toNode.kind].ports.in.some((port) => port.name === to.port)) return [{ ...place, nodeId: toNode.id, code: 'flow.no_such_port', text: `“${nodeName(toNode, catalog)}” has no input “${to.port}”.`, fix: 'Draw the line to one of its inputs.', params: { node: nodeName(toNode, catalog), port: to.port } }];
    if (seen.has(`${edge.from} ${edge.to}`)) return [{ ...place, nodeId: toNode.id, code: 'flow.same_edge', text: `Two lines run from ${edge.from} to ${edge.to}.`, fix: 'Delete one of them.', params: { from: edge.from, to: edge.to } }];
    seen.add(`${edge.from} ${edge.to}`);
    // Walking up from its start, the line itself is only met when the circle is found already.
    if (hasCircle(flow) && closesCircle(flow, from.node, to.node)) return [{ ...place, nodeId: toNode.id, code: 'flow.circle', text: `Records would run in a circle through “${nodeName(toNode, catalog)}”.`, fix: 'Delete one line of the circle.', params: { node: nodeName(toNode, catalog) } }];
    const [given, wanted] = [outputType(flow, catalog, fromNode.id), inputType(catalog, toNode)];
    if (!fits(given, wanted)) {
      const fix = given === 'source' ? 'Put a Map node between them.' : 'Connect it to a target that takes this kind of record.';
      return [{ ...place, nodeId: toNode.id, code: 'flow.type_mismatch', text: `“${nodeName(toNode, catalog)}” takes ${wanted === 'source' ? 'records of a service' : `records of kind ${wanted}`}, but gets ${given === 'source' ? 'records as their service gives them' : `records of kind ${given}`}.`, fix, params: { node: nodeName(toNode, catalog), given, wanted } }];
    }
    return [];
  });
}

function checkNode(flow: FlowDocument, node: FlowNode, catalog: Catalog, connections: readonly KnownConnection[], origins: Readonly<Record<string, UpperLevel>> = {}): readonly FlowIssue[] {
  const issues: FlowIssue[] = [];
  const name = nodeName(node, catalog);
  const error = (code: string, text: string, fix: string, field?: string, params?: FlowIssue['params']) => issues.push({ severity: 'error', code, nodeId: node.id, ...(field && { field }), text, fix, params: { node: name, ...params } });

  if (nodeKindInfo[node.kind].ports.in.length > 0 && !feedersOf(flow).has(node.id)) error('flow.not_fed', `Nothing flows into “${name}”.`, 'Draw a line from another node to it.');
  if (node.kind === 'source' && !flow.edges.some((edge) => portRef(edge.from).node === node.id)) error('flow.leads_nowhere', `“${name}” leads nowhere.`, 'Draw a line from it to another node.');

  switch (node.kind) {
    case 'source':
    case 'target': {
      const key = node.kind === 'source' ? 'stream' : 'target';
      const id = node.settings[key];
      const definition = node.kind === 'source' ? findStream(catalog, id) : findTarget(catalog, id);
      if (typeof id !== 'string' || !definition) {
        const known = catalog.connectors.flatMap((connector) => (node.kind === 'source' ? connector.streams : connector.targets)).map((entry) => entry.id);
        error('flow.unknown_connector', `“${name}” uses “${String(id ?? '')}”, which this Fluxo does not have.`, `Use one of: ${known.join(', ')}.`, key, { id: String(id ?? '') });
        break;
      }
      const connection = connections.find((candidate) => candidate.id === node.connection);
      if (!node.connection) error('flow.no_connection', `“${name}” has no connection.`, 'Choose one in the inspector, or make one under Connections.', 'connection');
      else if (!connection) error('flow.unknown_connection', `“${name}” uses the connection “${node.connection}”, which is not in this workspace.`, 'Choose another connection in the inspector.', 'connection', { connection: node.connection });
      else if (connection.connector !== connectorOf(id)) error('flow.wrong_connection', `The connection “${node.connection}” of “${name}” belongs to ${connection.connector}, not to ${connectorOf(id)}.`, 'Choose a connection of the right service.', 'connection', { connection: node.connection, given: connection.connector, wanted: connectorOf(id) });
      for (const issue of checkSettings(definition.settings, node.settings)) {
        const level = origins[issue.key] === undefined ? '' : givenBy[origins[issue.key]!];
        const fix = issue.code !== 'missing' ? 'Correct it in the inspector.' : 'Fill it in in the inspector: for this node, the whole flow, the connection or everywhere in the workspace.';
        error(`setting.${issue.code}`, `“${name}”: ${issue.text}${level && ` (${level})`}`, fix, issue.key, { ...issue.params, owner: id, field: issue.key, level });
      }
      break;
    }
    case 'map':
      issues.push(...checkMap(flow, node, name, catalog));
      break;
    case 'filter': {
      const parsed = FilterSettingsSchema.safeParse(node.settings);
      if (!parsed.success || parsed.data.conditions.rows.length === 0) {
        error('flow.no_conditions', `“${name}” has no condition.`, 'Add one in the inspector.', 'conditions');
        break;
      }
      for (const row of parsed.data.conditions.rows) tryRow(row, (problem) => error(problem.code, `“${name}”: ${problem.what}`, problem.fix ?? '', 'conditions', problem.params));
      break;
    }
    case 'rules': {
      const parsed = RulesSettingsSchema.safeParse(node.settings);
      if (!parsed.success) {
        error('flow.bad_rules', `The rules of “${name}” cannot be read.`, 'Delete the node and add it again, or bring back an earlier version.', 'blocks');
        break;
      }
      if (parsed.data.blocks.length === 0) error('flow.no_rules', `“${name}” has no rule.`, 'Add one in the inspector.', 'blocks');
      for (const { severity, code, blockId, text, fix, params } of checkRules(parsed.data.blocks, entities[outputType(flow, catalog, node.id)]?.fields ?? [])) issues.push({ severity, code, nodeId: node.id, field: blockId, text, fix, params: { ...params, node: name } });
      break;
    }
    case 'limit':
      if (!LimitSettingsSchema.safeParse(node.settings).success) error('flow.no_count', `“${name}” needs a whole number of at least 1.`, 'Type how many records to let through.', 'count');
      break;
  }
  return issues;
}

/** Tables of the workspace that nodes use and that are not there, cannot be read or are of the wrong kind. */
function checkTables(flow: FlowDocument, catalog: Catalog, tables: readonly KnownTable[], off: ReadonlySet<string>): readonly FlowIssue[] {
  return tableReferences(flow).flatMap(({ nodeId, tableId, at, kind }): FlowIssue[] => {
    const node = nodeById(flow, nodeId);
    if (!node || off.has(nodeId)) return [];
    const name = nodeName(node, catalog);
    const table = tables.find(({ id }) => id === tableId);
    const place = { severity: 'error', nodeId, field: fieldOf(node, at) } as const;
    const file = `tables/${tableId}.table.json`;
    if (!table) return [{ ...place, code: 'flow.no_table', text: `“${name}” uses the table “${tableId}”, which is not in this workspace.`, fix: `Choose another table in the inspector, or bring the file ${file} back.`, params: { node: name, table: tableId, file } }];
    if (table.broken) return [{ ...place, code: 'flow.broken_table', text: `“${name}” uses the table ${file}, which cannot be read.`, fix: 'Open Tables to see what is wrong with the file.', params: { node: name, table: tableId, file } }];
    if (table.kind !== kind) return [{ ...place, code: 'flow.wrong_table', text: `“${name}” uses the table “${table.name}”, which is of another kind than needed here.`, fix: kind === 'pairs' ? 'Choose a table of pairs.' : 'Choose a table by country.', params: { node: name, table: table.name } }];
    return [];
  });
}

/** What a person knows the place by: a setting's key, a mapped field, a rule. */
function fieldOf(node: FlowNode, at: readonly (string | number)[]): string {
  let value: unknown = node.settings;
  for (const key of at) {
    value = (value as Record<string | number, unknown>)[key];
    if (typeof value !== 'object' || value === null) break;
    const told = (node.kind === 'rules' && 'field' in value && 'id' in value && value.id) || ('target' in value && 'from' in value && value.target);
    if (typeof told === 'string') return told;
  }
  return String(at[0] ?? '');
}

function tryRow(row: Condition, report: (problem: FluxoError['data']) => void): void {
  try {
    if (row.op === 'formula') parseFormula(row.value ?? '');
    else parsePath(row.field);
  } catch (thrown) {
    if (thrown instanceof FluxoError) report(thrown.data);
  }
}

function checkMap(flow: FlowDocument, node: FlowNode, name: string, catalog: Catalog): readonly FlowIssue[] {
  const parsed = MapSettingsSchema.safeParse(node.settings);
  if (!parsed.success) return [{ severity: 'error', code: 'flow.bad_mapping', nodeId: node.id, field: 'mapping', text: `The mapping of “${name}” cannot be read.`, fix: 'Reset it to the default mapping.', params: { node: name } }];
  const mapping = parsed.data.mapping ?? findStream(catalog, sourceOf(flow, node.id)?.settings['stream'])?.defaultMapping;
  if (!mapping) return [];
  try {
    compileMapping(mapping);
  } catch (thrown) {
    if (!(thrown instanceof FluxoError)) throw thrown;
    return [{ severity: 'error', code: thrown.code, nodeId: node.id, field: thrown.data.where?.field ?? 'mapping', text: `“${name}”: ${thrown.data.what}`, fix: thrown.data.fix ?? '', params: { ...thrown.data.params, node: name } }];
  }
  const entity = entities[mapping.entity];
  if (!entity) return [{ severity: 'error', code: 'flow.unknown_entity', nodeId: node.id, field: 'mapping', text: `“${name}” makes “${mapping.entity}”, which Fluxo does not know.`, fix: 'Reset it to the default mapping.', params: { node: name, entity: mapping.entity } }];
  const filled = new Set([...mapping.fields.map((rule) => rule.target), ...mapping.lists.flatMap((list) => [list.target, ...list.fields.map((rule) => `${list.target}[].${rule.target}`)])]);
  return entity.fields
    .filter((field) => field.required && !filled.has(field.path) && (!field.path.includes('[]') || filled.has(field.path.slice(0, field.path.indexOf('[]')))))
    .map((field): FlowIssue => ({ severity: 'error', code: 'flow.required_field', nodeId: node.id, field: field.path, text: `“${name}” does not fill “${field.label}”.`, fix: 'Map it, or reset it to the default mapping.', params: { node: name, entity: mapping.entity, field: field.path } }));
}
