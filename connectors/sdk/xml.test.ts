import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
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

/** Another reader of the same documents, for comparison: element, text, children. */
function readByPeer(text: string): unknown {
  const nodes = new XMLParser({ preserveOrder: true, removeNSPrefix: true, parseTagValue: false, trimValues: false, ignoreDeclaration: true, cdataPropName: '#cdata' }).parse(text) as Record<string, any>[];
  const textOf = (inner: Record<string, any>): string => String(inner['#text'] ?? '') || (inner['#cdata'] ?? []).map(textOf).join('');
  const read = (node: Record<string, any>): unknown => {
    const name = Object.keys(node).find((key) => key !== ':@')!;
    const parts: Record<string, any>[] = node[name];
    const isText = (part: Record<string, any>) => '#text' in part || '#cdata' in part;
    return { name, text: parts.filter(isText).map(textOf).join(''), children: parts.filter((part) => !isText(part)).map(read) };
  };
  return nodes.filter((node) => !('#text' in node)).map(read)[0];
}

const names = fc.constantFrom('a', 'n:b', 'orderId', 'ns-1:Körper', '_x.y');
const gap = fc.constantFrom('', ' ', '\n  ', '\r\n');
const piece = fc.oneof(
  fc.constantFrom('', 'x', ' true ', '007', '1 &lt; 2', '&amp;amp;', 'é€', '<!-- a > b -->', '<!---->', '<![CDATA[<b> & ]]>', '<![CDATA[]]>', 'a > b', '\r\nnext'),
  fc.string({ maxLength: 8 }).map((text) => escapeXml(text.replace(/[^\t\n\r\u{20}-\u{7E}]/gu, ''))),
);
const attributes = fc.constantFrom('', ' x="1"', " y = '>' z=\"<\"".replace('<', '&lt;'), '\n xmlns:n="urn:x"', ' ');
const element = fc.letrec<{ element: string }>((tie) => ({
  element: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(names, attributes).map(([name, extra]) => `<${name}${extra}/>`),
    fc.tuple(names, attributes, gap, fc.array(fc.oneof(piece, tie('element')), { maxLength: 5 })).map(([name, extra, blank, content]) => `<${name}${extra}>${content.join('')}</${name}${blank}>`),
  ),
})).element;
const document = fc.tuple(fc.constantFrom('', '<?xml version="1.0" encoding="UTF-8"?>\n'), gap, element, gap).map((parts) => parts.join(''));

test('a document says the same to another parser', () => {
  fc.assert(
    fc.property(document, (text) => {
      expect(readXml(text)).toEqual(readByPeer(text));
    }),
    { numRuns: 1000 },
  );
});

test('a document in which anything was cut out, doubled or put in is read only if another validator finds it well-formed', () => {
  const change = fc.tuple(fc.nat(), fc.nat({ max: 6 }), fc.constantFrom('', '<', '>', '/', '"', '&', '</a>', '<a>', '<a/>', ' ', ']]>', '<!--', '-->', 'x="1"', '='));
  fc.assert(
    fc.property(document, fc.array(change, { minLength: 1, maxLength: 3 }), (text, changes) => {
      const broken = changes.reduce((now, [place, length, put]) => now.slice(0, place % (now.length + 1)) + put + now.slice((place % (now.length + 1)) + length), text);
      if (codeOf(() => readXml(broken)) !== 'fine') return;
      // Blanks before the declaration are let through: services have sent them.
      expect(XMLValidator.validate(broken.replace(/^\s*<\?xml\s[^>]{0,200}\?>/, '')), broken).toBe(true);
    }),
    { numRuns: 5000 },
  );
});
