import { findEntity } from '../entities/index.ts';
import type { EntityDefinition, Property } from '../entities/definition.ts';
import { faultLine, refuse } from '../faults.ts';
import { numberAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { isDate, parseServiceTime } from '../serviceTime.ts';
import { comparableText } from '../store.ts';
import type { Row, Store, Table } from '../store.ts';
import { parseQuery } from './parse.ts';
import type { Condition, Query } from './parse.ts';

type Comparable = string | number | boolean;

/** How a queried property is read from a row and from a literal. `undefined` is a property the row does not have. */
interface Column {
  readonly name: string;
  readonly kind: 'id' | 'text' | 'number' | 'flag' | 'date' | 'time';
  read(row: Row): Comparable | undefined;
  /** Answers 4001 for a literal that does not fit the property. */
  literal(text: string): Comparable;
}

type Test = (row: Row) => boolean;

/**
 * Runs a query statement and answers what stands below `QueryResponse`: the rows under their entity's name with
 * `startPosition` and the number of rows really returned, nothing when there are none, or only `totalCount`.
 */
export function runQuery(store: Store, statement: string): JsonObject {
  const query = parseQuery(statement);
  const definition = findEntity(query.entity) ?? refuse(faultLine.queryInvalid(`Entity ${query.entity} is not queryable`));
  const found = select(store.table(definition.name), query);
  if (query.count) return { totalCount: found.length };
  const page = found.slice(query.startPosition - 1, query.startPosition - 1 + query.maxResults);
  if (page.length === 0) return {};
  return { [definition.name]: page.map((row) => row.json), startPosition: query.startPosition, maxResults: page.length };
}

function select(table: Table, query: Query): readonly Row[] {
  const { definition } = table;
  const conditions = query.where.map((condition) => ({ condition, column: findColumn(definition, condition.property) }));
  const tests = conditions.map(({ condition, column }) => makeTest(condition, column));
  // Lists show only their active rows unless the query speaks of Active itself.
  if (definition.properties['Active'] && !conditions.some(({ column }) => column.name === 'Active')) tests.push((row) => row.json['Active'] !== false);
  const order = query.orderBy.map(({ property, descending }) => ({ column: findColumn(definition, property), descending }));

  const rows: Row[] = [];
  for (const row of candidates(table, conditions)) if (tests.every((test) => test(row))) rows.push(row);
  if (order.length > 0) rows.sort((a, b) => compareRows(a, b, order));
  return rows;
}

/** The fewest rows that can match: by id or by an index when a condition allows it, else all. */
function candidates(table: Table, conditions: readonly { readonly condition: Condition; readonly column: Column }[]): Iterable<Row> {
  for (const { condition, column } of conditions) {
    if (condition.comparison !== '=' && condition.comparison !== 'IN') continue;
    const values = new Set(condition.values.map((value) => value.toLowerCase()));
    // A blank literal asks for rows without the property, which no index holds.
    if ([...values].some((value) => value.trim() === '')) continue;
    if (column.kind === 'id') return inIdOrder([...values].flatMap((id) => table.get(id) ?? []));
    if (table.isIndexed(column.name)) return inIdOrder([...values].flatMap((value) => table.find(column.name, value)));
  }
  return table.rows();
}

const inIdOrder = (rows: Row[]): Row[] => rows.sort((a, b) => Number(a.id) - Number(b.id));

function makeTest(condition: Condition, column: Column): Test {
  const { comparison } = condition;
  if (column.kind === 'id' && comparison !== '=' && comparison !== 'IN') {
    refuse(faultLine.queryInvalid(`Operator ${comparison} is not supported for property ${column.name}`));
  }
  if (comparison === 'LIKE') {
    if (column.kind !== 'text') refuse(faultLine.queryInvalid(`Operator LIKE is not supported for property ${column.name}`));
    const pattern = likePattern(condition.values[0] ?? '');
    return (row) => pattern.test(String(column.read(row) ?? ''));
  }
  const literals = condition.values.map((value) => (value.trim() === '' ? undefined : column.literal(value)));
  if (comparison === '=' || comparison === 'IN') {
    const wanted = new Set(literals);
    return (row) => wanted.has(column.read(row));
  }
  const literal = literals[0];
  const passes = passing[comparison];
  return (row) => {
    const value = column.read(row);
    return value !== undefined && literal !== undefined && passes(compare(value, literal));
  };
}

const passing: Readonly<Record<'<' | '>' | '<=' | '>=', (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

/** Only `%` is a wildcard. */
function likePattern(text: string): RegExp {
  return new RegExp(`^${text.split('%').map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 'is');
}

function compare(a: Comparable, b: Comparable): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareRows(a: Row, b: Row, order: readonly { readonly column: Column; readonly descending: boolean }[]): number {
  for (const { column, descending } of order) {
    const left = column.kind === 'id' ? Number(a.id) : column.read(a);
    const right = column.kind === 'id' ? Number(b.id) : column.read(b);
    const by = left === right ? 0 : left === undefined ? -1 : right === undefined ? 1 : compare(left, right);
    if (by !== 0) return descending ? -by : by;
  }
  return 0;
}

const columnsOf = new WeakMap<EntityDefinition, ReadonlyMap<string, Column>>();

function findColumn(definition: EntityDefinition, property: string): Column {
  let columns = columnsOf.get(definition);
  if (!columns) {
    columns = new Map(definition.filterable.map((name) => [name.toLowerCase(), makeColumn(definition, name)]));
    columnsOf.set(definition, columns);
  }
  const column = columns.get(property.toLowerCase());
  if (column) return column;
  const root = property.split('.')[0]?.toLowerCase();
  const isKnown = Object.keys(definition.properties).some((name) => name.toLowerCase() === root);
  return refuse(faultLine.queryInvalid(isKnown ? `property '${property}' is not queryable` : `Property ${property} not found for Entity ${definition.name}`));
}

function makeColumn(definition: EntityDefinition, name: string): Column {
  if (name === 'Id') return { name, kind: 'id', read: (row) => row.id, literal: (text) => text };
  if (name === 'MetaData.CreateTime') return timeColumn(name, (row) => row.createdMs);
  if (name === 'MetaData.LastUpdatedTime') return timeColumn(name, (row) => row.changedMs);
  const property = definition.properties[name] as Property;
  switch (property.is) {
    case 'number':
      return { name, kind: 'number', read: (row) => numberAt(row.json, name), literal: (text) => numberLiteral(text, name) };
    case 'flag':
      return { name, kind: 'flag', read: (row) => row.json[name] === true, literal: (text) => flagLiteral(text, name) };
    case 'date':
      return { name, kind: 'date', read: (row) => comparableText(property, row.json, name), literal: (text) => dateLiteral(text, name) };
    default:
      return { name, kind: 'text', read: (row) => comparableText(property, row.json, name)?.toLowerCase(), literal: (text) => text.toLowerCase() };
  }
}

const timeColumn = (name: string, read: (row: Row) => number): Column => ({ name, kind: 'time', read, literal: (text) => timeLiteral(text, name) });

function misfit(text: string, name: string): never {
  refuse(faultLine.queryInvalid(`value '${text}' is not valid for property '${name}'`));
}

function numberLiteral(text: string, name: string): number {
  const value = Number(text);
  return Number.isFinite(value) ? value : misfit(text, name);
}

function flagLiteral(text: string, name: string): boolean {
  return /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : misfit(text, name);
}

function dateLiteral(text: string, name: string): string {
  const date = text.slice(0, 10);
  return isDate(date) ? date : misfit(text, name);
}

/** A time without an offset is meant at the service's own place. */
function timeLiteral(text: string, name: string): number {
  const value = parseServiceTime(text);
  return Number.isNaN(value) ? misfit(text, name) : value;
}
