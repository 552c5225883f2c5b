import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteWriter } from './byteWriter.ts';
import { linesBehind, pickLines, placesOfLines } from './lines.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const line = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => JSON.stringify(text));

test('what was written comes out in order, in memory of its own', () => {
  const writer = new ByteWriter();
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array(), fc.nat(255))), (pieces) => {
      writer.text('left behind');
      writer.begin();
      for (const piece of pieces) {
        if (typeof piece === 'string') writer.text(piece);
        else if (typeof piece === 'number') writer.byte(piece);
        else writer.bytes(piece);
      }
      const expected = Buffer.concat(pieces.map((piece) => (typeof piece === 'number' ? Buffer.of(piece) : Buffer.from(piece as string))));
      expect(writer.length).toBe(expected.length);
      expect(Buffer.from(writer.view()).equals(expected)).toBe(true);
      const taken = writer.take();
      expect(Buffer.from(taken).equals(expected)).toBe(true);
      expect(taken.buffer.byteLength).toBe(expected.length);
      expect(writer.length).toBe(0);
    }),
  );
});

test('a text larger than all before it finds room', () => {
  const writer = new ByteWriter();
  writer.text('“');
  writer.text('é'.repeat(9_000_000));
  writer.byte(33);
  expect(decode(writer.take())).toBe(`“${'é'.repeat(9_000_000)}!`);
  writer.text('again');
  expect(decode(writer.take())).toBe('again');
});

test('lines are found, left out and picked as their texts would be', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), fc.nat(), (texts, seed) => {
      const lines = encode(texts.join('\n'));
      const places = placesOfLines(lines);
      expect(texts.map((_, index) => decode(lines.subarray(places[index * 2], places[index * 2 + 1])))).toEqual(texts);
      const count = seed % (texts.length + 1);
      expect(decode(linesBehind(lines, count))).toBe(texts.slice(count).join('\n'));
      const indexes = texts.map((_, index) => index).filter((index) => (seed >> index) % 2 === 0);
      expect(decode(pickLines(lines, indexes))).toBe(indexes.map((index) => texts[index]).join('\n'));
    }),
  );
});
