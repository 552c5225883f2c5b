import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '#shared/languages.ts';
import { addFormats } from './formats.ts';
import { files } from './texts/en.ts';

/**
 * Texts live in `resources/translations/<language>/<area>.json`; the area is the namespace of `useTranslation('<area>')`.
 * A new file is found by itself. English is complete; what another language lacks falls back to it. The other languages are three quarters of what the
 * page would have to load before it can draw, so only the one that is spoken is.
 */
const others: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ readonly files: TextFiles }>>> = { nl: () => import('./texts/nl.ts'), pt: () => import('./texts/pt.ts') };
type TextFiles = Readonly<Record<string, Record<string, unknown>>>;

async function textsOf(language: Language): Promise<Record<string, Record<string, unknown>>> {
  const found: TextFiles = language === 'en' ? files : (await others[language]()).files;
  return Object.fromEntries(Object.entries(found).map(([path, texts]) => [path.slice(path.lastIndexOf('/') + 1).replace('.json', ''), texts]));
}

/** Starts to load a language that will most likely be spoken; whoever starts it waits no longer than needed. */
export function expectLanguage(language: Language): void {
  void textsOf(language);
}

export async function startI18n(language: Language): Promise<void> {
  addFormats(i18next);
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: await textsOf('en'), ...(language !== 'en' && { [language]: await textsOf(language) }) } as never,
    defaultNS: 'app',
    // React escapes already.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}

let wanted: Language | null = null;

export async function setLanguage(language: Language): Promise<void> {
  wanted = language;
  if (!i18next.hasResourceBundle(language, 'app')) for (const [area, texts] of Object.entries(await textsOf(language))) i18next.addResourceBundle(language, area, texts);
  // Another one was chosen while the texts came.
  if (wanted !== language) return;
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
