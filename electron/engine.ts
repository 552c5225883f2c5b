import { earlyCalls, type EarlyCalls } from '#host/calls/earlyCalls.ts';
import { openHost, type Host } from '#host/host.ts';
import { asFluxoError } from '#shared/errors.ts';
import type { Answer, CallName, Handlers } from '#shared/ipc/contract.ts';
import { makeAskMain } from './engine/askMain.ts';
import { makeCoalescer } from './engine/coalesce.ts';
import type { EngineStart, FromEngine, ToEngine } from './engine/messages.ts';

/**
 * The engine's process: the same host as the command line, spoken to over the parent port. Main checked each call already.
 */
const { parentPort } = process as unknown as { parentPort: { postMessage(message: FromEngine): void; on(event: 'message', listener: (event: { data: ToEngine }) => void): void } };
const start = JSON.parse(process.argv.at(-1) ?? '') as EngineStart;
const post = (message: FromEngine) => parentPort.postMessage(message);
const main = makeAskMain(post, start.secretBackend);
const events = makeCoalescer((event, payload) => post({ is: 'event', event, payload }));

const early = earlyCalls({ workspaceDir: start.workspaceDir, preferences: main.preferences, showBackups: main.showBackups });
const isEarly = (name: CallName): name is keyof EarlyCalls => Object.hasOwn(early, name);
/** Nothing opens the database while another takes its place, and the other way round. */
let restoring: Promise<unknown> = Promise.resolve();

let opening: Promise<Host> | null = null;
/** Opened by the first call and again after a failure, so that a workspace that could not be used is tried anew. */
function host(): Promise<Host> {
  opening ??= restoring.then(() => openHost({
    kind: 'electron',
    version: start.version,
    workspaceDir: start.workspaceDir,
    resourcesDir: start.resourcesDir,
    locale: start.locale,
    secrets: main.secrets,
    preferences: main.preferences,
    formulas: main.formulas,
    openOutside: main.openOutside,
    showBackups: main.showBackups,
    emit: events.tell,
  })).then((opened) => {
    opened.scheduler.begin();
    // Main starts a new engine, which opens the database anew; calls under way have had their answers by then.
    opened.workspace.died.addEventListener('abort', () => setTimeout(() => process.exit(1), 200), { once: true });
    return opened;
  }).catch((thrown: unknown) => {
    opening = null;
    throw thrown;
  });
  return opening;
}

async function perform(name: CallName, input: unknown): Promise<Answer<unknown>> {
  try {
    if (isEarly(name)) return { ok: true, data: await (name === 'backups.restore' ? restore(input) : answerEarly(name, input)) };
    const { handlers } = await host();
    return { ok: true, data: await (handlers[name] as Handlers['app.info'])(input as never) };
  } catch (thrown) {
    return { ok: false, error: asFluxoError(thrown).data };
  }
}

const answerEarly = (name: keyof EarlyCalls, input: unknown): Promise<unknown> => (early[name] as Handlers['app.info'])(input as never);

function restore(input: unknown): Promise<unknown> {
  const restored = Promise.resolve(opening?.catch(() => undefined)).then(() => answerEarly('backups.restore', input));
  restoring = restored.catch(() => undefined);
  return restored;
}

async function stop(): Promise<void> {
  await (await opening?.catch(() => null))?.close();
  events.stop();
  process.exit(0);
}

parentPort.on('message', ({ data }) => {
  switch (data.is) {
    case 'call':
      void perform(data.name, data.input).then((answer) => post({ is: 'answer', id: data.id, answer }));
      break;
    case 'given':
      main.onGiven(data.id, data.answer);
      break;
    case 'stop':
      void stop();
      break;
  }
});
post({ is: 'ready' });
