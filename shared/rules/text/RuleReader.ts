import type { UnmappedPolicy } from '../../mapping/mapping.ts';
import type { Condition } from '../../records/conditions.ts';
import type { Reason } from '../../records/outcomes.ts';
import { listTakes, type Operand, type RuleAction, type RuleBlock, type RuleMap, type RuleRow, type RuleStep, type ValueSource } from '../rules.ts';
import type { Token } from './tokens.ts';
import { joiningWords, lineWords, opPhrases, policyWords } from './words.ts';

/** Thrown where a text cannot be read on. */
export class Unreadable extends Error {
  readonly token: Token;
  readonly reason: Reason;
  constructor(token: Token, reason: Reason) {
    super(reason.text);
    this.token = token;
    this.reason = reason;
  }
}

type Draft = { -readonly [K in keyof Omit<RuleBlock, 'id'>]: RuleBlock[K] } & { id: string | undefined; readonly line: number; readonly token: Token };

/** Reads the language of rules line by line; the grammar stands in docs/rules.md. */
export class RuleReader {
  readonly rules: Draft[] = [];
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    this.#skipLines();
  }

  isAtEnd(): boolean {
    return this.#now().kind === 'end';
  }

  /** One line: the head of a rule, or what stands below it. */
  line(): void {
    if (this.#takeWord('rule')) this.#head();
    else {
      const rule = this.rules.at(-1);
      if (!rule) throw this.#fault({ code: 'rules.text_no_rule', text: 'This line belongs to no rule.', fix: 'Begin with a line such as: rule note' });
      this.#inside(rule);
    }
    if (!this.isAtEnd() && this.#now().kind !== 'line') throw this.#fault({ code: 'rules.text_wants_line_end', text: `The line is complete before “${shown(this.#now())}”.`, params: { found: shown(this.#now()) }, fix: 'Begin a new line there, or leave it out.' });
    this.#skipLines();
  }

  /** After a fault: on with the next line that begins as one. */
  recover(): void {
    while (!this.isAtEnd()) {
      const isLine = this.#take('line');
      if (isLine && this.#now().kind === 'word' && lineWords.has(this.#word())) return;
      if (!isLine) this.#at += 1;
    }
  }

  #head(): void {
    const token = this.#now();
    const field = this.#path();
    const name = this.#take('text')?.text;
    const id = this.#take('id')?.text;
    const off = this.#takeWord('off');
    this.rules.push({ field, ...(name !== undefined && { name }), id, ...(off && { off: true as const }), rows: [], line: token.line, token });
  }

  #inside(rule: Draft): void {
    const begin = this.#now();
    if (this.#takeWord('first')) {
      this.#expectWord('that');
      this.#expectWord('holds');
      rule.take = 'first';
      return;
    }
    if (this.#takeWord('look')) {
      this.#expectWord('up');
      const on = !this.#takeWord('off');
      this.#expectWord('in');
      if (rule.map) throw this.#twice(begin, 'look up');
      rule.map = { on, ...this.#table() };
      return;
    }
    if (this.#takeWord('default')) {
      const on = !this.#takeWord('off');
      const value = this.#value();
      if (rule.default) throw this.#twice(begin, 'default');
      rule.default = { on, value, force: this.#takeWord('always') };
      return;
    }
    const off = this.#takeWord('off');
    const always = this.#takeWord('always');
    if (!always && !this.#takeWord('if')) throw this.#wants('if, always, first that holds, look up in, default', begin);
    const when = always ? undefined : this.#when();
    this.#sign(':');
    const use = this.#action();
    const otherwise = this.#continues('otherwise') ? this.#action() : undefined;
    const row: RuleRow = { ...(off && { off: true as const }), ...(when && { if: when }), use, ...(otherwise && { otherwise }) };
    rule.rows.push(row);
  }

  #when(): NonNullable<RuleRow['if']> {
    const told = this.#takeWord('all') ? ('all' as const) : this.#takeWord('any') ? ('any' as const) : undefined;
    if (told && this.#isSign(':')) return { join: told, rows: [] };
    const rows = [this.#condition()];
    let join = told;
    for (;;) {
      const at = this.#now();
      const word = this.#continues('and') ? ('all' as const) : this.#continues('or') ? ('any' as const) : undefined;
      if (!word) return { join: join ?? 'all', rows };
      if (join && join !== word) throw this.#fault({ code: 'rules.text_mixed', text: '“and” and “or” stand in one line.', fix: 'Make two rows of it, or use only one of the two.' }, at.kind === 'line' ? this.#tokens[this.#at - 1]! : at);
      join = word;
      rows.push(this.#condition());
    }
  }

  #condition(): Condition {
    const field = this.#path();
    const words = this.#tokens.slice(this.#at, this.#at + 4).map(({ kind, text }) => (kind === 'word' || kind === 'sign' ? text.toLowerCase() : ''));
    const phrase = opPhrases.find((one) => one.words.every((word, index) => words[index] === word));
    if (!phrase) throw this.#fault({ code: 'rules.text_no_comparison', text: `Behind ${field} a comparison is wanted, not “${shown(this.#now())}”.`, params: { field, found: shown(this.#now()) }, fix: 'Write =, !=, >, >=, <, <=, contains, starts with, ends with, is one of, is empty, has a value, is between, is before, is after, matches or is in the EU.' });
    this.#at += phrase.words.length;
    const value = this.#takeValue();
    const other = this.#now().kind === 'path' || (this.#now().kind === 'word' && !joiningWords.has(this.#word())) ? this.#path() : undefined;
    const next = this.#tokens[this.#at + 1];
    const upTo = this.#isWord('and') && (next?.kind === 'text' || next?.kind === 'number');
    if (upTo) this.#at += 1;
    const to = upTo ? this.#value() : undefined;
    return { field, op: phrase.op, ...(value !== undefined && { value }), ...(other !== undefined && { other }), ...(to !== undefined && { to }) };
  }

  #action(): RuleAction {
    const from = this.#source();
    const steps: RuleStep[] = [];
    let isNone = true;
    while (this.#continues('then')) {
      isNone = false;
      if (!this.#none()) steps.push(this.#step());
    }
    return { from, ...(!isNone && { steps }) };
  }

  #source(): ValueSource {
    const text = this.#takeValue();
    if (text !== undefined) return { kind: 'text', text };
    if (this.#takeWord('true')) return { kind: 'yesNo' };
    if (this.#takeWord('nothing')) return { kind: 'empty' };
    for (const [word, kind] of [['stop', 'skip'], ['refuse', 'fail']] as const) {
      if (!this.#takeWord(word)) continue;
      const reason = this.#take('text')?.text;
      return { kind, ...(reason !== undefined && { reason }) };
    }
    for (const take of listTakes) {
      if (!this.#takeWord(take)) continue;
      const nth = this.#take('number');
      this.#expectWord('of');
      return { kind: 'list', take, path: this.#path(), ...(nth && { nth: Number(nth.text) }) };
    }
    return { kind: 'field', path: this.#path() };
  }

  #step(): RuleStep {
    const name = this.#take('word');
    if (!name) throw this.#fault({ code: 'rules.text_wants_function', text: `Behind “then” a function is wanted, not “${shown(this.#now())}”.`, params: { found: shown(this.#now()) }, fix: 'Write its name, such as upper or round 2.' });
    const args: Operand[] = [];
    const isEmpty = this.#none();
    while (!isEmpty) {
      const text = this.#takeValue();
      if (text !== undefined) args.push({ kind: 'text', text });
      else if (this.#now().kind === 'path' || (this.#now().kind === 'word' && !joiningWords.has(this.#word()) && this.#word() !== 'in')) args.push({ kind: 'field', path: this.#path() });
      else break;
    }
    const table = this.#takeWord('in') ? this.#table() : undefined;
    return { name: name.text, ...((isEmpty || args.length > 0) && { args }), ...(table && { table }) };
  }

  #table(): Omit<RuleMap, 'on'> {
    const shared = this.#takeWord('table') ? (this.#take('text') ?? this.#take('word')) : undefined;
    const rows: { from: string; to: string }[] = [];
    if (!shared || this.#isSign('(')) {
      this.#sign('(');
      for (this.#skipLines(); !this.#isSign(')'); this.#skipLines()) {
        const from = this.#value();
        if (!['->', '=>', '→'].includes(this.#now().text)) throw this.#wants('->');
        this.#at += 1;
        rows.push({ from, to: this.#value() });
        if (this.#isSign(',')) this.#at += 1;
      }
      this.#sign(')');
    }
    this.#expectWord('else');
    const policy = (Object.keys(policyWords) as UnmappedPolicy[]).find((one) => this.#takeWord(policyWords[one]));
    if (!policy) throw this.#wants(Object.values(policyWords).join(', '));
    const exact = this.#takeWord('exact') ? !this.#takeWord('off') : undefined;
    return { rows, ...(shared && { sharedTable: shared.text }), unmapped: policy, ...(exact !== undefined && { exact }) };
  }

  /** `()`: said to be empty. */
  #none(): boolean {
    if (!this.#isSign('(')) return false;
    this.#at += 1;
    this.#sign(')');
    return true;
  }

  #path(): string {
    const token = this.#now();
    // What carries a line on, such as “otherwise”, is a word too many rather than a name.
    if (token.kind !== 'path' && (token.kind !== 'word' || joiningWords.has(this.#word()))) throw this.#fault({ code: 'rules.text_wants_field', text: `A field is wanted here, not “${shown(token)}”.`, params: { found: shown(token) }, fix: 'Write its name, such as customer.country; a name with blanks or signs stands between backticks.' });
    this.#at += 1;
    return token.text;
  }

  #takeValue(): string | undefined {
    return (this.#take('text') ?? this.#take('number'))?.text;
  }

  #value(): string {
    const value = this.#takeValue();
    if (value === undefined) throw this.#fault({ code: 'rules.text_wants_text', text: `A text is wanted here, not “${shown(this.#now())}”.`, params: { found: shown(this.#now()) }, fix: 'Write it between quotation marks; a number stands without.' });
    return value;
  }

  #now(): Token {
    return this.#tokens[Math.min(this.#at, this.#tokens.length - 1)]!;
  }

  #word(): string {
    return this.#now().text.toLowerCase();
  }

  #take(kind: Token['kind']): Token | undefined {
    const token = this.#now();
    if (token.kind !== kind) return undefined;
    this.#at += 1;
    return token;
  }

  #isWord(word: string): boolean {
    return this.#now().kind === 'word' && this.#word() === word;
  }

  #takeWord(word: string): boolean {
    if (!this.#isWord(word)) return false;
    this.#at += 1;
    return true;
  }

  /** A word that carries the line on, also from the next line. */
  #continues(word: string): boolean {
    const before = this.#at;
    this.#skipLines();
    if (this.#takeWord(word)) return true;
    this.#at = before;
    return false;
  }

  #expectWord(word: string): void {
    if (!this.#takeWord(word)) throw this.#wants(word);
  }

  #isSign(sign: string): boolean {
    return this.#now().kind === 'sign' && this.#now().text === sign;
  }

  #sign(sign: string): void {
    if (!this.#isSign(sign)) throw this.#wants(sign);
    this.#at += 1;
  }

  #skipLines(): void {
    while (this.#now().kind === 'line') this.#at += 1;
  }

  #fault(reason: Reason, token = this.#now()): Unreadable {
    if (token.kind === 'open') return new Unreadable(token, { code: 'rules.text_open', text: 'A quotation mark opens here and is not closed in this line.', fix: 'Close it; inside a text write \\" for a quotation mark and \\n for a new line.' });
    return new Unreadable(token, reason);
  }

  #wants(wanted: string, token = this.#now()): Unreadable {
    const found = shown(token);
    return this.#fault({ code: 'rules.text_unexpected', text: `“${found}” cannot stand here.`, params: { found, wanted }, fix: `Write here: ${wanted}.` }, token);
  }

  #twice(token: Token, what: string): Unreadable {
    return this.#fault({ code: 'rules.text_twice', text: `The rule has a second “${what}”.`, params: { what }, fix: 'Leave one of them.' }, token);
  }
}

const shown = ({ kind, text }: Token): string => (kind === 'end' || kind === 'line' ? '⏎' : text.length > 40 ? `${text.slice(0, 39)}…` : text);
