/** The languages of the screen, in the order of the settings; `resources/translations` has a folder for each. */
export const languages = ['en', 'nl', 'pt'] as const;
export type Language = (typeof languages)[number];

/** The language to speak: the first of the tags (`nl`, `pt-BR`, `en_GB`) that Fluxo speaks, else English. */
export function pickLanguage(...tags: readonly (string | undefined)[]): Language {
  for (const tag of tags) {
    const wanted = tag?.toLowerCase().split(/[-_]/)[0];
    const spoken = languages.find((language) => language === wanted);
    if (spoken) return spoken;
  }
  return 'en';
}
