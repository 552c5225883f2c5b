import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import type { Finding, SentRequest } from './journal.ts';

type Node = { readonly [name: string]: unknown };

interface Element {
  readonly type: string;
  readonly many: boolean;
}

interface Schema {
  /** Elements by name, per complex type, those of the base included. */
  elementsOf(type: string): ReadonlyMap<string, Element> | null;
  /** What is wrong with a plain value of a simple type; null when nothing is. */
  faultOf(type: string, value: unknown): string | null;
  /** The type of a top-level element, such as `Invoice`. */
  typeOf(element: string): string | undefined;
}

/** Holds bodies of the Accounting API against Intuit's XSD, read from `folder`: known names, lists where lists may be, values of the right kind and length. */
export function checkQuickBooks(requests: readonly SentRequest[], folder: string): readonly Finding[] {
  const schema = readSchema(folder);
  return requests.flatMap((request) => {
    const resource = /\/company\/\d+\/(\w+)$/.exec(request.path)?.[1];
    if (!resource || !request.body.startsWith('{') || resource === 'taxservice') return [];
    const body = JSON.parse(request.body) as Node;
    const entities: readonly (readonly [name: string, value: unknown])[] = resource === 'batch' ? batchEntities(body) : [[resource, body]];
    return entities.flatMap(([name, value]) => {
      const type = schema.typeOf(name);
      if (!type) return [{ operation: request.operation, what: `there is no entity ${name}`, body: request.body }];
      return [...faultsIn(schema, type, value, name)].map((what) => ({ operation: request.operation, what, body: request.body }));
    });
  });
}

/** Entities that a batch writes; its queries are text. */
function batchEntities(body: Node): readonly (readonly [string, unknown])[] {
  const items = body['BatchItemRequest'] as readonly Node[];
  return items.flatMap((item) => Object.entries(item).filter(([name]) => !['bId', 'operation', 'optionsData', 'Query'].includes(name)));
}

/** Attributes of an entity stand beside its elements in JSON; a reference is a text with an attribute in XML and an object in JSON. */
const attributes = new Set(['sparse', 'domain', 'status']);

function* faultsIn(schema: Schema, type: string, value: unknown, where: string): Generator<string> {
  const elements = schema.elementsOf(type);
  if (type === 'ReferenceType') {
    const isReference = typeof value === 'object' && value !== null && typeof (value as Node)['value'] === 'string' && Object.keys(value).every((key) => ['value', 'name', 'type'].includes(key));
    if (!isReference) yield `${where} is no reference`;
    return;
  }
  if (!elements) {
    const fault = schema.faultOf(type, value);
    if (fault) yield `${where}: ${fault}`;
    return;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    yield `${where} is no ${type}`;
    return;
  }
  for (const [name, inner] of Object.entries(value)) {
    if (attributes.has(name)) continue;
    const element = elements.get(name);
    const place = `${where}.${name}`;
    if (!element) yield `${place} is not in ${type}`;
    else if (Array.isArray(inner) !== element.many) yield `${place} is ${element.many ? 'no list' : 'a list'}`;
    else for (const [index, item] of (element.many ? (inner as readonly unknown[]) : [inner]).entries()) yield* faultsIn(schema, element.type, item, element.many ? `${place}[${index}]` : place);
  }
}

function readSchema(folder: string): Schema {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', removeNSPrefix: true, parseAttributeValue: false, isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && name !== 'schema', processEntities: false });
  const complex = new Map<string, Node>();
  const simple = new Map<string, Node>();
  const top = new Map<string, Element>();
  for (const file of globSync(path.join(folder, '*.xsd'))) {
    const schema = (parser.parse(readFileSync(file, 'utf8')) as { readonly schema: Node }).schema;
    for (const node of listOf(schema['complexType'])) complex.set(String(node['@name']), node);
    for (const node of listOf(schema['simpleType'])) simple.set(String(node['@name']), node);
    for (const node of listOf(schema['element'])) top.set(String(node['@name']).toLowerCase(), { type: plain(node['@type']), many: false });
  }
  const known = new Map<string, ReadonlyMap<string, Element>>();

  function elementsOf(type: string): ReadonlyMap<string, Element> | null {
    const node = complex.get(type);
    // A text with attributes is a plain value in JSON.
    if (!node || listOf(node['simpleContent']).length > 0) return null;
    let found = known.get(type);
    if (!found) known.set(type, (found = new Map([...baseOf(node), ...ownOf(node)])));
    return found;
  }

  function baseOf(node: Node): ReadonlyMap<string, Element> {
    const base = extensionOf(node)?.['@base'];
    return (base !== undefined ? elementsOf(plain(base)) : null) ?? new Map();
  }

  function* ownOf(node: Node, many = false): Generator<readonly [string, Element]> {
    const extension = extensionOf(node);
    if (extension) yield* ownOf(extension);
    for (const element of listOf(node['element'])) {
      const name = String(element['@name'] ?? plain(element['@ref']));
      const type = element['@type'] !== undefined ? plain(element['@type']) : (top.get(name.toLowerCase())?.type ?? 'string');
      yield [name, { type, many: many || isMany(element) }];
    }
    for (const group of ['sequence', 'choice', 'all']) for (const inner of listOf(node[group])) yield* ownOf(inner, many || isMany(inner));
  }

  function faultOf(type: string, value: unknown): string | null {
    const node = simple.get(type) ?? complex.get(type);
    // A text with attributes is an object in JSON, its text being the value; ids go without.
    if (complex.has(type) && typeof value === 'object' && value !== null && 'value' in value) return faultOf(type, value.value);
    const restriction = listOf(node?.['restriction'])[0] ?? listOf(listOf(node?.['simpleContent'])[0]?.['extension'])[0];
    if (restriction) {
      const allowed = listOf(restriction['enumeration']).map((entry) => entry['@value']);
      if (allowed.length > 0) return allowed.includes(value) ? null : `${JSON.stringify(value)} is none of ${allowed.join(', ')}`;
      const longest = listOf(restriction['maxLength'])[0]?.['@value'];
      if (longest !== undefined && typeof value === 'string' && value.length > Number(longest)) return `is longer than ${String(longest)}`;
      return faultOf(plain(restriction['@base']), value);
    }
    switch (type) {
      case 'boolean':
        return typeof value === 'boolean' ? null : 'is neither true nor false';
      case 'decimal':
      case 'positiveInteger':
      case 'integer':
      case 'int':
        return typeof value === 'number' && Number.isFinite(value) ? null : 'is no number';
      case 'date':
        return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? null : 'is no date';
      case 'dateTime':
        return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? null : 'is no moment';
      default:
        return typeof value === 'string' ? null : 'is no text';
    }
  }

  return { elementsOf, faultOf, typeOf: (element) => top.get(element.toLowerCase())?.type ?? [...complex.keys()].find((name) => name.toLowerCase() === element.toLowerCase()) };
}

const listOf = (value: unknown): readonly Node[] => (Array.isArray(value) ? (value as readonly Node[]) : []);
const plain = (name: unknown): string => String(name).replace(/^\w+:/, '');
const isMany = (node: Node): boolean => node['@maxOccurs'] !== undefined && node['@maxOccurs'] !== '1' && node['@maxOccurs'] !== '0';
const extensionOf = (node: Node): Node | undefined => listOf(listOf(node['complexContent'])[0]?.['extension'])[0];
