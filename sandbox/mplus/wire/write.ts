import type { Field, Struct } from '../table/notation.ts';

/** A message as plain data, with the names of the wire. Absent and `undefined` are the same. */
export type WireObject = Readonly<Record<string, unknown>>;

interface FieldWriter {
  readonly name: string;
  readonly open: string;
  readonly close: string;
  readonly occurs: Field['occurs'];
  /** Set on the decimal places of a scaled element: they are sent whenever it is, 0 included. */
  readonly companionOf: string | undefined;
  readonly write: (value: unknown) => string;
  readonly fallback: () => string;
}

const writers = new WeakMap<Struct, readonly FieldWriter[]>();

/**
 * The elements of a struct in table order, each with the `ns:` prefix and none ever self-closed. A required element without
 * a value goes out empty, nought or false; an optional one is left out. Values of scalars are not checked: a till can
 * send a quantity that is not a number, and so can this one.
 */
export function writeFields(struct: Struct, object: WireObject): string {
  let xml = '';
  for (const field of writersOf(struct)) {
    const value = object[field.name];
    if (field.occurs === 'many') {
      if (Array.isArray(value)) for (const each of value) xml += field.open + field.write(each) + field.close;
    } else if (value !== undefined) xml += field.open + field.write(value) + field.close;
    else if (field.occurs === 'one' || (field.companionOf !== undefined && object[field.companionOf] !== undefined)) xml += field.open + field.fallback() + field.close;
  }
  return xml;
}

function writersOf(struct: Struct): readonly FieldWriter[] {
  let own = writers.get(struct);
  if (!own) {
    own = struct.fields.map((field) => ({
      name: field.name,
      open: `<ns:${field.name}>`,
      close: `</ns:${field.name}>`,
      occurs: field.occurs,
      companionOf: struct.fields.find(({ type }) => type.kind === 'scaled' && type.companion === field.name)?.name,
      ...valueWriter(field),
    }));
    writers.set(struct, own);
  }
  return own;
}

function valueWriter({ type }: Field): Pick<FieldWriter, 'write' | 'fallback'> {
  if (type.kind === 'struct') {
    return { write: (value) => writeFields(type.struct, value as WireObject), fallback: () => writeFields(type.struct, {}) };
  }
  if (type.kind === 'scalar' && type.scalar === 'bool') return { write: (value) => (value ? 'true' : 'false'), fallback: () => 'false' };
  const isText = type.kind === 'enum' || (type.kind === 'scalar' && type.scalar === 'text');
  return { write: (value) => escapeText(String(value)), fallback: () => (isText ? '' : '0') };
}

// oxlint-disable-next-line no-control-regex -- these are the characters XML 1.0 cannot hold
const special = /[&<>"'\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Only the five named entities: clients exist that leave numeric references as they are. What XML cannot hold is dropped. */
function escapeText(text: string): string {
  return special.test(text) ? text.replace(new RegExp(special, 'g'), (found) => named[found] ?? '') : text;
}

const prolog = '<?xml version="1.0" encoding="UTF-8"?>\n';
const soapEnvelope = 'http://schemas.xmlsoap.org/soap/envelope/';
const open = `${prolog}<SOAP-ENV:Envelope xmlns:SOAP-ENV="${soapEnvelope}" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:ns="urn:mplusqapi"><SOAP-ENV:Body>`;
const close = '</SOAP-ENV:Body></SOAP-ENV:Envelope>';

/** A whole answer: clients look for these very prefixes and for a payload element without attributes. */
export function writeEnvelope(response: Struct, object: WireObject): string {
  return `${open}<ns:${response.name}>${writeFields(response, object)}</ns:${response.name}>${close}`;
}

/** A SOAP fault; `code` without the prefix, such as `Client.Authentication`. */
export function writeFault(code: string, text: string): string {
  return `${open}<SOAP-ENV:Fault><faultcode>SOAP-ENV:${code}</faultcode><faultstring>${escapeText(text)}</faultstring></SOAP-ENV:Fault>${close}`;
}
