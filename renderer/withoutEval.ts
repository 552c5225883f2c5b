import { config } from 'zod';

// Zod tries `new Function` for speed when its first schema is made; the content security policy forbids it and reports each
// try. So this has to be imported before anything that holds a schema.
config({ jitless: true });
