import { createCodec } from './worlds/codec.ts';
import { app } from './main/app.ts';
import { chromium, chromiumIfStarted } from './main/runningChromium.ts';
import electron from './electron.ts';
import { journal } from './support/journal.ts';

/** What the launcher asks of the main process, over Node's channel; `evaluate` mirrors Playwright's `electronApp.evaluate`. */
export type SpecRequest =
  | { readonly ask: 'evaluate'; readonly id: number; readonly source: string; readonly arg: unknown }
  | { readonly ask: 'journal'; readonly id: number };
export type SpecAnswer =
  | { readonly is: 'ready'; readonly endpoint: string }
  | { readonly is: 'value'; readonly id: number; readonly value: unknown }
  | { readonly is: 'error'; readonly id: number; readonly message: string };

const codec = createCodec();

export function serveSpecs(): void {
  const send = process.send?.bind(process);
  if (send === undefined) return;
  const post = (answer: SpecAnswer) => void send(answer);
  process.on('message', (request: SpecRequest) => {
    answer(request).then(
      (value) => post({ is: 'value', id: request.id, value: codec.encode(value) }),
      (error: unknown) => post({ is: 'error', id: request.id, message: error instanceof Error ? error.message : String(error) }),
    );
  });
  // The spec is gone, and with it the reason to run.
  process.on('disconnect', () => {
    chromiumIfStarted()?.process.kill('SIGKILL');
    process.exit(0);
  });
  void app.whenReady().then(async () => post({ is: 'ready', endpoint: await chromium().endpoint }));
}

async function answer(request: SpecRequest): Promise<unknown> {
  if (request.ask === 'journal') return journal();
  // oxlint-disable-next-line no-eval -- a spec's function, sent as source by the launcher that started this process
  const fn = (0, eval)(`(${request.source})`) as (module: unknown, arg: unknown) => unknown;
  return fn(electron, codec.decode(request.arg));
}
