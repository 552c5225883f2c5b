import type { XmlElement } from '#connectors/sdk/xml.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import type { Field, Shape } from '../fieldTable/notation.ts';
import { isTrue, readDate, readMoment } from './dates.ts';
import { readCents, readPercent, readScaled, readWhole } from './numbers.ts';

/**
 * An element of an answer as a plain record: money and quantities as decimal text, numbers and ids as text, dates as ISO text. Elements the table does
 * not know are kept as they are, because newer builds of the service add some. A value that is not what it should be is kept as text and makes
 * this one record invalid later on, instead of the whole page unreadable.
 */
export function readRecord(shape: Shape, element: XmlElement): SourceRecord {
  const record: Record<string, Value> = {};
  const companions = shape.companions.size === 0 ? undefined : new Set(shape.companions.values());
  for (const child of element.children) {
    const field = shape.byName.get(child.name);
    if (!field) {
      if (!companions?.has(child.name)) keepUnknown(record, child);
      continue;
    }
    const value = readField(field, child, element);
    if (value === undefined) continue;
    if (field.occurs === 'many') ((record[child.name] ??= []) as Value[]).push(value);
    else record[child.name] ??= value;
  }
  return record;
}

function readField(field: Field, element: XmlElement, parent: XmlElement): Value | undefined {
  const { type } = field;
  switch (type.kind) {
    case 'text':
      return element.text;
    case 'record':
      return readRecord(type.shape(), element);
    case 'list':
      return element.children.flatMap((child) => (child.name === type.item.name ? (readField(type.item, child, element) ?? []) : []));
    case 'date':
      return readDate(partsOf(element));
    case 'moment':
      return readMoment(partsOf(element));
    case 'leftOut':
      return undefined;
  }
  const text = element.text.trim();
  if (text === '') return undefined;
  switch (type.kind) {
    case 'number':
      return readWhole(text);
    case 'cents':
      return readCents(text);
    case 'percent':
      return readPercent(text);
    case 'scaled':
      return readScaled(text, parent.children.find((child) => child.name === type.companion)?.text.trim());
    case 'decimal':
      return text;
    case 'flag':
      return isTrue(text) ? true : text === 'false' || text === '0' ? false : text;
  }
}

function partsOf(element: XmlElement): Record<string, string> {
  return Object.fromEntries(element.children.map((child) => [child.name, child.text.trim()]));
}

function keepUnknown(record: Record<string, Value>, element: XmlElement): void {
  const value = plainValue(element);
  const before = record[element.name];
  record[element.name] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
}

function plainValue(element: XmlElement): Value {
  if (element.children.length === 0) return element.text;
  const record: Record<string, Value> = {};
  for (const child of element.children) keepUnknown(record, child);
  return record;
}
