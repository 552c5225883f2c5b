import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { FluxoError } from '#shared/errors.ts';

/** An element by its local name, whatever prefix it came with. Attributes are not kept: the services we speak to use none. */
export interface XmlElement {
  readonly name: string;
  /** All text directly inside, entities resolved; blanks at the ends are kept. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const deepest = 64;
/** A longer tag is no service's answer but a way to keep a parser busy. */
const longestTag = 8192;
const xmlDeclaration = /^\s*<\?xml\s[^>]{0,200}\?>/;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  trimValues: false,
  cdataPropName: '#cdata',
  maxNestedTags: deepest + 1,
  jPath: false,
});


/**
 * Reads a document that came from outside. Refused, with a `remote` error that says so: truncated or otherwise
 * malformed text, DOCTYPE and processing instructions, entities other than the five named and the numeric ones, nesting beyond 64.
 * The caller has capped the size before.
 */
export function readXml(text: string): XmlElement {
  const declaration = xmlDeclaration.exec(text);
  const body = declaration ? text.slice(declaration[0].length) : text;
  checkShape(body);
  const verdict = XMLValidator.validate(body);
  if (verdict !== true) throw malformed(`${verdict.err.msg} (line ${verdict.err.line})`);
  let nodes: unknown;
  try {
    nodes = parser.parse(body);
  } catch (thrown) {
    throw malformed(thrown instanceof Error ? thrown.message : 'unreadable');
  }
  const roots = (nodes as ParsedNode[]).map(toElement).filter((element) => element !== null);
  const root = roots[0];
  if (!root || roots.length > 1) throw malformed('not exactly one root element');
  return root;
}

type ParsedNode = Record<string, readonly ParsedNode[] | string>;

/** The parser's node is an object with one key, the element's name. Written for speed: an answer has ten thousands of them. */
function toElement(node: ParsedNode): XmlElement | null {
  for (const name in node) {
    const content = node[name];
    if (name === '#text' || name === ':@' || content === undefined || typeof content === 'string') continue;
    let text = '';
    const children: XmlElement[] = [];
    for (const part of content) {
      const plain = part['#text'];
      if (typeof plain === 'string') text += plain.includes('&') ? decodeEntities(plain) : plain;
      else if (part['#cdata'] !== undefined) text += (part['#cdata'] as readonly ParsedNode[]).map((inner) => inner['#text'] ?? '').join('');
      else {
        const child = toElement(part);
        if (child) children.push(child);
      }
    }
    return { name, text, children };
  }
  return null;
}

/** One pass over the tags before any parser sees them. */
function checkShape(body: string): void {
  let depth = 0;
  for (let at = body.indexOf('<'); at !== -1; at = body.indexOf('<', at)) {
    if (body.startsWith('<!--', at)) at = endOf(body, '-->', at);
    else if (body.startsWith('<![CDATA[', at)) at = endOf(body, ']]>', at);
    else if (body[at + 1] === '!') throw unsafe('a DOCTYPE');
    else if (body[at + 1] === '?') throw unsafe('a processing instruction');
    else {
      const end = endOf(body, '>', at);
      if (end - at > longestTag) throw unsafe('an endless tag');
      if (body[at + 1] === '/') depth -= 1;
      else if (body[end - 2] !== '/') depth += 1;
      if (depth > deepest) throw unsafe(`more than ${deepest} levels`);
      at = end;
    }
  }
}

function endOf(body: string, mark: string, from: number): number {
  const at = body.indexOf(mark, from);
  if (at === -1) throw malformed('it ends in the middle of a tag');
  return at + mark.length;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&([^;&\s]{0,12};?)/g, (_whole, inner: string) => {
    const name = inner.endsWith(';') ? inner.slice(0, -1) : '';
    const known = Object.hasOwn(named, name) ? named[name] : undefined;
    if (known !== undefined) return known;
    const code = /^#x[0-9a-f]{1,6}$/i.test(name) ? Number.parseInt(name.slice(2), 16) : /^#\d{1,7}$/.test(name) ? Number(name.slice(1)) : -1;
    if (code < 0 || code > 0x10ffff || illegal.test(String.fromCodePoint(code))) throw malformed(`it has the unknown entity &${inner}`);
    return String.fromCodePoint(code);
  });
}

/** Characters XML 1.0 cannot carry in any spelling; with the `u` flag a surrogate is only matched when it stands alone. */
const illegal = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Text as element content. Throws a `data` error for characters that XML cannot carry: dropping one in silence would change a name or a note. */
export function escapeXml(text: string): string {
  const found = illegal.exec(text);
  if (found) {
    const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    throw new FluxoError({ code: 'xml.illegal_character', kind: 'data', what: `A text holds the invisible character U+${code}, which cannot be sent to this service.`, fix: 'Remove it in the source, or clean the field in the mapping.', params: { character: `U+${code}` } });
  }
  // A bare carriage return would arrive as a line feed.
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
}

const malformed = (detail: string) =>
  new FluxoError({ code: 'xml.malformed', kind: 'remote', what: `The answer is not complete, well-formed XML: ${detail}.`, fix: 'Fluxo does not use half an answer and tries again by itself.', params: { detail } });

const unsafe = (detail: string) =>
  new FluxoError({ code: 'xml.unsafe', kind: 'remote', what: `The answer holds ${detail}, which no answer of this service has.`, fix: 'Check that the address is that of the service and not of something in between.', params: { detail } });
