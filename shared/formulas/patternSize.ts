/** Parts a pattern may have once its counts are written out; to make a machine of so many takes a few hundredths of a second. */
const mostParts = 10_000;
/** RE2's own limit for one count. */
const mostCount = 1000;

/** One letter, class, group or count of a pattern, from where the last one ended. */
const piece = /\\(?:[pP]\{[^}]*\}|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]?|\{(\d+)(?:,(\d*))?\}|\(|\)|[\s\S]/gy;

/**
 * True when a pattern, its counts written out, is more than anybody needs: `(ab{30}){30}` are some nine hundred parts. Linear in the text to be searched says nothing
 * of how long it takes to make the machine that searches, and formulas are read where nobody can end that.
 */
export function isTooLarge(source: string): boolean {
  const groups: number[] = [0];
  let last = 0;
  for (const [text, least, most] of source.matchAll(piece)) {
    if (text === '(') {
      groups.push(0);
      last = 0;
    } else if (text === ')') {
      last = 1 + (groups.length > 1 ? groups.pop()! : 0);
      groups.push(groups.pop()! + last);
    } else if (least !== undefined) {
      const count = Math.max(Number(least), Number(most || 0));
      if (count > mostCount) return true;
      // Counted once already.
      groups.push(groups.pop()! + last * (count - 1));
      last *= Math.max(1, count);
    } else {
      last = 1;
      groups.push(groups.pop()! + 1);
    }
    if (groups.at(-1)! > mostParts) return true;
  }
  return groups.reduce((sum, parts) => sum + parts) > mostParts;
}
