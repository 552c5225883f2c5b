const known = new Map<string, string>();

/** A colour of the theme for a 2D canvas; asked for once per theme, because the browser has to settle all styles to answer. */
export function themeColour(name: string): string {
  const key = `${document.documentElement.dataset['theme']} ${name}`;
  const value = known.get(key) ?? getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  known.set(key, value);
  return value;
}
