import { placesIn, type Wanted } from '#shared/flow/find.ts';

/** Letters shown before the first place; a long text begins there. */
const before = 24;

/** A text with what was found marked; with `by` what it would become beside it. */
export function Marked({ text, wanted, by }: { readonly text: string; readonly wanted: Wanted; readonly by?: string | undefined }) {
  const places = placesIn(text, wanted);
  const start = Math.max(0, (places[0] ?? 0) - before);
  const parts: React.ReactNode[] = [start > 0 ? '…' : ''];
  let from = start;
  for (const at of places) {
    parts.push(text.slice(from, at));
    const word = text.slice(at, at + wanted.text.length);
    parts.push(
      by === undefined ? (
        <mark key={at} className="rounded-4 bg-accent-soft font-medium text-accent">{word}</mark>
      ) : (
        <span key={at}>
          <del className="text-faint">{word}</del>
          {by !== '' && <ins className="rounded-4 bg-accent-soft font-medium text-accent no-underline">{by}</ins>}
        </span>
      ),
    );
    from = at + wanted.text.length;
  }
  parts.push(text.slice(from));
  return <span className="min-w-0 flex-1 truncate">{parts}</span>;
}
