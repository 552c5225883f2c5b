import type { Outcome } from '#shared/records/outcomes.ts';

const marks = /\p{M}/gu;
const apart = /[^\p{L}\p{N}]+/u;
const numberBehindLetters = /(?<=\p{L})\p{N}+/gu;

/** Text as it is searched in: lower case and without accents, so that `josé` and `JOSE` are found by each other. */
export function searchText(...parts: readonly (string | undefined)[]): string {
  const text = parts.filter((part) => part !== undefined && part !== '').join('\n').toLowerCase();
  // Most texts are plain ASCII; taking letters apart costs ten times the rest.
  // oxlint-disable-next-line no-control-regex
  return /^[\x00-\x7f]*$/.test(text) ? text : text.normalize('NFKD').replace(marks, '');
}

/** The words of a search: `vf20-7` is two, an address is one for each part. Empty = nothing to search for. */
export function searchWords(search: string | undefined): readonly string[] {
  return searchText(search).split(apart).filter((word) => word !== '');
}

/** The pattern looks at every letter's class, so it is left to texts of other writing; in the usual one digits are sought and what stands before them. */
function numbersBehindLetters(text: string): readonly string[] | null {
  if (/[^\s!-\u024F\u2010-\u2027\u20AC]/.test(text)) return text.match(numberBehindLetters);
  let found: string[] | null = null;
  for (let at = 1; at < text.length; at++) {
    if (!isDigit(text.charCodeAt(at)) || !isLetter(text.charCodeAt(at - 1))) continue;
    let end = at + 1;
    while (isDigit(text.charCodeAt(end))) end += 1;
    (found ??= []).push(text.slice(at, end));
  }
  return found;
}

const isDigit = (code: number) => code >= 48 && code <= 57;
/** Of Latin writing up to U+024F. */
const isLetter = (code: number) => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 0xc0 && code !== 0xd7 && code !== 0xf7) || code === 0xaa || code === 0xb5 || code === 0xba;

/** What went well, and what a condition left out, mostly says the same for all records. */
const saysTheSame: ReadonlySet<string> = new Set<Outcome>(['created', 'updated', 'unchanged', 'filtered']);

/** What of a reason can be searched for: its words, but of what went well only where a number in it says something of this very record, such as that of a document. */
export function saidBy(outcome: string, reasonText: string): string {
  return saysTheSame.has(outcome) && !/\d/.test(reasonText) ? '' : reasonText;
}

/** What of a record can be found: its texts, and the number behind letters (`20` of `VF20`) as a word of its own. */
export function foundBy({ title, subtitle, key }: { readonly title: string; readonly subtitle: string | null; readonly key: string }, said = ''): string {
  const text = `${title === key ? '' : title}\n${subtitle ?? ''}\n${key}\n${said}`;
  const numbers = numbersBehindLetters(text);
  return numbers ? `${text}\n${numbers.join(' ')}` : text;
}

/** True when a text holds all words of a search, the last one as the beginning of a word: what the index answers for records that ended. */
export function holdsWords(text: string, words: readonly string[]): boolean {
  const there = searchText(text).split(apart);
  const last = words.at(-1) ?? '';
  return words.slice(0, -1).every((word) => there.includes(word)) && there.some((word) => word.startsWith(last));
}
