import { afterAll, beforeAll, vi } from 'vitest';
import type { DemoOptions } from '#host/demo.ts';
import { openHouse, type House } from './house.ts';

/** A house that stands open for all tests of a file (or of a `describe`). What this returns can be used from the first hook after it on. */
export function useHouse(shop: DemoOptions = {}): House {
  // Real storage, engine and look-alikes: a run of some hundred records takes its time on a slow machine.
  vi.setConfig({ testTimeout: 120_000 });
  let house: House | undefined;
  beforeAll(async () => {
    house = await openHouse(shop);
  });
  afterAll(() => house?.close());
  return new Proxy({} as House, {
    get(_, name: keyof House) {
      if (!house) throw new Error('The house opens with the first hook; use it inside a hook or a test.');
      return house[name];
    },
  });
}
