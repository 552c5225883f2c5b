/**
 * Runs in a process of its own, inside a session with or without a keychain: does the steps of its argument (JSON) with
 * the real keychain and prints what came of each as JSON: `{ value }` or the `{ code, what, fix }` of the error.
 */
import { asFluxoError } from '#shared/errors.ts';
import { makeKeychain } from '../keychain.ts';
import { makeKeychainSecrets } from '../keychainSecrets.ts';

export type Step =
  | { readonly do: 'set'; readonly id: string; readonly value: Readonly<Record<string, string>> }
  | { readonly do: 'get' | 'delete'; readonly id: string }
  | { readonly do: 'find' };
export interface StepResult {
  readonly value?: unknown;
  readonly code?: string;
  readonly what?: string;
  readonly fix?: string;
  readonly ms: number;
}

const { steps, limit, waitMs } = JSON.parse(process.argv[2] ?? '{}') as { steps: Step[]; limit?: number; waitMs?: number };
const keychain = makeKeychain(waitMs);
const secrets = makeKeychainSecrets(keychain, limit);

async function run(step: Step): Promise<unknown> {
  switch (step.do) {
    case 'set': return secrets.set(step.id, step.value);
    case 'get': return secrets.get(step.id);
    case 'delete': return secrets.delete(step.id);
    case 'find': return (await keychain.findCredentials('Fluxo')).map(({ account }) => account).sort();
  }
}

// How long the event loop stood still at most: a keychain must not freeze the windows of who asks it.
let longestPause = 0;
let lastTick = performance.now();
setInterval(() => {
  longestPause = Math.max(longestPause, performance.now() - lastTick - 5);
  lastTick = performance.now();
}, 5).unref();

const results: StepResult[] = [];
for (const step of steps) {
  const startedAt = performance.now();
  const ms = () => Math.round(performance.now() - startedAt);
  try {
    const value = await run(step);
    results.push({ value: value ?? null, ms: ms() });
  } catch (thrown) {
    const { code, what, fix } = asFluxoError(thrown).data;
    results.push({ code, what, ...(fix !== undefined && { fix }), ms: ms() });
  }
}
process.stdout.write(JSON.stringify({ results, longestPause: Math.round(longestPause) }), () => process.exit(0));
