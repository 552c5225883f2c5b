import { createHash } from 'node:crypto';

/** A UUID that is the same for the same words, so that a seeded order keeps its id from run to run. */
export function uuidOf(...words: readonly (string | number)[]): string {
  const hex = createHash('sha1').update(words.join('\u0000')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The id of the nth part of something: the owner's id with its last four digits replaced. */
export const partId = (uuid: string, index: number): string => `${uuid.slice(0, -4)}${index.toString(16).padStart(4, '0')}`;
