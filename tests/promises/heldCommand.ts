/**
 * The shipped command line, loaded whole and then held until a byte comes in: whoever watches its system calls sees those of
 * the command and none of the loading. `heldCommand.ts run FLOW …` is `fluxo run FLOW …`.
 */
import { readSync } from 'node:fs';
import '#cli/commands/run.ts';
import { main } from '#cli/main.ts';

process.stdout.write('ready\n');
readSync(0, Buffer.alloc(1));
const say = (line = '') => void process.stderr.write(`${line}\n`);
const tell = (text: string) => void process.stdout.write(`${text}\n`);
process.exitCode = await main(process.argv.slice(2), { say, tell, result: tell, isTerminal: false }, new AbortController().signal);
