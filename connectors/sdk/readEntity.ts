import * as z from 'zod';
import { FluxoError } from '#shared/errors.ts';
import { entities } from '#shared/entities/index.ts';
import { isDecimal } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';

/** Fields of entities as a mapping gives them: everything may be a text. */
export const entityText = z.string().transform((value) => value.trim());
export const entityDecimal = z.string().refine((value) => value.trim() === '' || isDecimal(value.trim()), 'a number').transform((value) => value.trim());
/** Mapping functions give texts, so a yes may come as one. */
export const entityFlag = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]);
const entityCountry = z.string().transform((value) => value.trim().toUpperCase());
export const entityId = entityText.refine((value) => value !== '', 'a text');
export const entityAddress = z.object({ name: entityText.optional(), line1: entityText.optional(), postalCode: entityText.optional(), city: entityText.optional(), country: entityCountry.optional() });

/**
 * A function that reads mapped records as this entity, each once however often it is asked. It throws a `data` error that names the field when a value is
 * missing or not what the field holds; values of fields that say who somebody is are not repeated in it.
 */
export function entityReader<T extends object>(entity: string, schema: z.ZodType<T>): (record: SourceRecord) => T {
  const read = new WeakMap<SourceRecord, T>();
  const isPersonal = (field: string) => entities[entity]?.fields.some(({ path, personal }) => personal && path === field) ?? true;
  return (record) => {
    const known = read.get(record);
    if (known) return known;
    const parsed = schema.safeParse(record);
    if (!parsed.success) throw wrongField(entity, record, parsed.error.issues[0]!, isPersonal);
    read.set(record, parsed.data);
    return parsed.data;
  };
}

function wrongField(entity: string, record: SourceRecord, issue: z.core.$ZodIssue, isPersonal: (field: string) => boolean): FluxoError {
  const field = issue.path.map(String).reduce((name, part) => (/^\d+$/.test(part) ? `${name}[${Number(part) + 1}]` : name === '' ? part : `${name}.${part}`), '');
  const value = issue.path.reduce<unknown>((place, part) => (typeof place === 'object' && place !== null ? (place as Record<PropertyKey, unknown>)[part] : undefined), record);
  if (value === undefined || value === null || value === '') {
    return new FluxoError({ code: 'record.missing', kind: 'data', what: `The ${entity} has no ${field}.`, where: { field }, params: { entity, field }, fix: 'Map the field, or correct the record in the source.' });
  }
  const shown = typeof value === 'string' && !isPersonal(field) ? `“${value.slice(0, 60)}”` : 'The value';
  const wanted = issue.code === 'custom' ? issue.message : 'of the right kind';
  return new FluxoError({ code: 'record.bad_value', kind: 'data', what: `${field}: ${shown} is not ${wanted}.`, where: { field }, params: { entity, field, value: shown, wanted }, fix: 'Correct it in the source system, or map another field.' });
}
