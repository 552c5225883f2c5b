import type * as z from 'zod';
import { FluxoError } from '#shared/errors.ts';
import type { Cursor } from './connector.ts';

/** A cursor as its stream wrote it. Throws `setup` for any other: going on from a guess would silently skip records. */
export function readCursor<T>(schema: z.ZodType<T>, cursor: Cursor | null): T {
  const parsed = schema.safeParse(cursor);
  if (parsed.success) return parsed.data;
  throw new FluxoError({ code: 'cursor.damaged', kind: 'setup', what: 'The note of how far this source was read is damaged.', fix: 'Set the start point of the source anew; what was read before is recognised.' });
}
