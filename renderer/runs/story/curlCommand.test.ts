import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Exchange } from '#shared/records/story.ts';
import { curlCommand } from './curlCommand.ts';

const exchange = (changes: Partial<Exchange>): Exchange => ({ connection: 'c', operation: 'op', method: 'POST', url: 'http://127.0.0.1:18081/', startedAt: 0, ms: 1, ...changes });

/** What the shell hands to curl: a function of that name prints its arguments, one a line, NUL-separated. */
function shellArguments(command: string, env: Record<string, string> = {}): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync('sh', ['-c', script], { env: { ...process.env, ...env }, encoding: 'utf8' }).split('\0').slice(0, -1);
}

test('the credential of a till goes into the address as shell variables, and what the log masked is left out', () => {
  const command = curlCommand(exchange({ url: 'http://127.0.0.1:18081/?ident=***&secret=***&trace=1', requestBody: '<a/>' }), 'mplus');
  const [, , url] = shellArguments(command, { MPLUS_IDENT: 'demo', MPLUS_SECRET: 'pass word' });
  expect(url).toBe('http://127.0.0.1:18081/?ident=demo&secret=pass word&trace=1');
  expect(command).not.toContain('***');
});

test('a request to the books carries the bearer token as a variable', () => {
  const args = shellArguments(curlCommand(exchange({ url: 'http://127.0.0.1/v3/company/1/salesreceipt?minorversion=75', requestBody: '{"a":1}' }), 'quickbooks'), { QUICKBOOKS_ACCESS_TOKEN: 'tok' });
  expect(args).toContain('Authorization: Bearer tok');
  expect(args).toContain('Content-Type: application/json');
});

test('whatever stands in a body reaches the service letter by letter', () => {
  const drawn = fc.string({ unit: fc.constantFrom("'", '"', '$', '`', '\\', '!', '\n', 'a', ' ', '€', '$(id)', '$MPLUS_SECRET') , minLength: 1 });
  fc.assert(
    fc.property(drawn, (body) => {
      const args = shellArguments(curlCommand(exchange({ requestBody: body }), 'mplus'));
      expect(args.at(-1)).toBe(body);
    }),
    { numRuns: 40 },
  );
});

test('an address with shell marks in it is taken literally', () => {
  const args = shellArguments(curlCommand(exchange({ method: 'GET', url: "http://127.0.0.1/q?query=select 'x' $HOME `id`" }), 'quickbooks'));
  expect(args[2]).toBe("http://127.0.0.1/q?query=select 'x' $HOME `id`");
});
