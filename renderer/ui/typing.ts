/** What tells the edits of one visit to a text field from all others, for as long as they are handed on. */
let visit: string | undefined;
let visits = 0;
/** Of each text that is being typed: hands it on. */
const open = new Set<() => void>();

/** The tag of the edits being made, when they come from a text field somebody is in: all of one visit are one step of undo. */
export const typingTag = (): string | undefined => visit;

/** Hands on what is being typed anywhere, without waiting for a pause: before a run, a save or the end of the window. */
export function keepTyped(): void {
  for (const keep of open) keep();
}

/** From the first letter typed in a field until it is left. */
export class Typing {
  readonly #tag = `typing ${(visits += 1)}`;
  readonly #pause: number;
  readonly #take: (text: string) => void;
  readonly #keep = () => this.keep();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #taken: string;
  #text: string;

  /** `pause`: milliseconds after the last letter at which the text is handed on; `Infinity` waits until the field is left. */
  constructor(text: string, pause: number, take: (text: string) => void) {
    this.#text = text;
    this.#taken = text;
    this.#pause = pause;
    this.#take = take;
    open.add(this.#keep);
  }

  type(text: string): void {
    this.#text = text;
    clearTimeout(this.#timer);
    if (Number.isFinite(this.#pause)) this.#timer = setTimeout(this.#keep, this.#pause);
  }

  keep(): void {
    clearTimeout(this.#timer);
    if (this.#text === this.#taken) return;
    this.#taken = this.#text;
    visit = this.#tag;
    try {
      this.#take(this.#text);
    } finally {
      visit = undefined;
    }
  }

  /** The field is left, with what stands in it now. */
  end(): void {
    this.keep();
    open.delete(this.#keep);
  }
}
