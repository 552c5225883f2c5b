import type { CallContext, RecordContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import { compare, isDecimal } from '#shared/money/decimal.ts';
import type { Value } from '#shared/records/story.ts';
import type { RestClient } from './client.ts';
import { lookUp } from './lookUp.ts';

/**
 * What the service holds of a record, as far as it tells: by the path to look it up, else by the very path that is written to, which most services answer as well. Asked for a plan only;
 * one that does not take the question is not asked twice about the same thing, and what it holds stays untold.
 */
export async function heldBy(context: RecordContext<RestClient>, lookUpPath: string, writePath: string): Promise<Value | undefined> {
  const found = lookUpPath === '' ? await readAt(context.client, writePath, context) : await lookUp(context.client, lookUpPath, context);
  return found ?? undefined;
}

async function readAt(client: RestClient, path: string, call: CallContext): Promise<Value | null> {
  try {
    const answer = await client.find(path, call);
    const json = answer?.json ?? null;
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : null;
  } catch (thrown) {
    // A path that may be written to need not be one that can be read.
    if (thrown instanceof FluxoError && (thrown.code === 'http.refused' || thrown.code === 'http.not_json')) return null;
    throw thrown;
  }
}

/** What the service holds in the shape of what is written: in the same wrapping, and with equal numbers written alike (`12.50` of the service is the `12.5` of a number). */
export function shapedLike(wanted: Value, held: Value | undefined, wrap: string): Value | undefined {
  if (held === undefined) return undefined;
  const isWrapped = wrap !== '' && !(typeof held === 'object' && held !== null && Object.hasOwn(held, wrap));
  return alike(wanted, isWrapped ? { [wrap]: held } : held);
}

function alike(wanted: Value, held: Value): Value {
  if (Array.isArray(held)) return Array.isArray(wanted) ? (held as readonly Value[]).map((value, index) => alike((wanted as readonly Value[])[index] ?? null, value)) : held;
  if (typeof held === 'object' && held !== null) {
    const fields = typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted) ? (wanted as Readonly<Record<string, Value>>) : {};
    return Object.fromEntries(Object.entries(held).map(([name, value]) => [name, alike(Object.hasOwn(fields, name) ? fields[name]! : null, value as Value)]));
  }
  const isSameNumber = (typeof wanted === 'number' || typeof wanted === 'string') && isDecimal(String(wanted)) && isDecimal(held) && compare(String(wanted), held) === 0;
  return isSameNumber ? wanted : held;
}
