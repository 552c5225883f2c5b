import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test, vi } from 'vitest';
import { relationMapping } from '#connectors/mplus/defaultMappings/relations.ts';
import type { Fault } from '#sandbox/server/lookAlike.ts';
import { cliProgram } from '#tests/support/cliProgram.ts';
import type { House } from '#tests/support/house.ts';
import { allTemplates, callsOf, disturb, faultsPlayed, openSmallHouse, operationsOf, runToRest, services } from './disturbed.ts';
import { full } from './full.ts';
import type { Service } from './ledgerDifference.ts';
import { flowId, openOwnShop } from './ownShop.ts';
import { processTree } from './processes/processTree.ts';
import { spilled, textsIn } from './spilled.ts';

vi.setConfig({ testTimeout: 60_000 });

/** Has to be written in another way in an address, in JSON and in XML. */
const awkward = 'kanarie&<"vogel\'"+/ 5% é';
const figures = { templates: 0, runs: 0, failedRuns: 0, calls: 0, faults: 0, secrets: 0, texts: 0, characters: 0, events: 0, hits: 0 };
afterAll(() => console.log(`canaries: ${JSON.stringify(figures)}`));

/** What Fluxo tells each look-alike that is secret, and what it was given by one on the way. */
function secretsOf(house: House): Readonly<Record<Service, Readonly<Record<string, string>>>> {
  const { mplus, quickbooks, mailchimp } = house.host.demo.sandbox!;
  const { clientId, clientSecret, refreshToken } = quickbooks;
  const given: Record<string, string> = {};
  for (const [index, entry] of house.host.demo.sandbox!.services.quickbooks.journal().filter(({ operation, status, fault }) => operation === 'POST token' && status === 200 && fault !== 'htmlPage').entries()) {
    const answer = JSON.parse(entry.answerBody) as Readonly<Record<string, unknown>>;
    for (const name of ['access_token', 'refresh_token']) if (typeof answer[name] === 'string') given[`${name} ${index}`] = answer[name];
  }
  return {
    mplus: { 'till secret': mplus.secret },
    quickbooks: { 'client id': clientId, 'client secret': clientSecret, 'refresh token': refreshToken, 'both of the client': `${clientId}:${clientSecret}`, ...given },
    mailchimp: { 'API key': mailchimp.apiKey },
  };
}
const allSecrets = (house: House): Readonly<Record<string, string>> => Object.assign({}, ...Object.values(secretsOf(house))) as Readonly<Record<string, string>>;

/** Calls of QuickBooks carry an access token and nothing else; only its token endpoint hears the rest. */
const heardBy = (operation: string, told: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(told).filter(([name]) => (name.startsWith('access_token') ? operation !== 'POST token' : !('client id' in told) || operation === 'POST token')));

/** What goes wrong, round after round; one round may end at the first call, the next goes on where it ended. */
function rounds(told: Readonly<Record<string, string>>): readonly (readonly Fault[])[] {
  // A proxy or an error page that says everything back which it was told.
  const echo = Object.values(told).join(' and ');
  const json = JSON.stringify({ title: 'API Key Invalid', status: 401, detail: echo, error: 'invalid_client', error_description: echo, Fault: { Error: [{ Message: echo, Detail: echo, code: '3200' }], type: 'AUTHENTICATION' } });
  const xml = echo.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const soap = `<?xml version="1.0"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault><faultcode>e:Client</faultcode><faultstring>No such call: ?secret=${xml}</faultstring></e:Fault></e:Body></e:Envelope>`;
  const answer = (status: number, type: string, body: string): Fault => ({ kind: 'answer', status, headers: { 'content-type': type }, body });
  return [
    [{ kind: 'expiredCredential' }],
    [answer(401, 'application/json', json)],
    [{ kind: 'htmlPage' }],
    [answer(400, 'application/json', json)],
    [answer(500, 'text/xml', soap)],
    [answer(400, 'text/plain', echo)],
    [answer(502, 'text/html', `<html><body>${xml}</body></html>`), { kind: 'cutBody', bytes: 20 }, { kind: 'loseAnswer' }],
  ];
}

/** Everything a person, a screen or a log could get to see of the runs so far, beside the files. */
async function shown(house: House, events: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { store } = house.host.workspace;
  const texts = new Map<string, string>();
  const runs = await store.runs({ limit: 100 });
  texts.set('runs', JSON.stringify(runs));
  texts.set('problems', JSON.stringify(await store.problems({ limit: 1_000 })));
  texts.set('connections', JSON.stringify(await house.host.connections.list()));
  for (const { runId } of runs) for (const { seq } of (await store.records({ runId, limit: 500 })).rows) texts.set(`story ${runId} ${seq}`, JSON.stringify(await store.story(runId, seq)));
  for (const [index, event] of events.entries()) texts.set(`event ${index}`, event);
  return texts;
}

/** The rounds of a template: all of them, or two or three, so that over the templates each is played as often. */
const roundsOf = (template: string) => [...rounds({}).keys()].filter((round) => full || (allTemplates.indexOf(template) + round) % 3 === 0);

test.each(allTemplates)('%s: no secret of a connection is in the workspace, in an event or in an error', async (template) => {
  const events: string[] = [];
  const house = await openSmallHouse(template, { mplus: { secret: awkward } }, { emit: (event, payload) => void events.push(`${event} ${JSON.stringify(payload)}`) });
  const quiet = await openSmallHouse(template);
  try {
    await quiet.run();
    const operations = operationsOf(quiet, 'all');
    for (const round of roundsOf(template)) {
      const told = secretsOf(house);
      for (const service of services) {
        const faults = (operation: string) => rounds(heardBy(operation, told[service]))[round]!;
        house.host.demo.sandbox!.services[service].setFaults(operations[service].flatMap((operation) => faults(operation).map((fault) => ({ operation, fault }))));
      }
      for (const { connector, id: connectionId } of await house.host.connections.list()) {
        if (services.some((service) => service === connector && operations[service].length > 0)) events.push(JSON.stringify(await house.host.handlers['connections.test']({ connectionId }).catch((thrown: unknown) => [String(thrown), thrown])));
      }
      const run = await house.run();
      figures.runs += 1;
      figures.failedRuns += run.status === 'failed' ? 1 : 0;
    }
    figures.faults += faultsPlayed(house);
    disturb(house, operations, () => []);
    figures.runs += (await runToRest(house)).length;
    const texts = new Map([...(await textsIn(house.dir)), ...(await shown(house, events))]);
    const secrets = allSecrets(house);
    const hits = spilled(texts, secrets);
    figures.templates += 1;
    figures.calls += callsOf(house);
    figures.secrets += Object.keys(secrets).length;
    figures.texts += texts.size;
    figures.characters += [...texts.values()].reduce((sum, text) => sum + text.length, 0);
    figures.events += events.length;
    figures.hits += hits.length;
    expect(events.length).toBeGreaterThan(4);
    expect(hits).toEqual([]);
  } finally {
    await house.close();
    await quiet.close();
  }
});

const linuxOnly = process.platform === 'linux' ? '' : ' (skipped: what others see of a process is read from /proc, which only Linux has)';

test.skipIf(linuxOnly !== '')(`while a flow runs no command line holds a secret, the process for formulas has no environment, and nothing is said of one${linuxOnly}`, async () => {
  const shop = await openOwnShop('mplus-customers-to-mailchimp', { secretsFile: true });
  try {
    // Beyond the common part, so that the process for formulas has to be started.
    const note = { target: 'note', from: { kind: 'formula', text: '$map([extraText], function($text) { $text })' } } as const;
    await shop.openHere(async ({ host: { workspace } }) => {
      const { document, revision } = await workspace.flows.get(flowId);
      const mapping = { ...relationMapping, fields: [...relationMapping.fields.filter(({ target }) => target !== 'note'), note] };
      await workspace.flows.save({ ...document, nodes: document.nodes.map((node) => (node.kind === 'map' ? { ...node, settings: JSON.parse(JSON.stringify({ mapping })) as typeof node.settings } : node)) }, revision);
    });
    const secrets = Object.fromEntries(Object.entries(shop.secrets).flatMap(([id, fields]) => Object.entries(fields).map(([name, value]) => [`${id} ${name}`, value])));
    const { mailchimp } = shop.sandbox.services;
    mailchimp.setFaults([{ after: 3, fault: { kind: 'slowBody', ms: 60_000 } }]);
    const { args, env } = shop.commandLine({ file: cliProgram, env: {} });
    const begin = () => {
      const running = spawn(process.execPath, [...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
      let said = '';
      for (const stream of [running.stdout, running.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
      return { running, closed: once(running, 'close'), said: () => said };
    };
    const held = begin();
    while (!mailchimp.journal().some(({ fault }) => fault === 'slowBody') && held.running.exitCode === null) await sleep(5);
    const [command, ...others] = processTree(held.running.pid!);
    held.running.kill('SIGKILL');
    await held.closed;
    const echo = JSON.stringify({ title: 'API Key Invalid', status: 401, detail: Object.values(secrets).join(' and ') });
    mailchimp.setFaults([{ fault: { kind: 'answer', status: 401, headers: { 'content-type': 'application/json' }, body: echo }, times: 100 }]);
    const failing = begin();
    expect((await failing.closed)[0], failing.said()).toBe(4);
    const said = held.said() + failing.said();
    const formulas = others.find(({ commandLine }) => commandLine.includes('--permission'));
    expect(formulas, said).toBeDefined();
    // What Node itself tells a child that it can be spoken to.
    expect(formulas!.environment.split('\n').filter((line) => line !== '' && !line.startsWith('NODE_CHANNEL_'))).toEqual([]);
    const seen = new Map([['output', said], ...[command!, ...others].map(({ pid, commandLine }) => [`command line ${pid}`, commandLine] as const), ...others.map(({ pid, environment }) => [`environment ${pid}`, environment] as const)]);
    expect(spilled(seen, { ...secrets, passphrase: env!['FLUXO_PASSPHRASE']! })).toEqual([]);
    // The same look finds one that is there: the command was given its passphrase in its environment, which is nobody else's to read.
    expect(spilled(new Map([['environment', command!.environment]]), { passphrase: env!['FLUXO_PASSPHRASE']! })).toEqual(['passphrase in environment']);
  } finally {
    await shop.close();
  }
});

test('a secret that did get out is found: in a file, in an answer that was kept, in an event, and in any spelling', async () => {
  const events: string[] = [];
  const house = await openSmallHouse('mplus-categories-to-quickbooks', { mplus: { secret: awkward } }, { emit: (event, payload) => void events.push(`${event} ${JSON.stringify(payload)}`) });
  try {
    const planted = { planted: 'Vis: "Kookkunst" & zo' };
    // A canary that Fluxo was never told to be a secret: it comes in with an answer and is kept as it is.
    disturb(house, { mplus: ['getArticleGroups'], quickbooks: [], mailchimp: [] }, (operation) => [{ operation, fault: { kind: 'answer', status: 502, headers: { 'content-type': 'text/plain' }, body: planted.planted } }]);
    await house.run();
    const hits = spilled(await textsIn(house.dir), planted);
    expect(hits.some((hit) => / blocks /.test(hit)), hits.join('; ')).toBe(true);
    expect(spilled(await shown(house, events), planted).some((hit) => hit.includes('story'))).toBe(true);
    await writeFile(path.join(house.dir, 'left-behind.txt'), `secret=${encodeURIComponent(awkward)}`);
    expect(spilled(await textsIn(house.dir), allSecrets(house))).toContain('till secret in left-behind.txt');
    expect(spilled(new Map([['event', `x ${Buffer.from(awkward).toString('base64')}`]]), allSecrets(house))).toEqual(['till secret in event']);
  } finally {
    await house.close();
  }
});
