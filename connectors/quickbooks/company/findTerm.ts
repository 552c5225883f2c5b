import type { Term } from '../entities.ts';
import type { Rows } from './rows.ts';

/** What a setting means by a payment term: its id or name, or `days:14` for the term of that many days. */
export function findTerm(terms: Rows<Term>, told: string): Term | undefined {
  const days = /^days:(\d+)$/i.exec(told.trim())?.[1];
  return days === undefined ? terms.find(told) : terms.all.find((candidate) => candidate.DueDays === Number(days));
}
