import { randomBytes } from 'node:crypto';
import type { Clock, SecretStore } from '#engine/ports.ts';
import type { ConnectionInfo, SignInWay } from '#shared/catalog/catalog.ts';
import { asFluxoError, FluxoError, type ErrorData } from '#shared/errors.ts';
import type { AuthorisationState } from '#shared/ipc/contract.ts';
import type { ConnectionInput, ConnectionService } from '../connections.ts';
import { listenForAnswer, type AnswerListener } from './listenForAnswer.ts';
import { readPasted } from './pastedAnswer.ts';
import { planRedirect } from './redirect.ts';

type Texts = Readonly<Record<string, string>>;

/** Tries to get a permission on a service's own page; one at a time, for a person has one browser in front of them. */
export interface Authorisations {
  start(connection: ConnectionInput, way: SignInWay): Promise<AuthorisationState>;
  current(): AuthorisationState | null;
  answer(attemptId: string, pasted: string): Promise<AuthorisationState>;
  reopen(attemptId: string): Promise<AuthorisationState>;
  cancel(attemptId: string): Promise<AuthorisationState>;
  /** Resolves once the try is over, whichever way. */
  finished(attemptId: string): Promise<AuthorisationState>;
  close(): Promise<void>;
}

interface Parts {
  readonly connections: ConnectionService;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Shows a page to the person in their own browser; false when there is no way to. */
  readonly openOutside: (url: string) => Promise<boolean>;
  readonly language: () => Promise<string>;
  readonly changed: (state: AuthorisationState) => void;
  /** How long a consent page is waited for. */
  readonly patienceMs?: number;
}

interface Attempt {
  state: AuthorisationState;
  readonly url: string;
  readonly guard: string;
  readonly listener: AnswerListener | null;
  readonly over: PromiseWithResolvers<AuthorisationState>;
  readonly stop: AbortController;
  /** Has the code exchanged and the connection saved. */
  readonly redeem: (answer: Texts, signal: AbortSignal) => Promise<ConnectionInfo>;
}

export function makeAuthorisations({ connections, secrets, clock, newId, openOutside, language, changed, patienceMs = 5 * 60_000 }: Parts): Authorisations {
  let attempt: Attempt | null = null;

  function tell(one: Attempt, change: Partial<AuthorisationState>): AuthorisationState {
    one.state = { ...one.state, ...change };
    changed(one.state);
    return one.state;
  }

  /** For good: nobody listens any more, and whoever waits for the end is told. */
  async function end(one: Attempt, change: Pick<AuthorisationState, 'phase' | 'error' | 'connectionId'>): Promise<AuthorisationState> {
    one.stop.abort();
    await one.listener?.close();
    const state = tell(one, change);
    one.over.resolve(state);
    return state;
  }

  async function take(one: Attempt, answer: Texts): Promise<AuthorisationState> {
    // Whatever arrives first counts; the way it came does not matter.
    if (one.state.phase !== 'waiting') return one.state;
    tell(one, { phase: 'checking' });
    try {
      const refused = refusalIn(answer);
      if (refused) throw refused;
      const { id } = await one.redeem(answer, AbortSignal.timeout(60_000));
      return await end(one, { phase: 'done', connectionId: id });
    } catch (thrown) {
      return end(one, { phase: 'failed', error: asFluxoError(thrown).data });
    }
  }

  const known = (attemptId: string): Attempt => {
    if (attempt?.state.attemptId === attemptId) return attempt;
    throw new FluxoError({ code: 'authorisation.gone', kind: 'setup', what: 'This sign-in is over.', fix: 'Start it again.' });
  };

  async function open(one: Attempt): Promise<void> {
    if (await openOutside(one.url)) return;
    throw new FluxoError({ code: 'authorisation.not_opened', kind: 'setup', what: 'The browser could not be opened.', fix: 'Use `fluxo connections authorise` in a terminal: it prints the address to open.' });
  }

  async function cancel(one: Attempt): Promise<AuthorisationState> {
    return one.state.phase === 'waiting' ? end(one, { phase: 'cancelled' }) : one.state;
  }

  return {
    current: () => attempt?.state ?? null,

    async start(input, way) {
      if (attempt) await cancel(attempt);
      const connector = connections.connector(input.connector);
      const authorisation = connector?.authorisation;
      if (!connector || !authorisation) throw new FluxoError({ code: 'authorisation.not_offered', kind: 'setup', what: `“${input.connector}” has no page to sign in on.`, fix: 'Enter its credentials instead.', params: { connector: input.connector } });
      const allowed = authorisation.ways.find((one) => one.way === way)?.environments ?? [];
      if (!allowed.includes(input.environment)) throw new FluxoError({ code: 'authorisation.way_refused', kind: 'setup', what: `${authorisation.service} does not allow this way of signing in for this environment.`, where: { field: authorisation.field }, fix: 'Choose to paste the address; that works with every key.', params: { service: authorisation.service } });
      // Asked first: a store that cannot keep the permission must say so before somebody gives one.
      const stored = (await secrets.get(input.id ?? 'fluxo')) ?? {};
      const secret = { ...(input.id === undefined ? {} : stored), ...input.secret };
      const missing = authorisation.needs.find((key) => (secret[key] ?? '') === '');
      if (missing !== undefined) {
        const label = connector.connectionFields.find((field) => field.key === missing)?.label ?? missing;
        throw new FluxoError({ code: 'authorisation.key_missing', kind: 'setup', what: `${label} is missing.`, where: { field: missing }, fix: `Copy it from the page of your app at ${authorisation.service}.`, params: { label, service: authorisation.service } });
      }
      const before = input.id === undefined ? null : await connections.info(input.id).then(({ settings }) => settings, () => null);
      const settings = authorisation.tidySettings({ ...input.settings, environment: input.environment, [authorisation.field]: way });

      const plan = planRedirect(way, settings, authorisation);
      const random = randomBytes(32).toString('base64url');
      let guard = random;
      const listener = plan.listen && (await listenForAnswer({ ...plan.listen, state: () => guard, language }));
      // A relay page knows by it where on this machine the answer is waited for.
      if (way === 'relay' && listener) guard = `${random}.${listener.port}`;
      const redirectUri = plan.address ?? `http://${authorisation.thisMachine}:${listener?.port}${plan.listen?.path}`;

      const one: Attempt = {
        state: { attemptId: newId(), connector: connector.name, way, phase: 'waiting', until: clock.now() + patienceMs, redirectUri, ...(input.id !== undefined && { connectionId: input.id }) },
        url: authorisation.consentUrl({ settings, secret, redirectUri, state: guard }),
        guard,
        listener,
        over: Promise.withResolvers(),
        stop: new AbortController(),
        redeem: async (answer, signal) => {
          const permission = await authorisation.exchange({ connection: { id: input.id ?? '', name: input.name }, settings, secret, redirectUri, answer, before, clock, signal });
          return connections.save({ ...input, settings: { ...input.settings, ...settings, ...permission.settings }, secret: { ...input.secret, ...permission.secret } });
        },
      };
      attempt = one;
      try {
        await open(one);
      } catch (thrown) {
        attempt = null;
        await listener?.close();
        throw thrown;
      }
      const late = setTimeout(() => {
        if (one.state.phase === 'waiting') void end(one, { phase: 'failed', error: timedOut(patienceMs) });
      }, patienceMs);
      one.stop.signal.addEventListener('abort', () => clearTimeout(late), { once: true });
      void listener?.answer.then((answer) => take(one, answer));
      return tell(one, {});
    },

    async answer(attemptId, pasted) {
      const one = known(attemptId);
      return take(one, readPasted(pasted, one.guard));
    },
    async reopen(attemptId) {
      const one = known(attemptId);
      if (one.state.phase === 'waiting') await open(one);
      return one.state;
    },
    cancel: async (attemptId) => cancel(known(attemptId)),
    finished: (attemptId) => known(attemptId).over.promise,
    close: async () => {
      if (attempt) await cancel(attempt);
    },
  };
}

/** The person said no, or the service would not even ask. Codes of OAuth (RFC 6749, 4.1.2.1); anything longer is not repeated. */
function refusalIn(answer: Texts): FluxoError | null {
  const error = answer['error'];
  if (error === undefined && answer['code'] !== undefined) return null;
  if (error === 'access_denied') return new FluxoError({ code: 'authorisation.denied', kind: 'setup', what: 'The permission was not given.', fix: 'Sign in again and agree on the service’s page.', needsOwner: true });
  const cause = error !== undefined && /^[\w.-]{1,60}$/.test(error) ? error : 'no code';
  return new FluxoError({ code: 'authorisation.refused', kind: 'setup', what: `The service refused to ask for the permission (${cause}).`, fix: 'Check the app’s keys, its scope and its registered redirect address, then sign in again.', params: { cause }, needsOwner: true });
}

function timedOut(patienceMs: number): ErrorData {
  const minutes = String(Math.max(1, Math.round(patienceMs / 60_000)));
  return { code: 'authorisation.timed_out', kind: 'setup', what: `Nobody answered on the service’s page within ${minutes} minutes.`, fix: 'Start again; nothing was changed.', params: { minutes } };
}
