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

let names: Map<string, string> | undefined;

function knownNames(): Map<string, string> {
  if (names) return names;
  names = new Map(Object.entries(colloquial));
  for (const language of languages) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (let a = 65; a <= 90; a += 1) {
      for (let b = 65; b <= 90; b += 1) {
        const code = String.fromCharCode(a, b);
        // Codes of countries that no longer exist (DD, YU …) are brought to their successor by Intl.Locale.
        const current = new Intl.Locale(`und-${code}`).region === code;
        const name = current ? display.of(code) : undefined;
        if (!name || notCountries.has(code)) continue;
        if (!names.has(code.toLowerCase())) names.set(code.toLowerCase(), code);
        const key = plain(name);
        if (!names.has(key)) names.set(key, code);
      }
    }
  }
  return names;
}

/** ISO 3166-1 alpha-2 code of a country name or code, or null for a text that is neither. */
export function countryCodeOf(text: string): string | null {
  return knownNames().get(plain(text)) ?? null;
}
