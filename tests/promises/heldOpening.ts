/** Opens a database, which brings it up to the newest schema, and closes it, once a byte comes in: `heldOpening.ts FILE`. */
import { readSync } from 'node:fs';
import { openDatabase } from '#storage/sqlite/database.ts';

process.stdout.write('ready\n');
readSync(0, Buffer.alloc(1));
await (await openDatabase(process.argv[2] ?? '')).close();
