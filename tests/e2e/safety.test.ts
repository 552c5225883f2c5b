import { beforeAll, describe, expect, test } from 'vitest';
import { startSandbox } from '#sandbox/index.ts';
import { callNames } from '#shared/ipc/contract.ts';
import { ask, told } from './support/calls.ts';
import { card, dock } from './support/canvas.ts';
import { runNow, setFaults, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';
import { textsInHeap } from './support/heap.ts';
import { places, visit } from './support/tour.ts';

const fluxo = useFluxo();
// Loaded once more, so that its very first request is seen too.
beforeAll(async () => {
  await fluxo.page().reload();
  await startDemo(fluxo.page());
  await runNow(fluxo.page());
});

/** Counts what the content security policy refused; Chromium keeps reports from before the question. */
async function policyViolations(): Promise<unknown> {
  return fluxo.page().evaluate(`new Promise((resolve) => {
    const found = [];
    const observer = new ReportingObserver((reports) => found.push(...reports), { types: ['csp-violation'], buffered: true });
    observer.observe();
    setTimeout(() => { observer.disconnect(); resolve(found.map((report) => report.body.effectiveDirective + ' ' + report.body.blockedURL + ' ' + (report.body.sample ?? ''))); }, 50);
  })`);
}

describe('a whole session', () => {
  test('asks for nothing outside the app, breaks no policy and leaves no error', async () => {
    const page = fluxo.page();
    for (const place of places) await visit(page, place);
    const { origin } = new URL(page.url());
    const { requests, errors } = fluxo.watch();
    expect(requests.length).toBeGreaterThan(3);
    expect(requests.filter((url) => !url.startsWith(`${origin === 'null' ? 'app://fluxo' : origin}/`))).toEqual([]);
    const loaded = (await page.evaluate(`performance.getEntriesByType('resource').map((entry) => entry.name)`)) as string[];
    expect(loaded.filter((url) => !url.startsWith(`${origin === 'null' ? 'app://fluxo' : origin}/`))).toEqual([]);
    expect(await policyViolations()).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('and the policy is there to be broken: what a page must not do is refused', async () => {
    const page = fluxo.page();
    const outcome = await page.evaluate(`(async () => {
      const tries = {};
      const attempt = async (name, work) => { try { await work(); tries[name] = 'done'; } catch (error) { tries[name] = 'refused'; } };
      await attempt('fetch', () => fetch('https://example.com/'));
      await attempt('loopback', () => fetch('http://127.0.0.1:9/'));
      await attempt('html', () => { document.createElement('div').innerHTML = '<b>x</b>'; });
      await attempt('worker', () => new Worker('data:text/javascript,1'));
      const script = document.createElement('script');
      await attempt('script', () => { script.textContent = 'window.inlineRan = true'; document.head.append(script); });
      return { tries, ran: window.inlineRan === true };
    })()`);
    expect(outcome).toEqual({ tries: { fetch: 'refused', loopback: 'refused', html: 'refused', worker: 'refused', script: 'refused' }, ran: false });
    expect(await policyViolations()).not.toEqual([]);
  });
});

describe('the border', () => {
  test('the page gets one closed object: every call of the contract, one listener, nothing else', async () => {
    const page = fluxo.page();
    const seen = (await page.evaluate(`({
      keys: Object.keys(window.fluxo),
      calls: Object.keys(window.fluxo.calls),
      frozen: [window.fluxo, window.fluxo.calls].map(Object.isFrozen),
      slot: Object.getOwnPropertyDescriptor(window, 'fluxo'),
      others: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer', 'global', '__dirname'].filter((name) => name in window),
    })`)) as { keys: string[]; calls: string[]; frozen: boolean[]; slot: { writable: boolean; configurable: boolean }; others: string[] };
    expect(seen.keys.toSorted()).toEqual(['calls', 'on']);
    expect(seen.calls.toSorted()).toEqual([...callNames].toSorted());
    expect(seen.frozen).toEqual([true, true]);
    expect(seen.slot).toMatchObject({ writable: false, configurable: false });
    expect(seen.others).toEqual([]);
    const changed = await page.evaluate(`(() => { try { window.fluxo.calls['app.info'] = () => 'mine'; } catch {} try { window.fluxo = {}; } catch {} try { delete window.fluxo; } catch {} return String(window.fluxo.calls['app.info']).includes('mine'); })()`);
    expect(changed).toBe(false);
    expect(await page.evaluate(`(() => { try { window.fluxo.on('engine.secret', () => {}); return 'listening'; } catch { return 'refused'; } })()`)).toBe('refused');
  });

  /** What no call may choke on. */
  const hostile: readonly (readonly [name: string, expression: string])[] = [
    ['nothing', 'undefined'],
    ['null', 'null'],
    ['a number', '42'],
    ['a text', '"flows"'],
    ['a list', '[{}]'],
    ['a date', 'new Date(0)'],
    ['a map', 'new Map([["flowId", "x"]])'],
    ['bytes', 'new Uint8Array(64)'],
    ['a stranger’s key', '({ evil: true })'],
    ['a prototype', 'JSON.parse(\'{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}\')'],
    ['a circle', '(() => { const a = {}; a.a = a; return a; })()'],
    ['a well', '(() => { let a = {}; for (let i = 0; i < 5000; i++) a = { a }; return a; })()'],
    ['a function', '({ then: () => {} })'],
    ['a way out of the folder', '({ flowId: "../../../../etc/passwd", connectionId: "../../../../etc/passwd", runId: "../x", name: "x", list: "x", stream: "x", live: true, dryRun: true, limit: 1, seq: 1 })'],
    ['a name of every object', '({ flowId: "constructor", connectionId: "__proto__", runId: "__proto__" })'],
  ];

  test.each(hostile)('%s is answered with a typed error by every call', async (_, expression) => {
    const page = fluxo.page();
    const answers = (await page.evaluate(`(async () => {
      const answers = {};
      for (const name of ${JSON.stringify(callNames)}) {
        try { answers[name] = JSON.parse(await window.fluxo.calls[name](${expression})); }
        catch (error) { answers[name] = { thrown: String(error.message ?? error) }; }
      }
      return JSON.parse(JSON.stringify(answers));
    })()`)) as Record<string, { ok?: boolean; error?: { code: string; kind: string; what: string }; thrown?: string }>;
    for (const name of callNames) {
      const answer = answers[name];
      // What cannot be cloned never leaves the page.
      if (answer?.thrown !== undefined) expect(answer.thrown, name).toMatch(/could not be cloned|recursion depth exceeded/i);
      else expect(answer, name).toMatchObject({ ok: false, error: { code: expect.any(String) as string, kind: expect.any(String) as string, what: expect.any(String) as string } });
      // No stack, no path of this machine.
      expect(JSON.stringify(answer), name).not.toMatch(/\bat .+:\d+:\d+|\/home\/|\/tmp\/|\/root\/|node_modules/);
    }
    expect(await page.evaluate(`({}).polluted`)).toBeUndefined();
  });

  test('a flood is refused by its size', async () => {
    const answer = await fluxo.page().evaluate<string>(`window.fluxo.calls['flows.create']({ name: 'x'.repeat(9e6) })`);
    expect(JSON.parse(answer)).toMatchObject({ ok: false, error: { code: 'border.refused', what: expect.stringContaining('too large') as string } });
  });

  test('names that every object has are no lists, streams, connectors or events', async () => {
    const page = fluxo.page();
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf']) {
      expect(await ask(page, 'lists.get', { connectionId: 'demo-till', list: name }), name).toMatchObject({ ok: false, error: { code: 'list.unknown' } });
      expect(await ask(page, 'samples.get', { connectionId: 'demo-till', stream: `mplus.${name}`, live: true }), name).toMatchObject({ ok: false });
      expect(await ask(page, 'connections.save', { connector: name, name: 'x', environment: 'demo', settings: {} }), name).toMatchObject({ ok: false, error: { code: 'connection.unknown_connector' } });
    }
  });

  test('after all that the app works on, and main and engine had nothing to complain about', async () => {
    const page = fluxo.page();
    expect((await told(page, 'flows.list', {})).length).toBeGreaterThan(0);
    expect(fluxo.app().process().exitCode).toBeNull();
    expect(fluxo.app().output()).not.toMatch(/unhandled|uncaught|rejection|Error:/i);
  });
});

describe('secrets', () => {
  test('of the demo never reach the page: not its document, its storage, its memory, nor anything a call answers', async () => {
    const page = fluxo.page();
    const twin = await startSandbox();
    const { mplus, quickbooks, mailchimp } = twin;
    await twin.stop();
    const secrets = [mplus.secret, quickbooks.clientSecret, quickbooks.refreshToken, quickbooks.clientId, mailchimp.apiKey];
    for (const secret of secrets) expect(secret.length).toBeGreaterThan(6);

    const answers: unknown[] = [await told(page, 'connections.list', {}), await told(page, 'app.info', {}), await told(page, 'demo.state', {}), await told(page, 'catalog.get', {})];
    for (const { id } of await told(page, 'connections.list', {})) answers.push(await told(page, 'connections.test', { connectionId: id }));
    const [run] = await told(page, 'runs.list', { limit: 1 });
    const { rows } = await told(page, 'records.list', { runId: run?.runId ?? '', limit: 500 });
    expect(rows.length).toBeGreaterThan(30);
    for (const row of rows) answers.push(await told(page, 'records.story', { runId: row.runId, seq: row.seq }));
    const text = JSON.stringify(answers);
    expect(text).toContain('getOrders');
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/(Bearer|Basic) [A-Za-z0-9+/=_-]{8}/);

    for (const place of ['connection', 'story', 'settings'] as const) await visit(page, place);
    const document = (await page.evaluate(`document.documentElement.outerHTML + JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie`)) as string;
    for (const secret of secrets) expect(document).not.toContain(secret);
    // Something that is there is found, so that finding nothing means something.
    await page.evaluate(`window.canary = ['heap', 'canary', 'b41d'].join('-')`);
    expect(await textsInHeap(page, [...secrets, 'heap-canary-b41d'])).toEqual(['heap-canary-b41d']);
    expect(fluxo.app().output()).not.toContain(mplus.secret);
  });
});

describe('texts of others', () => {
  const marker = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';

  test('in names of flows and in what services answer are shown as texts', async () => {
    const page = fluxo.page();
    const { flowId } = await told(page, 'flows.create', { name: `${marker} {{name}}` });
    await visit(page, 'home');
    await page.getByRole('table', { name: 'Flows' }).getByText(marker).waitFor();
    await page.evaluate(`window.location.hash = '#/flows/${flowId}'`);
    await page.getByRole('heading', { name: marker }).waitFor();
    await told(page, 'flows.delete', { flowId });

    await setFaults(page, 'quickbooks', [{ times: 1000, fault: { kind: 'answer', status: 400, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ Fault: { Error: [{ Message: marker, Detail: marker, code: '6000' }], type: 'ValidationFault' } }) } }]);
    await visit(page, 'editor');
    const run = await runNow(page);
    await setFaults(page, 'quickbooks', []);
    expect(run.status).not.toBe('succeeded');
    await dock(page).getByText(marker).first().waitFor();
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    await card(page, 'Map').waitFor();
    // The latest run has records again, for whoever looks next.
    await runNow(page);
  });
});
