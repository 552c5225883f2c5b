import { expect, test } from 'vitest';
import { canvasKeys, shortcuts } from './shortcuts.ts';

test('no two commands have the same key', () => {
  const all = [...Object.values(shortcuts), ...Object.values(canvasKeys).flat()];
  expect(all.filter((keys, index) => all.indexOf(keys) !== index)).toEqual([]);
});

test('keys without ⌘ or Ctrl are those of the drawing, where nothing is typed', () => {
  const plain = Object.entries(shortcuts).filter(([, keys]) => !keys.startsWith('mod'));
  expect(plain.map(([command]) => command)).toEqual(['delete', 'disable', 'layout', 'note', 'rename', 'connect', 'toolSelect', 'toolLasso', 'toolHand', 'shortcuts']);
});
