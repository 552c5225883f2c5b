/** Joins class names; false and undefined ones vanish, so `open && 'bg-hover'` reads well. */
export function classes(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
