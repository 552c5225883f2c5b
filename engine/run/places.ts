/** How many records a target works on at once. One whose write went well lets the next one begin while the disk takes the answer. */
export interface Places {
  /** Waits for a place, does the work and frees it. */
  through<T>(work: (place: Place) => Promise<T>): Promise<T>;
}

export interface Place {
  /**
   * Frees the place while something is waited for that the service has no part in. Goes on at once when that is over, though all places may be taken: those who
   * have them may be waiting for what this one is about to make, such as a customer of theirs. Nobody begins until there is room again.
   */
  aside<T>(waiting: Promise<T>): Promise<T>;
}

/** First come, first served; `most` may change from one to the next. */
export function makePlaces(most: () => number): Places {
  const beginning: (() => void)[] = [];
  let taken = 0;

  const leave = () => {
    taken -= 1;
    while (taken < most()) {
      const begin = beginning.shift();
      if (!begin) return;
      taken += 1;
      begin();
    }
  };

  return {
    async through(work) {
      if (taken < most()) taken += 1;
      else await new Promise<void>((enter) => void beginning.push(enter));
      let held = true;
      try {
        return await work({
          // A work may wait for several things at once; it has one place all the same.
          async aside(waiting) {
            if (held) leave();
            held = false;
            try {
              return await waiting;
            } finally {
              if (!held) taken += 1;
              held = true;
            }
          },
        });
      } finally {
        if (held) leave();
      }
    },
  };
}

/** So many records may be in hand when at most `places` are worked on at once: the others wait until the disk has what went well. One place keeps its order. */
export const inHandFor = (places: number): number => (places === 1 ? 1 : places + Math.min(places, 24));
