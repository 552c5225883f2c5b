import { FluxoError, asFluxoError } from '#shared/errors.ts';
import { calls, type Answer, type CallName } from '#shared/ipc/contract.ts';

/** Does a call whose input was checked. */
export type Perform = (name: CallName, input: unknown) => Promise<unknown>;

/** Enough for a drawing of thousands of nodes; what is larger is no call of ours. */
const limits = { characters: 8_000_000, values: 1_000_000, depth: 64 } as const;

export function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(calls, name);
}

/** Checks a call by size and schema, has it done, and answers with data or an error that is safe to show. Never rejects. */
export async function dispatch(name: CallName, input: unknown, perform: Perform): Promise<Answer<unknown>> {
  try {
    if (!isModest(input)) throw refused(name, 'The call is too large.');
    const parsed = calls[name].input.safeParse(input);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      // Where it is wrong, never what stood there: it may be a password in the wrong field.
      throw refused(name, `The call does not fit its description (${issue?.path.map(String).join('.') || 'whole'}: ${issue?.code ?? 'unknown'}).`);
    }
    return { ok: true, data: await perform(name, parsed.data) };
  } catch (thrown) {
    return { ok: false, error: asFluxoError(thrown).data };
  }
}

export function refused(operation: string, what: string): FluxoError {
  return new FluxoError({ code: 'border.refused', kind: 'bug', what, where: { operation }, fix: 'Please report it; the window asked for something it should not.' });
}

const isPlain = (value: object) => [Object.prototype, null].includes(Object.getPrototypeOf(value) as null);

/** Counts before anything is parsed, without following circles for ever. */
function isModest(input: unknown): boolean {
  let characters = 0;
  let values = 0;
  const fits = (value: unknown, depth: number): boolean => {
    values += 1;
    if (typeof value === 'string') characters += value.length;
    if (depth > limits.depth || values > limits.values || characters > limits.characters) return false;
    if (value === null || typeof value !== 'object') return true;
    // Only what JSON could carry: to a schema a date or a map looks like an object without keys.
    if (!Array.isArray(value) && !isPlain(value)) return false;
    return Object.entries(value).every(([key, inner]) => {
      characters += key.length;
      return fits(inner, depth + 1);
    });
  };
  return fits(input, 0);
}
