import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';

const attributes: ReadonlySet<string> = new Set(['domain', 'sparse', 'status', 'startPosition', 'maxResults', 'totalCount', 'bId']);
const faultAttributes: ReadonlySet<string> = new Set(['type', 'code', 'element']);

/**
 * An answer as XML, for clients that do not ask for JSON: `<IntuitResponse time="…">` around the entity, the query rows or the
 * fault. A reference becomes a text with the name as attribute, as in the service's schema.
 */
export function toXml(body: JsonObject, time: string): string {
  const { time: _time, ...rest } = body;
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><IntuitResponse xmlns="http://schema.intuit.com/finance/v3" time="${escapeXml(time)}">${children(rest, attributes)}</IntuitResponse>`;
}

function element(name: string, value: Json): string {
  if (value === null) return '';
  if (Array.isArray(value)) return (value as readonly Json[]).map((entry) => element(name, entry)).join('');
  if (!isObject(value)) return `<${name}>${escapeXml(String(value))}</${name}>`;
  if (value['value'] !== undefined && Object.keys(value).every((key) => ['value', 'name', 'type'].includes(key))) {
    return `<${name}${attribute('name', value['name'])}${attribute('type', value['type'])}>${escapeXml(String(value['value']))}</${name}>`;
  }
  const own = name === 'Fault' || name === 'Error' ? faultAttributes : attributes;
  const marks = Object.entries(value).map(([key, entry]) => (own.has(key) ? attribute(key, entry) : '')).join('');
  return `<${name}${marks}>${children(value, own)}</${name}>`;
}

function children(value: JsonObject, without: ReadonlySet<string>): string {
  return Object.entries(value).map(([key, entry]) => (entry === undefined || without.has(key) ? '' : element(key, entry))).join('');
}

const attribute = (name: string, value: Json | undefined): string => (value === undefined || value === null || isObject(value) ? '' : ` ${name}="${escapeXml(String(value))}"`);

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
