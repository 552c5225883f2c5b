/** One call of something the double cannot really do: a dialog, a notification, the opening of a link. */
export interface JournalEntry {
  readonly api: string;
  readonly args: readonly unknown[];
}

const entries: JournalEntry[] = [];

/** Writes down that the app asked the system for something; specs read it with `app.journal()`. */
export function note(api: string, ...args: readonly unknown[]): void {
  entries.push({ api, args: args.map(plain) });
}

export function journal(): readonly JournalEntry[] {
  return entries;
}

/** Functions and windows do not cross to the spec; what is left is what was asked for. */
function plain(value: unknown): unknown {
  if (typeof value === 'function') return '[function]';
  if (value === undefined) return null;
  try {
    return JSON.parse(JSON.stringify(value)) as unknown;
  } catch {
    return String(value);
  }
}
