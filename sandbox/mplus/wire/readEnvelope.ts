import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { SoapFault } from './soapFault.ts';

const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
export const payloadNamespace = 'urn:mplusqapi';

/** An element with its namespace resolved, whatever prefix the client chose. */
export interface XmlNode {
  readonly name: string;
  readonly namespace: string;
  readonly children: readonly XmlNode[];
  /** The text directly inside, with entities decoded. */
  readonly text: string;
}

// Entities are decoded below: the parser would take those inside CDATA for real ones.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  cdataPropName: '#cdata',
});

/**
 * The first element in the body of a SOAP 1.1 envelope: the operation. Throws a `Client` fault for text that is
 * not XML, has a DOCTYPE, or is no envelope.
 */
export function readEnvelope(xml: string): XmlNode {
  if (/<!DOCTYPE/i.test(xml)) throw new SoapFault('Client', 'A DOCTYPE is not allowed in SOAP');
  const validity = xml.trim() === '' ? undefined : XMLValidator.validate(xml);
  if (validity !== true) throw new SoapFault('Client', `The request is not well-formed XML${validity ? `: ${validity.err.msg}` : ''}`);
  const [envelope] = toNodes(parser.parse(xml) as ParsedNode[], new Map([['', '']]));
  if (envelope?.name !== 'Envelope' || envelope.namespace !== soapNamespace) throw new SoapFault('VersionMismatch', 'The request is not a SOAP 1.1 envelope');
  const body = envelope.children.find((child) => child.name === 'Body' && child.namespace === soapNamespace);
  const operation = body?.children[0];
  if (!operation) throw new SoapFault('Client', 'The envelope has no body');
  return operation;
}

type ParsedNode = Readonly<Record<string, unknown>>;

function toNodes(parsed: readonly ParsedNode[], outer: ReadonlyMap<string, string>): XmlNode[] {
  return parsed.flatMap((node) => {
    const tag = Object.keys(node).find((key) => key !== ':@');
    if (tag === undefined || tag.startsWith('#') || tag.startsWith('?')) return [];
    const attributes = (node[':@'] ?? {}) as Readonly<Record<string, string>>;
    const scope = new Map(outer);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === 'xmlns') scope.set('', value);
      else if (name.startsWith('xmlns:')) scope.set(name.slice(6), value);
    }
    const [prefix, local] = tag.includes(':') ? (tag.split(':') as [string, string]) : ['', tag];
    const namespace = scope.get(prefix);
    if (namespace === undefined) throw new SoapFault('Client', `The prefix "${prefix}" is not declared`);
    const content = node[tag] as readonly ParsedNode[];
    return [{ name: local, namespace, children: toNodes(content, scope), text: textOf(content) }];
  });
}

function textOf(content: readonly ParsedNode[]): string {
  let text = '';
  for (const part of content) {
    if (typeof part['#text'] === 'string') text += decode(part['#text']);
    const cdata = part['#cdata'] as readonly ParsedNode[] | undefined;
    if (cdata) for (const piece of cdata) text += String(piece['#text'] ?? '');
  }
  return text;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return entities[name] ?? whole;
    const point = decimal !== undefined ? Number(decimal) : Number.parseInt(hex!, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
