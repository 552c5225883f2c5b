import { asText, parsePath, readPath } from '../mapping/path.ts';
import { isDecimal, round } from '../money/decimal.ts';
import type { SettingInput } from './fields.ts';

/**
 * The values that a setting gets from a record, for editors: what its first path with anything gives. A path such as `lines[].taxRate`
 * gives one for each item. Each value once, in the order they come.
 */
export function inputsOf(record: unknown, { paths, as }: SettingInput): readonly string[] {
  for (const path of paths) {
    const values = valuesAt(record, path).map((text) => text.trim()).filter((text) => text !== '');
    if (values.length > 0) return [...new Set(values.map((text) => (as === 'yesNo' ? 'yes' : as === 'rate' ? shortest(text) : text)))];
  }
  return as === 'yesNo' ? ['no'] : [];
}

function valuesAt(record: unknown, path: string): readonly string[] {
  const at = path.indexOf('[].');
  if (at < 0) return [asText(readPath(record, parsePath(path)))];
  const items = readPath(record, parsePath(path.slice(0, at)));
  const inner = parsePath(path.slice(at + 3));
  return Array.isArray(items) ? items.map((item) => asText(readPath(item, inner))) : [];
}

/** `21.00` and `21` are one rate. */
const shortest = (text: string): string => (isDecimal(text) ? round(text, 6).replace(/\.?0+$/, '') : text);

/** What a record would be looked up by in a table by country: one entry for each country and each combination of key columns. */
export function countryInputs(record: unknown, country: SettingInput, keys: readonly { readonly key: string; readonly input: SettingInput }[]): readonly { readonly country: string; readonly keys: Readonly<Record<string, string>> }[] {
  const [place = ''] = inputsOf(record, country);
  return keys.reduce<readonly { readonly country: string; readonly keys: Readonly<Record<string, string>> }[]>(
    (all, { key, input }) => {
      const values = inputsOf(record, input);
      return values.length === 0 ? all : all.flatMap((one) => values.map((value) => ({ ...one, keys: { ...one.keys, [key]: value } })));
    },
    [{ country: place, keys: {} }],
  );
}
