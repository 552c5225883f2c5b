import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { fluxo } from './support/cli.ts';
import { cliProgram } from './support/cliProgram.ts';

// Each call is a process of its own; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 480_000 });

/** A user's first hour on the command line: look-alikes in one terminal, connections and a flow in the other. */
const root = path.join(import.meta.dirname, '..');
let dir: string;
let sandbox: ChildProcess;
let services: { mplus: { baseUrl: string; ident: string; secret: string }; quickbooks: Record<string, string> };
const keys = () => ['--workspace', dir, '--secrets-file', path.join(dir, 'secrets.json')];
const env = { FLUXO_PASSPHRASE: 'a passphrase of the test' };
const run = (...args: string[]) => fluxo([...args, ...keys()], { env });

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'fluxo-cli-'));
  sandbox = spawn(process.execPath, [cliProgram, 'sandbox', '--port-base', '0', '--json', '--orders', '25'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = (await once(createInterface({ input: sandbox.stdout! }), 'line')) as [string];
  services = JSON.parse(line) as typeof services;
});
afterAll(async () => {
  const gone = once(sandbox, 'exit');
  sandbox.kill('SIGTERM');
  await gone;
  await rm(dir, { recursive: true, force: true });
});

describe('connections', () => {
  test('are added with their secrets from stdin, never from the command line', async () => {
    const { baseUrl, ident, secret } = services.mplus;
    const refused = await run('connections', 'add', '--connector', 'mplus', '--set', `secret=${secret}`);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('does not belong on a command line');

    const till = await fluxo(['connections', 'add', 'till', '--connector', 'mplus', '--environment', 'demo', '--set', `baseUrl=${baseUrl}`, '--set', `ident=${ident}`, ...keys()], { env, input: `secret=${secret}\n` });
    expect(till).toMatchObject({ code: 0 });
    const { clientId, clientSecret, refreshToken, realmId } = services.quickbooks;
    const books = await fluxo(['connections', 'add', 'books', '--connector', 'quickbooks', '--environment', 'demo', '--set', `baseUrl=${services.quickbooks['baseUrl']}`, '--set', `authBaseUrl=${services.quickbooks['authBaseUrl']}`, '--set', `realmId=${realmId}`, ...keys()], { env, input: `clientId=${clientId}\nclientSecret=${clientSecret}\nrefreshToken=${refreshToken}\n` });
    expect(books, books.stderr).toMatchObject({ code: 0 });

    const misplaced = await run('connections', 'add', '--connector', 'quickbooks', '--environment', 'sandbox', '--set', 'baseUrl=http://127.0.0.1:1');
    expect(misplaced).toMatchObject({ code: 2, stderr: expect.stringContaining('means nothing with --environment sandbox') as string });

    const list = JSON.parse((await run('connections', 'list', '--json')).stdout) as { connections: { id: string; storedSecrets: string[] }[] };
    expect(list.connections.map((connection) => [connection.id, connection.storedSecrets.length])).toEqual([['books', 3], ['till', 1]]);
    const onDisk = (await readFile(path.join(dir, 'connections.json'), 'utf8')) + (await readFile(path.join(dir, 'secrets.json'), 'utf8'));
    for (const text of [secret, clientSecret!, refreshToken!]) expect(onDisk).not.toContain(text);
  });

  test('are tested in stages, and a wrong secret ends with exit code 4', async () => {
    expect(await run('connections', 'test', 'till')).toMatchObject({ code: 0, stdout: expect.stringContaining('✓ sample') as string });
    expect(await run('connections', 'test', 'books')).toMatchObject({ code: 0, stdout: expect.stringContaining('✓ authenticate') as string });
    await fluxo(['connections', 'add', 'wrong', '--connector', 'mplus', '--set', `baseUrl=${services.mplus.baseUrl}`, '--set', 'ident=demo', ...keys()], { env, input: 'secret=not-this\n' });
    const end = await run('connections', 'test', 'wrong');
    expect(end.code).toBe(4);
    expect(end.stdout).toContain('✗ authenticate');
    expect(end.stdout + end.stderr).not.toContain('not-this');
    expect((await run('connections', 'remove', 'wrong')).code).toBe(0);
    expect((await run('connections', 'test', 'wrong')).code).toBe(2);
  });
});

describe('a flow', () => {
  test('runs, dry and for real, with JSON on stdout and words on stderr', async () => {
    const template = JSON.parse(await readFile(path.join(root, 'resources/templates/mplus-orders-to-quickbooks.flow.json'), 'utf8')) as { id: string; nodes: { connection?: string }[] };
    const flow = { ...template, id: 'orders', nodes: template.nodes.map((node) => ({ ...node, ...(node.connection && { connection: node.connection === 'mplus' ? 'till' : 'books' }) })) };
    const file = path.join(dir, 'flows', 'orders.flow.json');
    await writeFile(file, JSON.stringify(flow, null, 2));

    expect(await run('check', 'orders')).toMatchObject({ code: 0, stdout: expect.stringContaining('ready to run') as string });
    const dry = await run('run', 'orders', '--dry-run', '--limit', '5', '--json');
    expect(dry.code).toBe(0);
    expect(JSON.parse(dry.stdout)).toMatchObject({ flow: 'orders', read: 5, dryRun: true });

    // The look before going live: what real records would meet, with the place that puts it right.
    const live = await run('check', 'orders', '--live', '--records', '10');
    expect(live).toMatchObject({ code: 1, stdout: expect.stringMatching(/! sales\.paymentMethod: .*TIKKIE.*\(1: 2026-1008\)\n    → /) as string });
    expect(live.stdout).toContain('✓ Settings');
    expect(await run('check', 'orders', '--records', '10')).toMatchObject({ code: 2 });
    // Where each setting comes from, and what a wrong one in a file above the flow is told as.
    await writeFile(path.join(dir, 'settings.json'), JSON.stringify({ fluxo: 1, nodeSettings: { 'quickbooks.sales': { memo: 'Thank you!', prices: 'gross' } } }));
    const levels = await run('check', 'orders', '--settings');
    expect(levels).toMatchObject({ code: 2, stdout: expect.stringMatching(/sales\.prices: .*“gross” is not one of.*\(from the workspace\)/) as string });
    expect(levels.stdout).toMatch(/sales +memo +Thank you! +workspace/);
    expect(levels.stdout).toMatch(/sales +paymentMethod .* node/);
    await rm(path.join(dir, 'settings.json'));

    const real = await run('run', 'orders', '--json');
    expect(real.code).toBe(1);
    const summary = JSON.parse(real.stdout) as { runId: string; status: string; read: number; outcomes: Record<string, number> };
    expect(summary).toMatchObject({ status: 'problems', read: 25 });
    expect(Object.values(summary.outcomes).reduce((a, b) => a + b)).toBe(25);

    expect((await run('runs')).stdout).toContain(summary.runId);
    const parked = JSON.parse((await run('log', 'latest', '--outcome', 'parked', '--json')).stdout) as { records: { seq: number; outcome: string }[] };
    expect(parked.records.length).toBe(summary.outcomes['parked']);
    expect((await run('log', 'latest', '--search', 'TIKKIE')).stdout).toContain('parked');
    expect((await run('log', 'latest', '--record', String(parked.records[0]!.seq))).stdout).toMatch(/\n {2}key \S+\n[^]*\nsource\n/);
    // What waits is told by cause, with an example and the way out.
    expect(real.stderr).toMatch(/\d+ (parked|invalid): .+\(.+\)\n    → /);
    const problems = await run('problems');
    expect(problems.code).toBe(1);
    expect(problems.stdout).toContain('→');
    // A question is answered once: unasked for the choices stand there, a wrong one is refused, the right one sends what waited.
    const { questions, total } = JSON.parse((await run('problems', '--json', '--limit', '1')).stdout) as { questions: { id: string; setting: string; value: string }[]; total: number };
    // All of them, however few are listed.
    expect(total).toBe(['parked', 'invalid', 'rejected', 'unsure'].reduce((sum, outcome) => sum + summary.outcomes[outcome]!, 0));
    const [method, account] = ['paymentMethod', 'depositAccount'].map((setting) => questions.find((question) => question.setting === setting && question.value === 'TIKKIE')!);
    expect(problems.stdout).toContain(`fluxo problems answer ${method!.id} VALUE`);
    expect(await run('problems', 'answer', method!.id)).toMatchObject({ code: 2, stderr: expect.stringContaining('iDEAL') as string });
    expect(await run('problems', 'answer', 'ffffffff', 'PIN')).toMatchObject({ code: 2 });
    expect(await run('problems', 'answer', method!.id, 'PIN')).toMatchObject({ code: 0, stderr: expect.stringContaining('further') as string });
    const answered = await run('problems', 'answer', account!.id, 'Kas winkel', '--json');
    expect(JSON.parse(answered.stdout)).toMatchObject({ runs: [{ flow: 'orders', read: 1, outcomes: { created: 1 } }] });
    expect(answered.code).toBe(0);
    // A person who asks: what is kept, as a file; then it goes, after a look at how much.
    const story = JSON.stringify(JSON.parse((await run('log', 'latest', '--record', '1', '--json')).stdout)) + (await run('export', '--key', '2026-1003')).stdout;
    const email = /[\w.+-]+@[\w-]+\.[a-z]+/.exec(story)![0];
    const known = JSON.parse((await run('export', '--email', email)).stdout) as { records: object[] };
    expect(known.records.length).toBeGreaterThan(0);
    expect(await run('erase')).toMatchObject({ code: 2 });
    expect(await run('erase', '--email', email)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Found: [1-9].*\n.*--yes/) as string });
    const gone = await run('erase', '--email', email, '--yes', '--json');
    expect(JSON.parse(gone.stdout)).toMatchObject({ erased: true, isTruncated: true, traces: { records: known.records.length } });
    expect((JSON.parse((await run('export', '--email', email)).stdout) as { records: object[] }).records).toEqual([]);
    // A flow file anywhere uses the workspace it is told.
    expect((await fluxo(['run', file, ...keys(), '--json'], { env })).code).toBe(1);
  });

  test('is run again by what its log shows: one record, an outcome, the open problems of a cause', async () => {
    const runs = (JSON.parse((await run('runs', 'orders', '--limit', '50', '--json')).stdout) as { runs: { runId: string; dryRun: boolean; read: number; outcomes: Record<string, number> }[] }).runs;
    const first = runs.filter((one) => !one.dryRun).at(-1)!;
    const one = await run('replay', first.runId, '--record', '1', '--record', '2', '--json');
    expect(one, one.stderr).toMatchObject({ code: 0 });
    expect(JSON.parse(one.stdout)).toMatchObject({ flow: 'orders', status: 'succeeded', read: 2, part: { again: { way: 'recorded', of: first.runId } }, outcomes: { created: 0, skipped: 2 } });
    const dry = await run('replay', first.runId, '--outcome', 'created', '--dry-run', '--json');
    expect(JSON.parse(dry.stdout)).toMatchObject({ dryRun: true, read: first.outcomes['created'], outcomes: { created: 0 } });
    const open = (JSON.parse((await run('problems', 'orders', '--json')).stdout) as { problems: { cause: string; error: { what: string } }[] }).problems;
    const { cause } = open[0]!;
    const caused = await run('replay', '--problems', 'orders', '--cause', cause.split(' ')[0]!, '--json');
    expect(caused.code).toBe(1);
    expect(JSON.parse(caused.stdout)).toMatchObject({ status: 'problems', read: open.filter((problem) => `${problem.cause}\n${problem.error.what}`.toLowerCase().includes(cause.split(' ')[0]!.toLowerCase())).length });
    const anew = await run('replay', first.runId, '--record', '1', '--as-new');
    expect(anew).toMatchObject({ code: 0, stdout: expect.stringContaining('sent as new') as string, stderr: expect.stringContaining('unless the target finds it') as string });
    expect(await run('replay', first.runId, '--record', '1', '--read-again')).toMatchObject({ code: 0, stdout: expect.stringContaining('read and run again') as string });

    expect(await run('replay')).toMatchObject({ code: 2, stderr: expect.stringContaining('--problems FLOW') as string });
    expect(await run('replay', 'nowhere')).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no run') as string });
    expect(await run('replay', first.runId, '--record', '9999')).toMatchObject({ code: 3, stdout: expect.stringContaining('none of these records') as string });
    expect(await run('replay', first.runId, '--as-new', '--read-again')).toMatchObject({ code: 2 });
    expect(await run('replay', '--problems', 'orders', '--cause', 'nothing like that')).toMatchObject({ code: 2, stderr: expect.stringContaining('No open problem') as string });
  });

  test('is run to a node and from one, by id or name', async () => {
    const trial = await run('run', 'orders', '--to', 'map', '--of', 'latest', '--json');
    // The mapping's own problems show in a trial as well.
    expect(trial, trial.stderr).toMatchObject({ code: 1 });
    expect(JSON.parse(trial.stdout)).toMatchObject({ dryRun: true, part: { to: 'map' }, outcomes: { created: 0 } });
    const again = await run('run', 'orders', '--from', 'Invoices and sales receipts', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ dryRun: false, part: { again: { way: 'recorded' } }, outcomes: { created: 0 } });
    expect(await run('run', 'orders', '--to', 'nowhere')).toMatchObject({ code: 2, stderr: expect.stringContaining('Its nodes: ') as string });
    expect(await run('run', 'orders', '--of', 'latest')).toMatchObject({ code: 2 });
    expect(await run('run', 'orders', '--to', 'map', '--of', 'latest', '--limit', '3')).toMatchObject({ code: 2, stderr: expect.stringContaining('--limit does not go together with --of') as string });
  });

  test('is run as it is drawn, or with --live-version as its schedule runs it', async () => {
    const whole = JSON.parse(await readFile(path.join(dir, 'flows', 'orders.flow.json'), 'utf8')) as object;
    const nightly = { ...whole, id: 'nightly', name: 'Nightly', schedule: { enabled: true, when: { kind: 'interval', minutes: 1440 } } };
    await writeFile(path.join(dir, 'flows', 'nightly.live.json'), JSON.stringify(nightly));
    await writeFile(path.join(dir, 'flows', 'nightly.flow.json'), JSON.stringify({ ...nightly, edges: [] }));
    expect(await run('run', 'nightly', '--dry-run')).toMatchObject({ code: 2, stderr: expect.stringContaining('Running the draft of “Nightly”') as string });
    const live = await run('run', 'nightly', '--dry-run', '--live-version', '--limit', '2', '--json');
    expect(JSON.parse(live.stdout)).toMatchObject({ flow: 'nightly', version: 'live', read: 2, dryRun: true });
    expect((await run('runs', 'nightly')).stdout).toMatch(/ live .*dry/);
  });

  test('that runs already ends with 75, and one that is stopped with 130: a script tells both from a fault and from success', async () => {
    const waiting: (() => void)[] = [];
    const service = createServer((request, response) => {
      const answer = () => void response.writeHead(200, { 'content-type': 'application/json' }).end(request.method === 'GET' ? JSON.stringify(['a', 'b', 'c'].map((id) => ({ id, name: `Klant ${id}` }))) : '{"id":"1"}');
      if (request.method === 'GET') answer();
      else waiting.push(answer);
    });
    await new Promise<void>((ready) => service.listen(0, '127.0.0.1', ready));
    try {
      const { port } = service.address() as AddressInfo;
      expect(await run('connections', 'add', 'slow', '--connector', 'http', '--set', `baseUrl=http://127.0.0.1:${port}`, '--set', 'auth=none')).toMatchObject({ code: 0 });
      const node = (id: string, kind: string, settings: object) => ({ id, kind, ...(kind !== 'map' && { connection: 'slow' }), settings, position: { x: 0, y: 0 } });
      const nodes = [node('from', 'source', { stream: 'http.customers', path: '/customers' }), node('map', 'map', {}), node('to', 'target', { target: 'http.customerService', path: '/in', repeat: 'key' })];
      await writeFile(path.join(dir, 'flows', 'slow.flow.json'), JSON.stringify({ fluxo: 1, id: 'slow', name: 'Slow', nodes, edges: [{ from: 'from.records', to: 'map.records' }, { from: 'map.records', to: 'to.records' }] }));

      const child = spawn(process.execPath, [cliProgram, 'run', 'slow', ...keys()], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
      const ended = once(child, 'exit') as Promise<[number | null]>;
      await vi.waitFor(() => expect(waiting.length, said).toBeGreaterThan(0), 60_000);
      expect(await run('run', 'slow')).toMatchObject({ code: 75, stderr: expect.stringContaining('running already') as string });
      child.kill('SIGINT');
      await vi.waitFor(() => expect(said).toContain('Stopping after the records in hand'), 60_000);
      const answering = setInterval(() => waiting.splice(0).forEach((answer) => answer()), 20);
      expect((await ended)[0], said).toBe(130);
      clearInterval(answering);
      expect(said).toContain('stopped');
    } finally {
      service.closeAllConnections();
      service.close();
    }
  });

  test('that does not exist, wrong options and unknown words end with exit code 2 and the way out', async () => {
    expect(await run('run', 'nothing')).toMatchObject({ code: 2, stderr: expect.stringContaining('orders') as string });
    expect(await run('run')).toMatchObject({ code: 2 });
    expect(await run('run', 'orders', '--limit', 'many')).toMatchObject({ code: 2, stderr: expect.stringContaining('--limit') as string });
    expect(await run('log', 'latest', '--outcome', 'lost')).toMatchObject({ code: 2, stderr: expect.stringContaining('created, updated') as string });
    // An option whose variable was not set in a script must not do everything instead; nor is a word too many left out in silence.
    expect(await run('run', 'orders', '--apply', '')).toMatchObject({ code: 2, stderr: expect.stringContaining('--apply is empty') as string });
    expect(await run('start', 'orders')).toMatchObject({ code: 2, stderr: expect.stringContaining('one word too many') as string });
    expect(await run('problems', '--flow', 'orders')).toMatchObject({ code: 2, stderr: expect.stringContaining('`answer`') as string });
    expect(await run('frobnicate')).toMatchObject({ code: 2, stderr: expect.stringContaining('--help') as string });
    expect(await fluxo(['run', '--unknown'])).toMatchObject({ code: 2 });
  });
});

test.skipIf(process.platform !== 'linux')('without a keychain a connection is refused in words, and the command ends by itself', async () => {
  const end = await fluxo(['connections', 'add', '--connector', 'mplus', '--name', 'Till', '--environment', 'demo', '--set', 'baseUrl=http://127.0.0.1:1', '--set', 'ident=x', '--workspace', path.join(dir, 'keyless')], { env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' }, input: 'secret=abc\n' });
  expect(end).toMatchObject({ code: 4, stderr: expect.stringContaining('--secrets-file') as string });
});

test('doctor does the whole round trip of a secret', async () => {
  const end = await run('doctor', '--json');
  expect(end.code).toBe(0);
  const { findings } = JSON.parse(end.stdout) as { findings: { name: string; state: string; text: string }[] };
  expect(findings.find((finding) => finding.name === 'secrets')).toMatchObject({ state: 'ok', text: expect.stringContaining('read back') as string });
});

test('the help names every command, and each command its options', async () => {
  const help = await fluxo(['--help']);
  for (const command of ['demo', 'sandbox', 'run', 'start', 'check', 'runs', 'log', 'replay', 'problems', 'connections', 'export', 'erase', 'doctor']) {
    expect(help.stdout).toContain(command);
    expect((await fluxo([command, '--help'])).stdout).toContain(`fluxo ${command}`);
  }
});
