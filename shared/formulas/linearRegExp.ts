import { RE2JS, type Matcher } from 're2js';

const kept = new Map<string, RE2JS>();

/**
 * The part of `RegExp` that JSONata uses, in time that grows with the text and never faster: no look-around, no reference back to a
 * group. Throws a SyntaxError for a pattern that needs those.
 */
export class LinearRegExp {
  readonly source: string;
  readonly flags: string;
  lastIndex = 0;
  readonly #pattern: RE2JS;
  #matcher: { readonly text: string; readonly matcher: Matcher } | null = null;

  constructor(pattern: RegExp | string, flags?: string) {
    this.source = typeof pattern === 'string' ? pattern : pattern.source;
    this.flags = flags ?? (typeof pattern === 'string' ? '' : pattern.flags);
    const name = `${this.flags}/${this.source}`;
    let known = kept.get(name);
    if (!known) {
      try {
        known = RE2JS.compile(RE2JS.translateRegExp(this.source), (this.flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) | (this.flags.includes('m') ? RE2JS.MULTILINE : 0));
      } catch (thrown) {
        throw new SyntaxError(thrown instanceof Error ? thrown.message : 'not a regular expression', { cause: thrown });
      }
      if (kept.size > 200) kept.clear();
      kept.set(name, known);
    }
    this.#pattern = known;
  }

  /** Throws a SyntaxError for a pattern that cannot be had in linear time. */
  static check(pattern: RegExp): void {
    void new LinearRegExp(pattern);
  }

  exec(text: string): (string | undefined)[] & { index: number; input: string } | null {
    if (this.#matcher?.text !== text) this.#matcher = { text, matcher: this.#pattern.matcher(text) };
    const { matcher } = this.#matcher;
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0;
      return null;
    }
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, at) => matcher.group(at) ?? undefined);
    this.lastIndex = matcher.end();
    return Object.assign(groups, { index: matcher.start(), input: text });
  }

  test(text: string): boolean {
    return this.exec(text) !== null;
  }
}
