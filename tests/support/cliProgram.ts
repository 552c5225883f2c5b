import path from 'node:path';

/** The command line under test: what was built where `npm test` says so, else the sources. */
export const cliProgram = process.env['FLUXO_CLI'] ?? path.join(import.meta.dirname, '../../cli/main.ts');
