import { writeFileSync } from 'node:fs';
import type { Reporter } from 'vitest/node';

/** Writes what went wrong outside any test (a process of tests that died, an error nobody caught) to the file in FLUXO_STRAY_ERRORS, as a JSON list of sentences: the JSON report says nothing of it. */
export default class StrayErrors implements Reporter {
  onTestRunEnd(...[, errors]: Parameters<NonNullable<Reporter['onTestRunEnd']>>): void {
    const file = process.env['FLUXO_STRAY_ERRORS'];
    if (file) writeFileSync(file, JSON.stringify(errors.map(({ message, cause }) => (cause instanceof Object && 'message' in cause ? `${message} ${String(cause.message)}` : message))));
  }
}
