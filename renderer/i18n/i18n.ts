import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '#shared/languages.ts';
import { addFormats } from './formats.ts';

/**
 * Texts live in `resources/translations/<language>/<area>.json`; the area is the namespace of `useTranslation('<area>')`.
 * A new file is found by itself. English is complete; what another language lacks falls back to it.
 */
const files = import.meta.glob<Record<string, unknown>>('../../resources/translations/*/*.json', { eager: true, import: 'default' });

function resources() {
  const all: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const [path, texts] of Object.entries(files)) {
    const [language = '', file = ''] = path.split('/').slice(-2);
    (all[language] ??= {})[file.replace('.json', '')] = texts;
  }
  return all;
}

export async function startI18n(language: Language): Promise<void> {
  addFormats(i18next);
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: resources() as never,
    defaultNS: 'app',
    // React escapes already.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}

export async function setLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
