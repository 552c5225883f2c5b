import { FluxoError } from '#shared/errors.ts';

/** An element by its local name, whatever prefix it came with. Attributes are not kept: the services we speak to use none. */
export interface XmlElement {
  readonly name: string;
  /** All text directly inside, entities resolved; blanks at the ends are kept. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const deepest = 64;
/** A longer tag is no service's answer but a way to keep a reader busy. */
const longestTag = 8192;
const xmlDeclaration = /^\s*<\?xml\s[^>]{0,200}\?>/;

const name = String.raw`[\p{L}_:][\p{L}\p{M}\p{N}_:.·-]*`;
const openingTag = new RegExp(String.raw`<(${name})((?:\s+${name}\s*=\s*(?:"[^<"]*"|'[^<']*'))*)\s*\/?>`, 'uy');
const closingTag = new RegExp(String.raw`<\/(${name})\s*>`, 'uy');
const attributeNames = new RegExp(String.raw`\s(${name})\s*=`, 'gu');
/** Answers become records by these names. */
const hostile = new Set(['__proto__', 'prototype', 'constructor']);

interface Growing {
  readonly name: string;
  text: string;
  children: Growing[];
}

/** Most elements have no children; they share one list. */
const noChildren: Growing[] = [];

/**
 * Reads a document that came from outside, in one pass. Refused, with a `remote` error that says so: truncated or otherwise
 * malformed text, DOCTYPE and processing instructions, entities other than the five named and the numeric ones, nesting beyond 64.
 * The caller has capped the size before. Own code, because an order of a till is 250 elements: a general parser with its validator took ten
 * times as long, a tenth of a whole run. A test holds it against that parser.
 */
export function readXml(text: string): XmlElement {
  const declaration = xmlDeclaration.exec(text);
  const rest = declaration ? text.slice(declaration[0].length) : text;
  const body = rest.includes('\r') ? rest.replace(/\r\n?/g, '\n') : rest;
  const tags: string[] = [];
  const elements: Growing[] = [];
  /** Local names of tags without attributes: an answer repeats a hundred of them ten thousand times. */
  const plain = new Map<string, string>();
  let root: Growing | undefined;
  let inside: Growing | undefined;
  let from = 0;

  const addText = (piece: string) => {
    if (inside) inside.text += piece;
    else if (piece.trim() !== '') throw malformed('it has text outside its root element');
  };

  for (let at = body.indexOf('<'); at !== -1; at = body.indexOf('<', from)) {
    if (at > from) {
      const piece = body.slice(from, at);
      addText(piece.includes('&') ? decodeEntities(piece) : piece);
    }
    const mark = body[at + 1];
    if (mark === '!') {
      if (body.startsWith('<!--', at)) from = endOf(body, '-->', at + 4);
      else if (body.startsWith('<![CDATA[', at)) {
        if (!inside) throw malformed('it has text outside its root element');
        from = endOf(body, ']]>', at + 9);
        addText(body.slice(at + 9, from - 3));
      } else throw unsafe('a DOCTYPE');
      continue;
    }
    if (mark === '?') throw unsafe('a processing instruction');
    from = endOf(body, '>', at);
    if (from - at > longestTag) throw unsafe('an endless tag');

    if (mark === '/') {
      const open = tags.pop();
      // The usual spelling first: it needs no look at the name, which was looked at when it was opened.
      if (open === undefined || from - at !== open.length + 3 || !body.startsWith(open, at + 2)) demandClosing(body, at, open);
      elements.pop();
      inside = elements.at(-1);
      continue;
    }
    if (!inside && root) throw malformed('not exactly one root element');
    let tag = body.slice(at + 1, from - 1);
    let local = plain.get(tag);
    let isEmpty = false;
    if (local === undefined) {
      const opened = readOpening(body, at);
      local = opened.tag.slice(opened.tag.indexOf(':') + 1);
      if (hostile.has(local)) throw malformed(`it has an element ${local}`);
      if (opened.tag === tag) plain.set(tag, local);
      ({ tag, isEmpty, from } = opened);
    }
    const element: Growing = { name: local, text: '', children: noChildren };
    if (!inside) root = element;
    else if (inside.children === noChildren) inside.children = [element];
    else inside.children.push(element);
    if (isEmpty) continue;
    tags.push(tag);
    elements.push(element);
    inside = element;
    if (tags.length > deepest) throw unsafe(`more than ${deepest} levels`);
  }
  if (inside) throw malformed(`${inside.name.slice(0, 60)} is not closed`);
  addText(body.slice(from));
  if (!root) throw malformed('not exactly one root element');
  return root;
}

/** The tag that opens at `at`, and where it ends: a value in it may hold the sign that ends a tag. */
function readOpening(body: string, at: number): { readonly tag: string; readonly isEmpty: boolean; readonly from: number } {
  openingTag.lastIndex = at;
  const [whole = '', tag, attributes = ''] = openingTag.exec(body) ?? [];
  if (tag === undefined || (attributes !== '' && hasTwice(attributes))) throw malformed('it has something that is no tag');
  return { tag, isEmpty: whole.endsWith('/>'), from: at + whole.length };
}

function hasTwice(attributes: string): boolean {
  const names = [...attributes.replace(/"[^"]*"|'[^']*'/g, '""').matchAll(attributeNames)].map((found) => found[1]);
  return new Set(names).size < names.length;
}

function demandClosing(body: string, at: number, open: string | undefined): void {
  closingTag.lastIndex = at;
  const tag = closingTag.exec(body)?.[1];
  if (tag === undefined) throw malformed('it has something that is no tag');
  if (tag !== open) throw malformed(`it closes ${tag.slice(0, 60)} where that was not open`);
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
