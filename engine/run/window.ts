import { makePlaces, type Places } from './places.ts';

/** How many calls to one target may be under way: opens slowly, closes fast. */
export interface Window extends Places {
  /** The service asks to slow down or does not keep up: half as many from now on. */
  narrow(): void;
}

/** At most `most` at once, first come first served. After a slow-down one more is let in for every `calm` calls that went well. */
export function makeWindow(most: number, calm = 8): Window {
  let width = most;
  let well = 0;
  const places = makePlaces(() => width);

  return {
    through: (work) =>
      places.through(async (place) => {
        const value = await work(place);
        well += 1;
        if (width < most && well >= calm) {
          width += 1;
          well = 0;
        }
        return value;
      }),
    narrow() {
      width = Math.max(1, Math.floor(width / 2));
      well = 0;
    },
  };
}
