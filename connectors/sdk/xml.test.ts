import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FluxoError } from '#shared/errors.ts';
import { escapeXml, readXml } from './xml.ts';

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof FluxoError) return `${thrown.kind} ${thrown.code}`;
    throw thrown;
  }
  return 'fine';
};
/** XML ends every line with a line feed; only an escaped carriage return survives. */
const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const legal = (text: string) => /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u.test(text);

test('every text that XML can carry comes back letter by letter, every other is refused', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.string(), fc.constantFrom('\r\n', '&amp;', ' ', ']]>', '<!--', '&#38;', '\u0000', '\uFFFE', '\uD800')), (text) => {
      if (legal(text)) expect(readXml(`<a>${escapeXml(text)}</a>`)).toEqual({ name: 'a', text, children: [] });
      else expect(codeOf(() => escapeXml(text))).toBe('data xml.illegal_character');
    }),
    { numRuns: 2000 },
  );
});

test('elements keep their order and lose their prefix; text of any look stays text', () => {
  expect(readXml('<?xml version="1.0"?><n:a xmlns:n="u"><n:b>007</n:b><!-- note --><c x="1"/><n:b>1e5</n:b><d> true </d></n:a>')).toEqual({
    name: 'a',
    text: '',
    children: [
      { name: 'b', text: '007', children: [] },
      { name: 'c', text: '', children: [] },
      { name: 'b', text: '1e5', children: [] },
      { name: 'd', text: ' true ', children: [] },
    ],
  });
});

test('entities and CDATA mean what they say', () => {
  expect(readXml('<a>1 &lt; 2 &amp;amp; &#233;&#x20AC; <![CDATA[<b> &amp; ]]>end</a>').text).toBe('1 < 2 &amp; é€ <b> &amp; end');
});

test('a document cut anywhere is refused, never read in part', () => {
  const whole = '<?xml version="1.0"?><l xmlns="u"><row><n>1</n></row><row><n>2 &amp; 3</n></row></l>';
  for (let length = 0; length < whole.length; length += 1) expect(codeOf(() => readXml(whole.slice(0, length)))).toMatch(/^remote xml/);
  expect(codeOf(() => readXml(whole))).toBe('fine');
});

test.each([
  ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY x "boom">]><a>&x;</a>'],
  ['a processing instruction', '<a><?php echo 1 ?></a>'],
  ['a second declaration', '<?xml version="1.0"?><?xml version="1.0"?><a/>'],
  ['endless nesting', '<a>'.repeat(200) + '</a>'.repeat(200)],
  ['an endless tag', `<a ${'x="1" '.repeat(5000)}/>`],
])('%s is refused before a parser sees it', (_name, text) => {
  expect(codeOf(() => readXml(text))).toBe('remote xml.unsafe');
});

test.each(['<a>&nbsp;</a>', '<a>&x;</a>', '<a>a & b</a>', '<a>&#0;</a>', '<a>&#xD800;</a>', '<a>&#99999999;</a>', '<a></b>', '<a/><b/>', 'text', '', '<a><b></a></b>'])('%s is refused as malformed', (text) => {
  expect(codeOf(() => readXml(text))).toBe('remote xml.malformed');
});

test('hostile element names reach no prototype', () => {
  expect(codeOf(() => readXml('<a><__proto__><x>1</x></__proto__></a>'))).toBe('remote xml.malformed');
  expect(codeOf(() => readXml('<a><constructor>1</constructor></a>'))).toBe('remote xml.malformed');
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});
