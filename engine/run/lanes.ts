/**
 * Works through lanes side by side, at most `concurrency` at once; what stands in one lane goes one after the other.
 * `work` must not throw. Ends early when `stopped` says so.
 */
export async function workLanes<T>(lanes: readonly (readonly T[])[], concurrency: number, stopped: () => boolean, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let lane = lanes[next++]; lane !== undefined; lane = lanes[next++]) {
      for (const item of lane) {
        if (stopped()) return;
        await work(item);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(Math.max(1, concurrency), lanes.length) }, worker));
}

/** Items into lanes by name; items with the same key stay together whatever lane they name, because a later one builds on the earlier. */
export function lanesOf<T>(items: readonly T[], nameOf: (item: T) => string, keyOf: (item: T) => string): readonly (readonly T[])[] {
  const lanes = new Map<string, T[]>();
  const laneOfKey = new Map<string, string>();
  for (const item of items) {
    const key = keyOf(item);
    const name = laneOfKey.get(key) ?? nameOf(item);
    laneOfKey.set(key, name);
    const lane = lanes.get(name);
    if (lane) lane.push(item);
    else lanes.set(name, [item]);
  }
  return [...lanes.values()];
}
