/**
 * A function by source text, in which the given things stand under their names. The one place of Fluxo that turns text into code; see docs/decisions/0011:
 * nothing a user typed becomes code, names of fields go in as JSON text, everything else as a constant with a number.
 */
export function makeFunction<Made>(code: string, things: Readonly<Record<string, unknown>>): Made {
  // oxlint-disable-next-line no-new-func
  const make = new Function(...Object.keys(things), code) as (...parts: unknown[]) => Made;
  return make(...Object.values(things));
}
