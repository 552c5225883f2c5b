import { expect, test } from 'vitest';
import { pressed, type Pressed } from './shortcut.ts';

const keys = (key: string, held: Partial<Pressed> = {}): Pressed => ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

test('⌘Z and Ctrl+Z undo, with shift they do not', () => {
  expect(pressed(keys('z', { metaKey: true }), 'mod+z')).toBe(true);
  expect(pressed(keys('z', { ctrlKey: true }), 'mod+z')).toBe(true);
  expect(pressed(keys('Z', { metaKey: true, shiftKey: true }), 'mod+z')).toBe(false);
  expect(pressed(keys('Z', { metaKey: true, shiftKey: true }), 'mod+shift+z')).toBe(true);
  expect(pressed(keys('z'), 'mod+z')).toBe(false);
});

test('delete and backspace both delete', () => {
  expect(pressed(keys('Delete'), 'delete')).toBe(true);
  expect(pressed(keys('Backspace'), 'delete')).toBe(true);
  expect(pressed(keys('Backspace', { metaKey: true }), 'delete')).toBe(false);
});

test('? and + work whether or not the keyboard needs shift for them', () => {
  expect(pressed(keys('?', { shiftKey: true }), '?')).toBe(true);
  expect(pressed(keys('?'), '?')).toBe(true);
  expect(pressed(keys('+', { metaKey: true, shiftKey: true }), 'mod++')).toBe(true);
  expect(pressed(keys('=', { ctrlKey: true }), 'mod++')).toBe(true);
});

test('arrow keys with shift are another shortcut than without', () => {
  expect(pressed(keys('ArrowUp'), 'up')).toBe(true);
  expect(pressed(keys('ArrowUp', { shiftKey: true }), 'up')).toBe(false);
  expect(pressed(keys('ArrowUp', { shiftKey: true }), 'shift+up')).toBe(true);
});
