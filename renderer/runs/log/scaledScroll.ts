/**
 * A list taller than the tallest element a browser draws (Chromium: about 33.5 million px). The scroll bar then moves over a shorter track: a drag is scaled, while a
 * wheel or an arrow key still moves by what it says, so that no row is passed over.
 */
export interface ScaledTrack {
  /** Height of the element inside the scroller. */
  readonly height: number;
  /** How far the list itself can be scrolled, and its track. */
  readonly most: number;
  readonly mostTrack: number;
}

/** Well below the limit, which falls with the zoom of the page. */
export const tallest = 8_000_000;

/** The track for a list of `total` px in a window of `view` px; a list that fits has one of its own length. */
export function trackOf(total: number, view: number): ScaledTrack {
  const height = Math.min(total, tallest);
  return { height, most: Math.max(0, total - view), mostTrack: Math.max(0, height - view) };
}

/** Where the list stands when its scroll bar stands at `top`. */
export function offsetAt(track: ScaledTrack, top: number): number {
  return track.mostTrack === 0 || track.most === track.mostTrack ? Math.min(top, track.most) : Math.round(Math.min(1, Math.max(0, top / track.mostTrack)) * track.most);
}

/** Where the scroll bar stands when the list stands at `offset`. */
export function topAt(track: ScaledTrack, offset: number): number {
  const held = Math.min(track.most, Math.max(0, offset));
  return track.most === 0 || track.most === track.mostTrack ? held : (held / track.most) * track.mostTrack;
}
