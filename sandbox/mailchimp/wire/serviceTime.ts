/** `2026-03-01T09:30:00+00:00`, as the service shows every moment: whole seconds, in UTC. */
export function shownTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
}

const forms = [
  /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/i,
  /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/,
  /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} (UTC|GMT|Z)$/i,
  /^\d{4}-\d{2}-\d{2}$/,
];

/** Milliseconds of a moment in one of the forms the service takes; undefined for any other text. Without a zone it is UTC. */
export function readTime(text: string): number | undefined {
  const trimmed = text.trim();
  if (!forms.some((form) => form.test(trimmed))) return undefined;
  const iso = trimmed.replace(/ (UTC|GMT|Z)$/i, 'Z').replace(/^(\d{4}-\d{2}-\d{2}) /, '$1T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
  const hasZone = /(Z|[+-]\d{2}:\d{2})$/i.test(iso.slice(10));
  const ms = Date.parse(iso.length === 10 ? `${iso}T00:00:00Z` : hasZone ? iso : `${iso}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
