/** A service with names that differ from record to record must not fill the memory. */
const most = 5000;

/** The same function of a text, with its answers remembered. */
export function remembering(work: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    let found = known.get(text);
    if (found === undefined) {
      found = work(text);
      if (known.size >= most) known.clear();
      known.set(text, found);
    }
    return found;
  };
}
