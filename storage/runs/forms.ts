import type { Reason } from '#shared/records/outcomes.ts';
import type { Database } from '#storage/sqlite/database.ts';

/** The reason of a record and what it became, as JSON, without its own key and the id at the target. */
interface Folded {
  readonly reason: string;
  readonly target: string;
  /** The id at the target, where it is another than the key. */
  readonly targetId: string | null;
}

/** What of a record's end stands in its row: the number of a form and what is to be put in, or the texts themselves. */
export interface KeptEnd {
  readonly form: number | null;
  readonly targetId: string | null;
  readonly reason: string | null;
  readonly target: string | null;
}

interface Alike {
  readonly first: Folded;
  times: number;
  form: number | null;
}

export interface Forms {
  /** Inside a write transaction: how the ends of some records are kept, in their order. `plain` = as they are, without a form. */
  keep(ends: readonly { readonly key: string; readonly reason: string; readonly target: string | null; readonly plain: boolean }[]): readonly KeptEnd[];
}

/** Characters for private use stand for the key and the id; the view `records` puts them back. */
const keyMark = '\uE010';
const idMark = '\uE011';
const marks = /[\uE010\uE011]/;
const idBegins = '"id":"';

/** The id of a target, where it can be read off its JSON as it stands. */
function idOf(target: string): string | null {
  const from = target.indexOf(idBegins) + idBegins.length;
  if (from < idBegins.length) return null;
  const id = target.slice(from, target.indexOf('"', from));
  return id === '' || id.includes('\\') ? null : id;
}

function fold(key: string, reason: string, target: string | null): Folded | null {
  if (key === '' || marks.test(reason) || (target !== null && marks.test(target)) || marks.test(key)) return null;
  const id = target === null ? null : idOf(target);
  const targetId = id === key ? null : id;
  const blank = (text: string) => (targetId === null ? text : text.replaceAll(targetId, idMark)).replaceAll(key, keyMark);
  return { reason: blank(reason), target: target === null ? '' : blank(target), targetId };
}

/** Code and node of a reason are asked for in SQL, where the marks are not put back. */
function canBeAsked(reason: string): boolean {
  try {
    const { code, node = '' } = JSON.parse(reason) as Reason;
    return !marks.test(code) && !marks.test(node);
  } catch {
    return false;
  }
}

/**
 * Most records of a run end with the same reason but for their own numbers. Such a text is kept once, as soon as two records of a batch have it; what only one has stands in
 * its row. A form is asked for anew in each batch, because erasing a person may have taken it away.
 */
export function makeForms(db: Database): Forms {
  const find = db.prepare('SELECT form FROM forms WHERE reason = ? AND target = ?');
  const insert = db.prepare('INSERT INTO forms (reason, target) VALUES (?, ?)');

  function numberOf({ reason, target }: Folded, times: number): number | null {
    const known = find.get(reason, target) as { form: number } | undefined;
    if (known) return known.form;
    return times > 1 && canBeAsked(reason) ? Number(insert.run(reason, target).lastInsertRowid) : null;
  }

  return {
    keep(ends) {
      const folded = ends.map(({ key, reason, target, plain }) => (plain ? null : fold(key, reason, target)));
      const alike = new Map<string, Alike>();
      let last: Alike | null = null;
      const groups = folded.map((one): Alike | null => {
        if (!one) return null;
        // Neighbours mostly say the same.
        if (last?.first.reason !== one.reason || last.first.target !== one.target) {
          const name = `${one.reason}\n${one.target}`;
          last = alike.get(name) ?? { first: one, times: 0, form: null };
          alike.set(name, last);
        }
        last.times += 1;
        return last;
      });
      for (const each of alike.values()) each.form = numberOf(each.first, each.times);
      return ends.map(({ reason, target }, index) => {
        const form = groups[index]?.form ?? null;
        return form === null ? { form, targetId: null, reason, target } : { form, targetId: folded[index]!.targetId, reason: null, target: null };
      });
    },
  };
}
