/** How cards name a country: the till keeps free text, and a Dutch shop writes Dutch. */
export type CountryLanguage = 'nl' | 'en' | 'de' | 'fr' | 'pt' | 'code';

const names = new Map<CountryLanguage, Intl.DisplayNames>();

/** The name of a country (ISO 3166-1 alpha-2) in that language, or the code itself; text that is no code stays as it is. */
export function countryText(country: string, language: CountryLanguage): string {
  const code = country.trim().toUpperCase();
  if (language === 'code' || !/^[A-Z]{2}$/.test(code)) return country.trim();
  let display = names.get(language);
  if (!display) names.set(language, (display = new Intl.DisplayNames([language], { type: 'region', fallback: 'code' })));
  return display.of(code) ?? code;
}
