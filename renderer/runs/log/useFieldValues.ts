import { useEffect, useMemo, useReducer, useRef } from 'react';
import { readFieldValues } from '#renderer/queries/records.ts';
import type { RecordRow } from '#shared/records/story.ts';

type Name = Pick<RecordRow, 'runId' | 'seq'>;
const nameOf = ({ runId, seq }: Name) => `${runId}/${seq}`;
/** Rows whose values are kept; far more than a screen shows. */
const mostKept = 2000;
const mostAsked = 200;
/** While somebody scrolls on, what they pass by is not asked for. */
const restMs = 60;

/** Values of the records' own fields for the rows on screen: `valueOf(row, path)`, undefined until it is known, null when the record's data is gone. */
export function useFieldValues(rows: readonly (Name | undefined)[], paths: readonly string[]): (row: Name, path: string) => string | null | undefined {
  const [version, changed] = useReducer((count: number) => count + 1, 0);
  const kept = useRef({ paths: '', values: new Map<string, readonly string[] | null>() });
  const asked = paths.join('\n');
  if (kept.current.paths !== asked) kept.current = { paths: asked, values: new Map() };
  const { values } = kept.current;
  const missing = paths.length === 0 ? [] : rows.flatMap((row) => (row && !values.has(nameOf(row)) ? [row] : [])).slice(0, mostAsked);
  const wanted = missing.map(nameOf).join(' ');
  useEffect(() => {
    if (wanted === '') return;
    const names = wanted.split(' ').map((name) => ({ runId: name.slice(0, name.lastIndexOf('/')), seq: Number(name.slice(name.lastIndexOf('/') + 1)) }));
    const timer = setTimeout(() => {
      readFieldValues(names, asked.split('\n')).then(
        (answers) => {
          const { current } = kept;
          if (current.paths !== asked) return;
          if (current.values.size > mostKept) current.values.clear();
          names.forEach((name, index) => current.values.set(nameOf(name), answers[index] ?? null));
          changed();
        },
        // The cells stay empty; the list itself says when the log cannot be read.
        () => undefined,
      );
    }, restMs);
    return () => clearTimeout(timer);
  }, [wanted, asked]);
  return useMemo(() => (row, path) => {
    const found = values.get(nameOf(row));
    return found === null ? null : found?.[paths.indexOf(path)];
    // A new function for each answer, so that cells are drawn anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [values, version, asked]);
}
