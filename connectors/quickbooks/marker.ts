/**
 * The mark in a document's private note (and a customer's notes) by which Fluxo recognises what it made: the
 * service cannot be asked for it, but it comes back with every document that was found by number.
 */
export function markerOf(sourceConnection: string, sourceId: string): string {
  return `fluxo:${encode(sourceConnection)}:${encode(sourceId)}`;
}

/** True when a note holds exactly this mark; a user may have written around it, and a void puts a word in front. */
export function hasMarker(note: string | undefined, marker: string): boolean {
  return (note ?? '').split(/\s+/).includes(marker);
}

/** True when a note holds the mark of any record. */
export function hasAnyMarker(note: string | undefined): boolean {
  return (note ?? '').split(/\s+/).some(isMarker);
}

/** True for a word that is the mark of some record. */
export const isMarker = (word: string): boolean => /^fluxo:[^:]+:.+/.test(word);

/** Blanks end a mark and colons divide it, so neither stands inside its parts. */
const encode = (part: string) => part.replace(/[\s:%]/g, (mark) => `%${mark.charCodeAt(0).toString(16).padStart(2, '0')}`);
