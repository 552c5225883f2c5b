/**
 * `npm run check`: types of every room with the globals it really has, lint, and the import borders.
 * Prints each failing step whole and ends with exit code 1 when any failed.
 */
import { spawn } from 'node:child_process';
import { findBorderCrossings } from './borders.ts';

const steps: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['types of shared (no Node, no DOM)', 'tsc', '--noEmit', '-p', 'shared'],
  ['types of engine (no Node, no DOM)', 'tsc', '--noEmit', '-p', 'engine'],
  ['types of everything on Node', 'tsc', '--noEmit', '-p', 'tsconfig.node.json'],
  ['types of the renderer', 'tsc', '--noEmit', '-p', 'renderer'],
  ['lint and borders', 'oxlint', '--quiet'],
];

function run(command: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { shell: process.platform === 'win32' });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => resolve({ code: 1, output: `${command} could not be started (${error.message}); run \`npm ci\` first.` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

let failed = 0;
for (const [name, command, ...args] of steps) {
  const { code, output } = await run(command, args);
  console.log(`${code === 0 ? '✓' : '✗'} ${name}`);
  if (code !== 0) {
    failed += 1;
    console.log(output);
  }
}
const crossings = await findBorderCrossings();
console.log(`${crossings.length === 0 ? '✓' : '✗'} no relative import leaves its room`);
for (const crossing of crossings) console.log(`  ${crossing}`);
if (crossings.length > 0) failed += 1;
process.exitCode = failed === 0 ? 0 : 1;
