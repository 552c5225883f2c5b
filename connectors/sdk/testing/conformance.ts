import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectorDefinition } from '#connectors/sdk/connector.ts';
import { testStages } from '#shared/catalog/catalog.ts';
import { describeEffects } from './effects.ts';
import { connectTo, errorOf } from './bench.ts';
import type { ServiceBench } from './bench.ts';
import { describePlans } from './plans.ts';
import { describeStream } from './streams.ts';

/**
 * The suite every connector passes against its look-alike. `start` is called once; nothing in the suite changes what the service
 * holds but the effects of targets, which come last. What a service alone does stays in its own tests.
 */
export function describeConnector<Client>(connector: ConnectorDefinition<Client>, start: () => Promise<ServiceBench>): void {
  describe(`${connector.label} as a connector`, () => {
    let bench: ServiceBench;
    beforeAll(async () => {
      bench = await start();
    });
    afterEach(() => bench.setFaults([]));
    afterAll(() => bench.stop());
    const call = () => ({ signal: new AbortController().signal });

    test('its connection passes every stage of the test and says what it saw', async () => {
      const client = connectTo(connector, bench);
      for (const stage of testStages) {
        const saw = await connector.test(client, stage, call());
        expect(typeof saw === 'string' ? saw : saw.text).toMatch(/\w.*\.$/);
      }
    });

    test('a wrong credential is something for the owner of the connection', async ({ skip }) => {
      if (bench.isLocal) skip();
      const client = connectTo(connector, bench, { secret: bench.wrongSecret });
      expect(await errorOf(connector.test(client, 'authenticate', call()))).toMatchObject({ kind: 'setup', needsOwner: true, fix: expect.any(String) });
    });

    test('a network page, a broken and a throttled answer fail the test as something that passes', async ({ skip }) => {
      if (bench.isLocal) skip();
      const client = connectTo(connector, bench);
      for (const fault of [{ kind: 'htmlPage' }, { kind: 'reset' }, { kind: 'cutBody', bytes: 20 }, { kind: 'throttle', retryAfter: 3 }] as const) {
        bench.setFaults([{ times: 9, fault }]);
        expect(await errorOf(connector.test(client, 'authenticate', call()))).toMatchObject({ kind: 'remote' });
      }
    });

    test('its settings are tidied once and for all', () => {
      const tidy = connector.tidySettings(bench.settings);
      expect(connector.tidySettings(tidy)).toEqual(tidy);
      const known = new Set(connector.connectionFields.map((field) => field.key));
      expect(Object.keys(tidy).filter((key) => !known.has(key))).toEqual([]);
    });

    test('every pick list answers entries that can be told apart', async () => {
      const client = connectTo(connector, bench);
      for (const [name, list] of Object.entries(connector.lists)) {
        const options = await list(client, call());
        expect(options.length, name).toBeGreaterThan(0);
        for (const option of options) expect([typeof option.value, option.value !== '', option.label !== ''], name).toEqual(['string', true, true]);
        expect(new Set(options.map((option) => option.value)).size, name).toBe(options.length);
      }
    });

    test('settings of streams and targets ask only for lists the connector has', () => {
      for (const { settings } of [...connector.streams, ...connector.targets]) {
        for (const field of settings) {
          if ((field.type === 'pick' || field.type === 'pickMany') && field.from.of === 'own') expect(Object.keys(connector.lists)).toContain(field.from.list);
        }
      }
    });

    test('no secret shows in a client, an error or a noted exchange', async () => {
      const seen: unknown[] = [];
      const noting = { signal: new AbortController().signal, noteExchange: (exchange: unknown) => void seen.push(exchange) };
      const client = connectTo(connector, bench);
      for (const stage of testStages) seen.push(await connector.test(client, stage, noting));
      seen.push(client);
      for (const fault of [{ kind: 'expiredCredential' }, { kind: 'htmlPage' }, { kind: 'reset' }] as const) {
        bench.setFaults([{ times: 9, fault }]);
        await connector.test(client, 'authenticate', noting).catch((error: unknown) => seen.push(error));
      }
      const text = `${inspect(seen, { depth: 12, showHidden: true, maxStringLength: null })} ${JSON.stringify(seen)}`;
      for (const secret of bench.secretTexts) expect(text.includes(secret)).toBe(false);
    });

    for (const stream of connector.streams) describeStream(connector, stream, () => bench);
    for (const target of connector.targets) describePlans(connector, target, () => bench);
    for (const target of connector.targets) describeEffects(connector, target, () => bench);
  });
}
