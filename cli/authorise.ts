import { createInterface } from 'node:readline';
import type { ConnectionInput } from '#host/connections.ts';
import type { Host } from '#host/host.ts';
import { makeCatalog } from '#host/registry.ts';
import type { SignInWay } from '#shared/catalog/catalog.ts';
import { signInWays } from '#shared/catalog/catalog.ts';
import { asFluxoError, describeError } from '#shared/errors.ts';
import type { AuthorisationState } from '#shared/ipc/contract.ts';
import { textOption, WrongCall, type Output, type Values } from './command.ts';
import { connectionFromOptions, secretsIn } from './connectionInput.ts';

/** What is signed in to: a connection that is there, by id or name, or a new one described by options. */
async function askedConnection(host: Host, name: string | undefined, values: Values): Promise<ConnectionInput> {
  const list = await host.connections.list();
  const found = list.filter((one) => one.id === name || one.name === name);
  if (found.length > 1) throw new WrongCall(`Several connections are called “${name}”; use an id: ${found.map((one) => one.id).join(', ')}.`);
  const [one] = found;
  if (one) {
    const redirectUri = textOption(values, 'redirect');
    return { id: one.id, connector: one.connector, name: one.name, environment: one.environment, settings: { ...one.settings, ...(redirectUri !== undefined && { redirectUri }) } };
  }
  if (textOption(values, 'connector') === undefined) throw new WrongCall(name === undefined ? 'Name the connection to sign in to, or a new one with --connector.' : `There is no connection “${name}”. A new one needs --connector.`);
  const { input } = connectionFromOptions(values);
  const redirectUri = textOption(values, 'redirect');
  return { ...input, ...(name !== undefined && { id: name }), settings: { ...input.settings, ...(redirectUri !== undefined && { redirectUri }) } };
}

function wayFor(values: Values, input: ConnectionInput): SignInWay {
  const authorisation = makeCatalog().connectors.find((one) => one.name === input.connector)?.authorisation;
  const wanted = textOption(values, 'way') ?? input.settings[authorisation?.field ?? ''];
  const way = signInWays.find((one) => one === wanted) ?? authorisation?.ways.find((one) => one.environments.includes(input.environment))?.way ?? 'paste';
  if (textOption(values, 'way') !== undefined && way !== wanted) throw new WrongCall(`--way takes one of ${signInWays.join(', ')}.`);
  return way;
}

/**
 * `connections authorise`: prints the address of the service's page, waits until somebody agreed there, and keeps what came of it. Missing keys of the
 * app are asked for, or read from stdin as KEY=VALUE lines; with `--way paste` the line after them is the pasted address.
 */
export async function authorise(host: Host, name: string | undefined, call: { readonly values: Values; readonly output: Output; readonly signal: AbortSignal }): Promise<AuthorisationState> {
  const { values, output, signal } = call;
  const asked = await askedConnection(host, name, values);
  const way = wayFor(values, asked);
  const connector = makeCatalog().connectors.find((one) => one.name === asked.connector);
  const needs = connector?.authorisation?.needs ?? [];
  const stored = asked.id === undefined ? [] : await host.connections.info(asked.id).then((info) => info.storedSecrets, () => []);

  const input = createInterface({ input: process.stdin, ...(process.stdin.isTTY && { output: process.stderr }) });
  const lines = input[Symbol.asyncIterator]();
  try {
    const secret: Record<string, string> = {};
    const missing = () => needs.find((key) => !stored.includes(key) && !secret[key]);
    for (let key = missing(); key !== undefined; key = missing()) {
      if (process.stdin.isTTY) process.stderr.write(`${connector?.connectionFields.find((field) => field.key === key)?.label ?? key}: `);
      const line = await lines.next();
      // Left empty or cut short: the host names what is missing.
      if (line.done || line.value.trim() === '') break;
      Object.assign(secret, process.stdin.isTTY ? { [key]: line.value.trim() } : secretsIn(line.value));
    }
    const { attemptId } = await host.authorisations.start({ ...asked, ...(Object.keys(secret).length > 0 && { secret }) }, way);
    const stop = () => void host.authorisations.cancel(attemptId);
    signal.addEventListener('abort', stop, { once: true });
    if (way === 'paste') output.say('Then paste the address you end up at (or code and company id) here:');
    else output.say('Waiting for the answer, five minutes at most …');
    if (way === 'paste') void takePasted(host, attemptId, lines, output);
    const over = await host.authorisations.finished(attemptId);
    signal.removeEventListener('abort', stop);
    return over;
  } finally {
    input.close();
  }
}

/** Line by line, until one is an answer to this try. */
async function takePasted(host: Host, attemptId: string, lines: AsyncIterator<string>, output: Output): Promise<void> {
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    if (line.value.trim() === '') continue;
    try {
      await host.authorisations.answer(attemptId, line.value);
      return;
    } catch (thrown) {
      output.say(describeError(asFluxoError(thrown).data));
    }
  }
  await host.authorisations.cancel(attemptId);
}
