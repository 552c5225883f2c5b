const encoder = new TextEncoder();
const firstSize = 256 * 1024;
/** What grew beyond this is not kept for the next text. */
const mostKept = 8 * 1024 * 1024;

/**
 * Puts texts (as UTF-8) and bytes one behind the other. What is written to is kept for the next time, because memory that has just been used costs a
 * fraction of new memory: one of them serves a whole module, from `begin` to `take` in the same turn.
 */
export class ByteWriter {
  #bytes = new Uint8Array(firstSize);
  #at = 0;

  /** Forgets what somebody wrote who did not get to the end. */
  begin(): void {
    this.#at = 0;
    if (this.#bytes.length > mostKept) this.#bytes = new Uint8Array(firstSize);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#at;
  }

  text(text: string): void {
    this.#makeRoom(text.length * 3);
    this.#at += encoder.encodeInto(text, this.#at === 0 ? this.#bytes : this.#bytes.subarray(this.#at)).written;
  }

  bytes(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  byte(byte: number): void {
    this.#makeRoom(1);
    this.#bytes[this.#at] = byte;
    this.#at += 1;
  }

  /** All that was written, over memory that the next writing changes. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  /** All that was written, in memory of its own that may be given away. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#at);
    this.begin();
    return taken;
  }

  #makeRoom(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#at + more, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
  }
}
