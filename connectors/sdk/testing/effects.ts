import { describe, expect, test } from 'vitest';
import type { ConnectorDefinition, EffectDefinition, EffectResult, TargetDefinition } from '#connectors/sdk/connector.ts';
import { connectTo, errorOf, readStream } from './bench.ts';
import type { EffectBench, ServiceBench } from './bench.ts';

/** What every write of a target keeps to: one effect per key, whatever happens on the way. */
export function describeEffects<Client>(connector: ConnectorDefinition<Client>, target: TargetDefinition<Client>, benchOf: () => ServiceBench): void {
  describe(`target ${target.name}`, () => {
    test('every effect whose answer can get lost can be sent again or looked up', () => {
      for (const effect of target.effects) if (effect.repeat === 'lookup') expect(effect.lookUp, effect.name).toBeTypeOf('function');
    });

    for (const effect of target.effects) describeEffect(connector, target.name, effect, benchOf);
  });
}

function describeEffect<Client>(connector: ConnectorDefinition<Client>, targetName: string, effect: EffectDefinition<Client>, benchOf: () => ServiceBench): void {
  describe(effect.label, () => {
    const own = (): EffectBench => {
      const found = benchOf().effects?.[targetName]?.[effect.name];
      if (!found) throw new Error(`The bench says nothing about the effect ${effect.name}`);
      return found;
    };
    const call = () => ({ signal: new AbortController().signal });
    let keys = 0;
    const newKey = () => `conformance-${targetName}-${effect.name}-${(keys += 1)}`;
    /** As the engine does it: look first where the effect wants it, then send the same payload with the same key. */
    async function resolve(client: Client, key: string): Promise<EffectResult> {
      const found = effect.repeat === 'lookup' ? await effect.lookUp!(client, own().payload, key, call()) : null;
      return found ?? effect.send(client, own().payload, key, call());
    }

    test('what the service refuses is this record’s trouble and says so', async () => {
      const { refused } = own();
      if (refused === undefined) return;
      const before = await own().count();
      expect(await errorOf(effect.send(connectTo(connector, benchOf()), refused, newKey(), call()))).toMatchObject({ kind: 'data', refusedByService: true });
      expect(await own().count()).toBe(before);
    });

    test('dropped before it arrived, throttled or refused for its credential: nothing was done', async ({ skip }) => {
      if (benchOf().isLocal) skip();
      const before = await own().count();
      for (const fault of [{ kind: 'reset' }, { kind: 'throttle', retryAfter: 2 }] as const) {
        benchOf().setFaults([{ operation: own().operation, fault }]);
        expect(await errorOf(effect.send(connectTo(connector, benchOf()), own().payload, newKey(), call()))).toMatchObject({ kind: 'remote' });
      }
      benchOf().setFaults([{ times: 9, fault: { kind: 'expiredCredential' } }]);
      expect(await errorOf(effect.send(connectTo(connector, benchOf()), own().payload, newKey(), call()))).toMatchObject({ kind: 'setup' });
      expect(await own().count()).toBe(before);
    });

    test('an answer about another thing is not taken for a success', async () => {
      if (!own().answersOurId) return;
      const client = connectTo(connector, benchOf());
      const before = await own().count();
      const key = newKey();
      benchOf().setFaults([{ operation: own().operation, fault: { kind: 'otherThing' } }]);
      expect(await errorOf(effect.send(client, own().payload, key, call()))).toMatchObject({ kind: 'remote', maybeDone: true });
      expect((await resolve(client, key)).id).not.toMatch(/other-/);
      expect((await own().count()) - before).toBeLessThanOrEqual(1);
    });

    test.each([{ kind: 'loseAnswer' }, { kind: 'cutBody', bytes: 25 }, { kind: 'cutBody', bytes: 0 }] as const)('after $kind the work is done once, and what it gave is known', async (fault) => {
      if (benchOf().isLocal) return;
      if (fault.kind === 'cutBody' && own().answersNothing) return;
      const client = connectTo(connector, benchOf());
      const before = await own().count();
      const key = newKey();
      benchOf().setFaults([{ operation: own().operation, fault }]);
      expect(await errorOf(effect.send(client, own().payload, key, call()))).toMatchObject({ kind: 'remote', maybeDone: true });
      const result = await resolve(client, key);
      expect(result.id).toMatch(/\S/);
      expect((await resolve(client, key)).id).toBe(result.id);
      expect((await own().count()) - before).toBeLessThanOrEqual(1);
    });

    test('sent twice with one key it has one effect and gives the same thing back', async () => {
      const client = connectTo(connector, benchOf());
      const before = await own().count();
      const key = newKey();
      const first = await resolve(client, key);
      const second = await resolve(client, key);
      expect(second.id).toBe(first.id);
      expect((await own().count()) - before).toBeLessThanOrEqual(1);
    });

    // So that a flow that runs the other way knows it for its own work and sends nothing back.
    test('what it wrote comes back from the connector’s stream of that kind under the same id and version', async ({ skip }) => {
      const client = connectTo(connector, benchOf());
      const result = await resolve(client, newKey());
      const streams = connector.streams.filter((stream) => stream.type !== undefined);
      if (streams.length === 0 || result.version === undefined) skip();
      const versions: string[] = [];
      for (const stream of streams) {
        const bench = benchOf().streams[stream.name];
        if (!bench) continue;
        const { records } = await readStream(connector, client, stream.name, bench);
        const mine = records.findLast((record) => stream.type!(record) === result.type && (stream.id ?? stream.key)(record) === result.id);
        if (mine) versions.push(stream.version(mine));
      }
      // Two streams may tell of one kind of thing, such as an article and its stock; one of them is meant.
      if (versions.length > 0) expect(versions).toContain(result.version);
    });
  });
}
