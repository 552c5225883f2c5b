/** Runs pieces of work that have a key in common one after the other; others run at once. */
export function makeTurns(): <T>(keys: readonly string[], work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (keys, work) => {
    const before = Promise.allSettled(keys.map((key) => last.get(key)));
    const mine = before.then(work);
    for (const key of keys) last.set(key, mine);
    const leave = () => {
      for (const key of keys) if (last.get(key) === mine) last.delete(key);
    };
    mine.then(leave, leave);
    return mine;
  };
}
