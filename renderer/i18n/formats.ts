import type { FormatterModule, i18n as I18n } from 'i18next';
import { numberText } from './numberText.ts';

type Texts = { readonly [key: string]: string | Texts };

/** What a sentence does with a value before it is put in. */
type Say = (value: string, language: string | undefined, params: Readonly<Record<string, unknown>>) => string;

/**
 * How translated sentences say their values; to be called before `init`. A number is written as the reader's language does, whatever
 * sentence it stands in. Of texts the sentence says what they are, as `{{value, word}}`; what a language has no word for stays as it came.
 *
 * - `word`: one of the words that code puts into a sentence, such as a kind of document, by `words.json`; numbers in it stand there as `#`. `words`: a list of them.
 * - `field`: the path of a field, with its label before it. The param `entity` says whose field it is.
 * - `setting`: keys of settings, by their labels in the forms. The param `owner` says whose settings they are.
 * - `plain`: a number as digits, for the count of another sentence within this one.
 * - `brackets`: the value in brackets behind what it belongs to; nothing when it is empty.
 */
export function addFormats(i18n: I18n): void {
  const texts = (language: string | undefined, area: string) => (i18n.getResourceBundle(language ?? i18n.language, area) ?? {}) as Texts;
  const formats: Readonly<Record<string, Say>> = {
    word: (value, language) => sayWord(texts(language, 'words'), value),
    words: (value, language) => inList(value, (part) => sayWord(texts(language, 'words'), part)),
    field: (value, language, params) => {
      const label = at(texts(language, 'entities'), `${String(params['entity'])}.${value.replace(/\[\d+\]/g, '[]')}`);
      return label === undefined ? value : `${label} (${value})`;
    },
    setting: (value, language, params) => {
      const owner = String(params['owner']);
      return inList(value, (key) => at(texts(language, 'settings'), `${owner}.${key}.label`) ?? sayWord(texts(language, 'words'), key));
    },
    brackets: (value) => (value === '' ? '' : ` (${value})`),
  };
  const module: FormatterModule = {
    type: 'formatter',
    // Numbers name no format: every value comes by here.
    init: (_services, options) => void (options.interpolation = { ...options.interpolation, alwaysFormat: true }),
    add: () => {},
    addCached: () => {},
    format: (value: unknown, wanted, language, params) => {
      if (typeof value === 'number' && wanted !== 'plain') return numberText(value, language ?? i18n.language);
      if (!wanted || value === undefined || value === null) return value as string;
      return wanted.split(',').reduce((said, name) => formats[name.trim()]?.(said, language, params as Record<string, unknown>) ?? said, typeof value === 'string' || typeof value === 'number' ? String(value) : '');
    },
  };
  i18n.use(module);
}

function sayWord(words: Texts, value: string): string {
  const whole = words[value];
  if (typeof whole === 'string') return whole;
  const numbers = value.match(/\d+/g) ?? [];
  const pattern = words[value.replace(/\d+/g, '#')];
  return numbers.length > 0 && typeof pattern === 'string' ? pattern.replace(/#/g, () => numbers.shift() ?? '') : value;
}

const inList = (list: string, say: (part: string) => string): string => list.split(', ').map(say).join(', ');

/** The text at a path with dots; undefined when there is none. */
function at(texts: Texts, path: string): string | undefined {
  const found = path.split('.').reduce<string | Texts | undefined>((place, key) => (typeof place === 'object' && Object.hasOwn(place, key) ? place[key] : undefined), texts);
  return typeof found === 'string' ? found : undefined;
}
