import * as z from 'zod';

/** Letters, digits, dash and underscore: safe in an edge's `node.port` and in a file name. */
export const IdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
