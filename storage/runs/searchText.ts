const marks = /\p{M}/gu;

/** Text as it is searched in: lower case and without accents, so that `josé` and `JOSE` are found by each other. */
export function searchText(...parts: readonly (string | undefined)[]): string {
  const text = parts.filter((part) => part !== undefined && part !== '').join('\n').toLowerCase();
  // Most texts are plain ASCII; taking letters apart costs ten times the rest.
  // oxlint-disable-next-line no-control-regex
  return /^[\x00-\x7f]*$/.test(text) ? text : text.normalize('NFKD').replace(marks, '');
}
