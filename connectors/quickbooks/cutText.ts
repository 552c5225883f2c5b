const segments = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A text of at most `most` characters as the service counts them (a JavaScript string's length, in which most emoji are two or more). What a reader
 * sees as one sign is kept whole or left out whole.
 */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  for (const { index, segment } of segments.segment(text)) {
    if (index + segment.length > most) break;
    end = index + segment.length;
  }
  return text.slice(0, end).trimEnd();
}

/** A text with something behind it that may not be cut, within `most` characters: `Pan (4711)`. */
export function cutBefore(text: string, tail: string, most: number): string {
  return `${cutText(text, Math.max(0, most - tail.length))}${tail}`;
}
