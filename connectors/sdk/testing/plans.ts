import { describe, expect, test } from 'vitest';
import type { ConnectorDefinition, TargetDefinition } from '#connectors/sdk/connector.ts';
import { totalDimensions } from '#shared/records/totals.ts';
import { changesBetween } from '#shared/records/changes.ts';
import { connectTo } from './bench.ts';
import type { PlanBench, ServiceBench } from './bench.ts';
import { openTargetDesk } from './targetDesk.ts';

/** What a plan tells of a target: each write field by field, what stands there before, and what it all adds up to. */
export function describePlans<Client>(connector: ConnectorDefinition<Client>, target: TargetDefinition<Client>, benchOf: () => ServiceBench): void {
  describe(`plans of ${target.name}`, () => {
    const own = (): PlanBench => {
      const found = benchOf().plans?.[target.name];
      if (!found) throw new Error(`The bench says nothing about plans of ${target.name}`);
      return found;
    };
    const open = (ledger = new Map<string, never>()) => openTargetDesk(target, { client: connectTo(connector, benchOf()), settings: own().settings ?? {}, ledger });

    test('a target of sales or quantities says what its writes are added up by', () => {
      if (target.entity === 'order') expect(target.addsUp).toEqual(expect.arrayContaining(['document', 'day', 'paymentMethod']));
      if (target.entity === 'stock') expect(target.addsUp).toContain('stock');
      for (const by of target.addsUp ?? []) expect(totalDimensions).toContain(by);
    });

    test('a dry run tells each field that would be written and adds it up by all of that', async ({ skip }) => {
      if (!target.addsUp && !benchOf().plans?.[target.name]) skip();
      const desk = await open();
      await desk.lookAhead([own().record]);
      const told = await desk.apply(own().record, { dryRun: true });
      expect(told.writes.length, told.text).toBeGreaterThan(0);
      for (const write of told.writes) expect(changesBetween(write.current, write.fields).length, write.effect).toBeGreaterThan(0);
      const added = new Set(told.writes.flatMap(({ totals }) => totals.map(({ by }) => by)));
      expect([...added].toSorted()).toEqual([...(target.addsUp ?? [])].toSorted());
    });

    test('of what is there already a dry run tells what it holds beside what would be written', async ({ skip }) => {
      const changed = benchOf().plans?.[target.name]?.changed;
      if (!changed) skip();
      const ledger = new Map<string, never>();
      const before = await open(ledger);
      await before.lookAhead([own().record]);
      expect(await before.apply(own().record)).toMatchObject({ outcome: expect.stringMatching(/created|updated/) as string });
      const desk = await open(ledger);
      await desk.lookAhead([changed!.record]);
      const told = await desk.apply(changed!.record, { dryRun: true });
      const changes = told.writes.flatMap(({ current, fields }) => changesBetween(current, fields));
      expect(changes).toContainEqual({ path: changed!.path, before: changed!.from, after: changed!.to });
    });
  });
}
