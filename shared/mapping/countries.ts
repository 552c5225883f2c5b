/**
 * Country names as tills and shops type them. `Intl.DisplayNames` knows the official names of every
 * country in each language; this list adds what people write besides.
 */
const languages = ['en', 'nl', 'de', 'fr', 'es', 'pt'] as const;
const colloquial: Readonly<Record<string, string>> = {
  holland: 'NL', 'the netherlands': 'NL', ned: 'NL', nld: 'NL', bel: 'BE', belgie: 'BE', deu: 'DE', ger: 'DE', fra: 'FR', esp: 'ES', prt: 'PT', lux: 'LU', aut: 'AT', gbr: 'GB', uk: 'GB', 'great britain': 'GB', england: 'GB', engeland: 'GB', usa: 'US', irl: 'IE', ita: 'IT', dnk: 'DK', swe: 'SE', pol: 'PL', che: 'CH', bgr: 'BG', can: 'CA', cyp: 'CY', cze: 'CZ', est: 'EE', fin: 'FI', grc: 'GR', hrv: 'HR', hun: 'HU', isl: 'IS', lie: 'LI', ltu: 'LT', lva: 'LV', mlt: 'MT', nor: 'NO', rou: 'RO', svk: 'SK', svn: 'SI', tur: 'TR', el: 'GR', brasil: 'BR', 'czech republic': 'CZ', tsjechie: 'CZ',
};

/** Codes Intl names although they are no country. */
const notCountries = new Set(['EU', 'EZ', 'UN', 'ZZ', 'QO', 'XA', 'XB']);

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[.\s]+/g, ' ').trim();

let codes: readonly string[] | undefined;

/** Every country's code. */
function countryCodes(): readonly string[] {
  if (codes) return codes;
  const display = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const found: string[] = [];
  for (let a = 65; a <= 90; a += 1) {
    for (let b = 65; b <= 90; b += 1) {
      const code = String.fromCharCode(a, b);
      // Codes of countries that no longer exist (DD, YU …) are brought to their successor by Intl.Locale.
      if (!notCountries.has(code) && display.of(code) !== undefined && new Intl.Locale(`und-${code}`).region === code) found.push(code);
    }
  }
  return (codes = found);
}

const names = new Map(Object.entries(colloquial));
/** Languages whose names are in `names`; one is added when a text is none of the names so far, since making a list takes longer than a page of orders. */
let known = 0;

function addLanguage(language: string): void {
  const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  for (const code of countryCodes()) {
    const name = display.of(code);
    if (!names.has(code.toLowerCase())) names.set(code.toLowerCase(), code);
    const key = name === undefined ? '' : plain(name);
    if (key !== '' && !names.has(key)) names.set(key, code);
  }
}

/** ISO 3166-1 alpha-2 code of a country name or code, or null for a text that is neither. */
export function countryCodeOf(text: string): string | null {
  const key = plain(text);
  for (let code = names.get(key); ; code = names.get(key)) {
    if (code !== undefined) return code;
    const language = languages[known];
    if (language === undefined) return null;
    known += 1;
    addLanguage(language);
  }
}
