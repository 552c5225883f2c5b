import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { prettyBody, prettyText } from './prettyBody.ts';

const pretty = (body: string) => prettyText(prettyBody(body));

test('JSON is laid out one field a line and every number keeps its digits', () => {
  expect(pretty('{"TotalAmt":29.040,"Id":"145","Line":[],"Big":12345678901234567890,"a":{"b":[1,null]}}')).toBe(
    ['{', '  "TotalAmt": 29.040,', '  "Id": "145",', '  "Line": [],', '  "Big": 12345678901234567890,', '  "a": {', '    "b": [', '      1,', '      null', '    ]', '  }', '}'].join('\n'),
  );
});

test('XML is laid out one element a line and an element with only text stays together', () => {
  expect(pretty('<?xml version="1.0"?><a:Env xmlns:a="urn:x"><a:Body><order><id>12</id><note/><empty></empty></order></a:Body></a:Env>')).toBe(
    ['<?xml version="1.0"?>', '<a:Env xmlns:a="urn:x">', '  <a:Body>', '    <order>', '      <id>12</id>', '      <note/>', '      <empty></empty>', '    </order>', '  </a:Body>', '</a:Env>'].join('\n'),
  );
});

test('a form body is shown as names and readable values, other text as it came', () => {
  expect(pretty('grant_type=refresh_token&scope=com.intuit%20accounting')).toBe('grant_type = refresh_token\nscope = com.intuit accounting');
  expect(prettyBody('Bad gateway\nretry later')).toMatchObject({ language: 'text', lines: [{ depth: 0 }, { depth: 0 }] });
  expect(prettyBody('')).toEqual({ language: 'text', lines: [] });
});

test('a body that was cut off is shown as far as it goes', () => {
  expect(pretty('{"a":{"b":"half of a str')).toBe('{\n  "a": {\n    "b": "half of a str');
  expect(pretty('<a><b>text</b><c')).toBe('<a>\n  <b>text</b>\n  <c');
});

test('laying out never changes what a JSON body says', () => {
  fc.assert(
    fc.property(fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())), (value) => {
      expect(JSON.parse(pretty(JSON.stringify(value)))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('laying out XML keeps every mark and every text in order', () => {
  const element: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.tuple(fc.constantFrom('a', 'ns:b'), fc.stringMatching(/^[a-z0-9 .,]{0,12}$/)).map(([name, text]) => `<${name} k="v">${text}</${name}>`),
      fc.tuple(fc.constantFrom('a', 'c'), fc.array(tie('node'), { maxLength: 3 })).map(([name, inner]) => `<${name}>${inner.join('')}</${name}>`),
      fc.constant('<e/>'),
    ),
  })).node;
  const squeeze = (text: string) => text.replace(/\s+/g, '');
  fc.assert(
    fc.property(element, (xml) => {
      expect(squeeze(pretty(xml))).toBe(squeeze(xml));
    }),
  );
});
