/** How many calls to one target may be under way: opens slowly, closes fast. */
export interface Window {
  /** Waits for a place, does the work and frees it. */
  through<T>(work: () => Promise<T>): Promise<T>;
  /** The service asks to slow down or does not keep up: half as many from now on. */
  narrow(): void;
}

/** At most `most` at once, first come first served. After a slow-down one more is let in for every `calm` calls that went well. */
export function makeWindow(most: number, calm = 8): Window {
  const queue: (() => void)[] = [];
  let width = most;
  let running = 0;
  let well = 0;

  const next = () => {
    while (running < width) {
      const enter = queue.shift();
      if (!enter) return;
      running += 1;
      enter();
    }
  };

  return {
    async through(work) {
      await new Promise<void>((enter) => {
        queue.push(enter);
        next();
      });
      try {
        const value = await work();
        well += 1;
        if (width < most && well >= calm) {
          width += 1;
          well = 0;
        }
        return value;
      } finally {
        running -= 1;
        next();
      }
    },
    narrow() {
      width = Math.max(1, Math.floor(width / 2));
      well = 0;
    },
  };
}
