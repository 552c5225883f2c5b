import type { Field, Struct } from '../table/notation.ts';
import { payloadNamespace } from './readEnvelope.ts';
import type { XmlNode } from './readEnvelope.ts';
import { SoapFault } from './soapFault.ts';
import type { WireObject } from './write.ts';

/**
 * What an element of a request holds, by the table: unknown elements and those of another namespace are skipped, the order does
 * not matter, an absent element stays absent (lists become empty, wrappers too when required). Throws a `Client` fault for a
 * value of the wrong type, as the real service does.
 */
export function readFields(struct: Struct, node: XmlNode | undefined): WireObject {
  const object: Record<string, unknown> = {};
  const own = node?.children.filter((child) => child.namespace === payloadNamespace) ?? [];
  for (const field of struct.fields) {
    const found = own.filter((child) => child.name === field.name);
    if (field.occurs === 'many') object[field.name] = found.map((child) => readValue(field, child));
    else if (found[0]) object[field.name] = readValue(field, found[0]);
    else if (field.occurs === 'one' && field.type.kind === 'struct') object[field.name] = readFields(field.type.struct, undefined);
  }
  return object;
}

function readValue({ name, type }: Field, node: XmlNode): unknown {
  if (type.kind === 'struct') return readFields(type.struct, node);
  if (type.kind === 'enum') {
    const text = node.text.trim();
    return type.values.includes(text) ? text : mismatch(name, node.text);
  }
  if (type.kind === 'scaled') return readWhole(name, node.text);
  switch (type.scalar) {
    case 'text':
      return node.text;
    case 'bool':
      return readBoolean(name, node.text.trim());
    case 'decimal':
      return /^[+-]?\d+(\.\d+)?$/.test(node.text.trim()) ? node.text.trim() : mismatch(name, node.text);
    default:
      return readWhole(name, node.text);
  }
}

function readWhole(name: string, text: string): number {
  return /^\s*[+-]?\d{1,15}\s*$/.test(text) ? Number(text) : mismatch(name, text);
}

function readBoolean(name: string, text: string): boolean {
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : mismatch(name, text);
}

function mismatch(name: string, text: string): never {
  throw new SoapFault('Client', `Validation constraint violation: data type mismatch in element <ns:${name}> ("${text}")`);
}
