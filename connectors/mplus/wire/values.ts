import type { SourceRecord } from '#shared/records/story.ts';

/** The records of a list; none when it is absent. */
export const list = (value: unknown): readonly SourceRecord[] => (Array.isArray(value) ? (value as readonly SourceRecord[]) : []);

/** A record inside a record; empty when it is absent. */
export const nested = (value: unknown): SourceRecord => (value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as SourceRecord) : {});

/** A text without blanks at its ends; empty when it is absent. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
