import { expect, test } from 'vitest';
import { countryCodeOf } from './countries.ts';

test('the three letters tills and services write are known for every country of the European Economic Area', () => {
  const pairs = 'AUT AT, BEL BE, BGR BG, CYP CY, CZE CZ, DEU DE, DNK DK, ESP ES, EST EE, FIN FI, FRA FR, GRC GR, HRV HR, HUN HU, IRL IE, ISL IS, ITA IT, LIE LI, LTU LT, LUX LU, LVA LV, MLT MT, NLD NL, NOR NO, POL PL, PRT PT, ROU RO, SVK SK, SVN SI, SWE SE, GBR GB, CHE CH, USA US';
  for (const pair of pairs.split(', ')) {
    const [three = '', two] = pair.split(' ');
    expect(countryCodeOf(three), three).toBe(two);
  }
});

test('names in six languages, codes and everyday names are known, anything else is not guessed', () => {
  for (const [text, code] of [['Nederland', 'NL'], ['Países Baixos', 'NL'], ['Germany', 'DE'], ['Allemagne', 'DE'], ['belgië', 'BE'], [' nl ', 'NL'], ['Holland', 'NL']] as const) expect(countryCodeOf(text), text).toBe(code);
  for (const text of ['Narnia', '', 'NLX', 'EU']) expect(countryCodeOf(text), text).toBeNull();
});
