import { outcomes as allOutcomes, type Outcome } from '#shared/records/outcomes.ts';
import type { LogNarrow } from '../logState.ts';

/** A filter of the log, as it is chosen. */
export interface LogFilter extends LogNarrow {
  readonly outcomes: readonly Outcome[];
  readonly search: string;
}

const pad = (number: number, length = 2) => String(number).padStart(length, '0');

/** A moment in this machine's time, without seconds when there are none: `2026-11-22T09:15`. */
export function momentText(at: number): string {
  const date = new Date(at);
  const day = `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const seconds = date.getSeconds() === 0 ? '' : `:${pad(date.getSeconds())}`;
  return `${day}T${pad(date.getHours())}:${pad(date.getMinutes())}${seconds}`;
}

/** A day, or a day and a time, in this machine's time; undefined for anything else. */
export function readMoment(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/.test(text)) return undefined;
  const at = new Date(text.includes('T') ? text : `${text}T00:00`).getTime();
  return Number.isNaN(at) ? undefined : at;
}

/** The filter as a line of text that can be sent to somebody: `outcome:rejected error:quickbooks.books_closed from:2026-11-22 moon`. */
export function filterText({ outcomes, search, reasons = [], nodes = [], from, until }: LogFilter): string {
  return [
    ...outcomes.map((outcome) => `outcome:${outcome}`),
    ...reasons.map((code) => `error:${code}`),
    ...nodes.map((node) => `node:${node}`),
    ...(from === undefined ? [] : [`from:${momentText(from)}`]),
    ...(until === undefined ? [] : [`until:${momentText(until)}`]),
    search.trim(),
  ].filter((part) => part !== '').join(' ');
}

/** Reads such a line; what is no part of a filter is searched for. */
export function readFilter(text: string): LogFilter {
  const found = { outcomes: new Set<Outcome>(), reasons: new Set<string>(), nodes: new Set<string>() };
  let times: Pick<LogNarrow, 'from' | 'until'> = {};
  const words = text.split(/\s+/).filter((part) => {
    const [, name, value = ''] = /^(outcome|error|node|from|until):(\S+)$/.exec(part) ?? [];
    if (name === 'outcome' && (allOutcomes as readonly string[]).includes(value)) found.outcomes.add(value as Outcome);
    else if (name === 'error' && /^[a-z0-9_.-]{1,100}$/i.test(value)) found.reasons.add(value);
    else if (name === 'node' && /^[\w-]{1,64}$/.test(value)) found.nodes.add(value);
    else if ((name === 'from' || name === 'until') && readMoment(value) !== undefined) times = { ...times, [name]: readMoment(value)! };
    else return true;
    return false;
  });
  return {
    outcomes: [...found.outcomes],
    search: words.join(' '),
    ...(found.reasons.size > 0 && { reasons: [...found.reasons] }),
    ...(found.nodes.size > 0 && { nodes: [...found.nodes] }),
    ...times,
  };
}

/** True when a text holds more than words to search for. */
export function isFilterText(text: string): boolean {
  return readFilter(text).search !== text.split(/\s+/).filter(Boolean).join(' ');
}
