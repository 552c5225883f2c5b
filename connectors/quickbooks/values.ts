import type { SourceRecord, Value } from '#shared/records/story.ts';

const isRecord = (value: Value | undefined): value is SourceRecord => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The records of a list; none when it is absent. */
export const listOf = (value: Value | undefined): readonly SourceRecord[] => (Array.isArray(value) ? (value as readonly Value[]).filter(isRecord) : []);

/** A record inside a record; empty when it is absent. */
export const nested = (value: Value | undefined): SourceRecord => (isRecord(value) ? value : {});

/** A text without blanks at its ends; empty when it is absent. */
export const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value.trim() : '');

/** Id of what a reference names; empty when there is none. */
export const refOf = (value: Value | undefined): string => textOf(nested(value)['value']);

/** What the service calls the thing a reference names. */
export const refName = (value: Value | undefined): string => textOf(nested(value)['name']);
