import { expect, test } from 'vitest';
import { exitCodeOfError, exitCodesHelp, exitCodes, numberOption, stoppedCode, textOption, WrongCall } from './command.ts';

test('a script can tell what to do again later from what is wrong', () => {
  const error = (code: string, more: object = {}) => exitCodeOfError({ code, kind: 'setup', what: 'x', ...more });
  for (const code of ['run.already_running', 'run.target_busy', 'privacy.busy', 'storage.in_use']) expect(error(code), code).toBe(75);
  expect([error('flow.broken'), error('x', { kind: 'remote' }), error('x', { kind: 'bug' }), error('x', { needsOwner: true })]).toEqual([2, 3, 3, 4]);
});

test('a command that was stopped says by what', () => {
  expect([AbortSignal.abort('SIGINT'), AbortSignal.abort('SIGTERM'), AbortSignal.abort()].map(stoppedCode)).toEqual([130, 143, 130]);
});

test('the help names every exit code', () => {
  for (const code of Object.values(exitCodes)) expect(exitCodesHelp).toMatch(new RegExp(`\\b${code}\\b`));
});

test('an option given empty is a wrong call, one left out is not', () => {
  expect(textOption({ only: 'k1' }, 'only')).toBe('k1');
  expect(textOption({}, 'only')).toBeUndefined();
  expect(() => textOption({ only: '' }, 'only')).toThrow(WrongCall);
  expect(() => numberOption({ limit: '' }, 'limit')).toThrow('--limit is empty');
});
