import type { Value } from './story.ts';

/** The same value always gives the same text, in whatever order its fields were set. */
export function stableText(value: Value): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map((inner) => stableText(inner ?? null)).join(',')}]`;
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const field = value[key];
    if (field !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${stableText(field)}`;
  }
  return `{${text}}`;
}

const isList = (value: object): value is readonly Value[] => Array.isArray(value);
