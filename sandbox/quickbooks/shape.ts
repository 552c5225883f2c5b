import { commonProperties } from './entities/definition.ts';
import type { EntityDefinition, Properties, Property } from './entities/definition.ts';
import { faultLine, ServiceFault } from './faults.ts';
import type { FaultLine } from './faults.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { isDate } from './serviceTime.ts';

const emailShape = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;.]+$/;

/**
 * The body as the entity's definition knows it: unknown properties, wrong types, lengths, characters and enumerations are
 * refused together (2010, 2040, 2050, 2080, 2170, 2210); nulls and read-only properties are left out, numbers in
 * quotes become numbers. An empty text stays, since it blanks the property in a sparse update.
 */
export function checkShape(definition: EntityDefinition, body: JsonObject): JsonObject {
  const problems: FaultLine[] = [];
  const clean = checkObject(definition.properties, body, '', problems);
  if (problems.length > 0) throw new ServiceFault(problems);
  return clean;
}

function checkObject(properties: Properties, body: JsonObject, path: string, problems: FaultLine[]): JsonObject {
  const clean: Record<string, Json> = {};
  for (const [name, value] of Object.entries(body)) {
    const at = path === '' ? name : `${path}.${name}`;
    const property = Object.hasOwn(properties, name) ? properties[name] : path === '' && Object.hasOwn(commonProperties, name) ? commonProperties[name] : undefined;
    if (!property) {
      problems.push(faultLine.unknownProperty(at));
      continue;
    }
    if (property.readOnly || value === null || value === undefined) continue;
    const checked = checkValue(property, value, at, problems);
    if (checked !== undefined) clean[name] = checked;
  }
  return clean;
}

function checkValue(property: Property, value: Json, path: string, problems: FaultLine[]): Json | undefined {
  if (value === '') return value;
  const wrong = (line: FaultLine): undefined => {
    problems.push(line);
    return undefined;
  };
  switch (property.is) {
    case 'text': {
      if (typeof value === 'object') return wrong(faultLine.unreadable());
      const text = String(value);
      if (property.max !== undefined && text.length > property.max) return wrong(faultLine.badLength(path, 0, property.max, text.length));
      if (property.forbids?.test(text)) return wrong(faultLine.badCharacters(path, text));
      if (path.endsWith('.Address') && !emailShape.test(text.trim())) return wrong(faultLine.badEmail(path, text));
      return text;
    }
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof number === 'number' && Number.isFinite(number) ? number : wrong(faultLine.badNumber(path, JSON.stringify(value)));
    }
    case 'flag':
      if (value === true || value === 'true') return true;
      return value === false || value === 'false' ? false : wrong(faultLine.unreadable());
    case 'date': {
      // Clients send whole timestamps too; the date in it counts.
      const date = typeof value === 'string' ? value.slice(0, 10) : '';
      return isDate(date) ? date : wrong(faultLine.unreadable());
    }
    case 'time':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : wrong(faultLine.unreadable());
    case 'oneOf':
      return typeof value === 'string' && property.values.includes(value) ? value : wrong(faultLine.badEnumeration(path, String(value)));
    case 'reference':
      return checkReference(value, path, problems);
    case 'object':
      return isObject(value) ? checkObject(property.properties, value, path, problems) : wrong(faultLine.unreadable());
    case 'list':
      if (!Array.isArray(value)) return wrong(faultLine.unreadable());
      return (value as readonly Json[]).flatMap((entry) => {
        const checked = checkValue(property.of, entry, path, problems);
        return checked === undefined ? [] : [checked];
      });
    case 'anything':
      return value;
  }
}

const referenceKeys = new Set(['value', 'name', 'type']);

/** `{ value, name, type }`; only the value counts, the name is filled in by the service. */
function checkReference(value: Json, path: string, problems: FaultLine[]): Json | undefined {
  if (!isObject(value)) {
    problems.push(faultLine.unreadable());
    return undefined;
  }
  const stranger = Object.keys(value).find((key) => !referenceKeys.has(key));
  if (stranger !== undefined) {
    problems.push(faultLine.unknownProperty(`${path}.${stranger}`));
    return undefined;
  }
  const id = value['value'];
  if (id === undefined || id === null || typeof id === 'object') {
    problems.push(faultLine.missing(`${path}.value`));
    return undefined;
  }
  return { value: String(id), ...(typeof value['name'] === 'string' && { name: value['name'] }) };
}
