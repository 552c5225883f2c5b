/** Works begun one after the other that may go on side by side. */
export interface Overlap {
  /** Begins the work as soon as there is room, and when nothing that is under way has one of its keys. Throws what an earlier one failed with. */
  begin(keys: readonly string[], work: () => Promise<void>): Promise<void>;
  /** Waits for all of them. */
  drain(): Promise<void>;
}

/** At most `most` at once; with 1 each is through before `begin` returns. */
export function makeOverlap(most: number): Overlap {
  const underWay = new Set<Promise<void>>();
  const keysUnderWay = new Map<string, number>();
  let failed: { readonly thrown: unknown } | null = null;

  const wait = async (left: number) => {
    while (underWay.size > left) await Promise.race(underWay);
    if (failed) throw failed.thrown;
  };

  return {
    async begin(keys, work) {
      if (most > 1 && keys.some((key) => keysUnderWay.has(key))) await wait(0);
      await wait(most - 1);
      for (const key of keys) keysUnderWay.set(key, (keysUnderWay.get(key) ?? 0) + 1);
      const done = work()
        .catch((thrown: unknown) => void (failed ??= { thrown }))
        .then(() => {
          underWay.delete(done);
          for (const key of keys) {
            const count = keysUnderWay.get(key)! - 1;
            if (count === 0) keysUnderWay.delete(key);
            else keysUnderWay.set(key, count);
          }
        });
      underWay.add(done);
      if (most === 1) await wait(0);
    },
    drain: () => wait(0),
  };
}
