import type { FieldSource } from '#shared/mapping/mapping.ts';

/** Where a value comes from, in one line. */
export function sourceText(from: FieldSource): string {
  switch (from.kind) {
    case 'path':
      return from.path;
    case 'firstOf':
      return from.paths.join(' | ');
    case 'template':
    case 'formula':
      return from.text;
    case 'constant':
      return from.value;
  }
}
