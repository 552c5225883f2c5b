import { fromChromium } from '../support/schemes.ts';

/** What the double knows of a frame, kept up to date by the web contents it belongs to. */
export interface FrameState {
  readonly id: string;
  readonly parentId: string | null;
  url: string;
  name: string;
  detached: boolean;
}

export interface FrameOwner {
  frameOf(id: string): WebFrameMain | null;
  framesUnder(id: string): WebFrameMain[];
}

/** `WebFrameMain`: the main process's view of a frame; who a message came from. */
export class WebFrameMain {
  readonly #state: FrameState;
  readonly #owner: FrameOwner;

  constructor(state: FrameState, owner: FrameOwner) {
    this.#state = state;
    this.#owner = owner;
  }

  get url(): string {
    return fromChromium(this.#state.url);
  }

  /** `scheme://host` of the page; `null` as text for pages without an origin. */
  get origin(): string {
    try {
      const url = new URL(this.url);
      return url.host === '' ? 'null' : `${url.protocol}//${url.host}`;
    } catch {
      return 'null';
    }
  }

  get name(): string {
    return this.#state.name;
  }

  get parent(): WebFrameMain | null {
    return this.#state.parentId === null ? null : this.#owner.frameOf(this.#state.parentId);
  }

  get top(): WebFrameMain | null {
    return this.parent?.top ?? (this.#state.parentId === null ? this : null);
  }

  get frames(): WebFrameMain[] {
    return this.#owner.framesUnder(this.#state.id);
  }

  get detached(): boolean {
    return this.#state.detached;
  }

  isDestroyed(): boolean {
    return this.#state.detached;
  }
}
