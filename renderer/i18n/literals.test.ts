import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';

type Node = { readonly type: string; readonly start: number } & { readonly [key: string]: unknown };
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;
const renderer = path.join(import.meta.dirname, '..');

/** Properties whose value somebody reads or hears, of elements and of our own components. */
const spoken = new Set(['title', 'alt', 'placeholder', 'label', 'aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'aria-placeholder', 'help', 'hint', 'text', 'what', 'fix', 'description', 'detail', 'summary', 'emptyText', 'confirm']);
/** Calls whose first argument is shown. */
const telling = new Set(['toast']);
/** Names are the same in every language. */
const names = /\b(?:Fluxo|QuickBooks|MplusKASSA|MailChimp|JSON|CSV|NDJSON|curl|English|Nederlands|Português)\b/gu;
/** Formulas and addresses shown as examples are no language. */
const isCode = (text: string) => /\$\w+\(|\w\.\w+ [&+]|^\S+@\S+$|^https?:/.test(text.trim());
const hasWord = (text: string) => !isCode(text) && /\p{L}{2,}/u.test(text.replaceAll(names, ''));

/** The texts an expression can become, as far as its own source says: both sides of a choice, the fixed parts of a template. */
function texts(node: unknown): readonly string[] {
  if (!isNode(node)) return [];
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? [node['value']] : [];
    case 'JSXText':
      return [String(node['value'])];
    case 'TemplateLiteral':
      return (node['quasis'] as readonly { readonly value: { readonly cooked: string } }[]).map(({ value }) => value.cooked);
    case 'JSXExpressionContainer':
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
      return texts(node['expression']);
    case 'ConditionalExpression':
      return [...texts(node['consequent']), ...texts(node['alternate'])];
    case 'LogicalExpression':
    case 'BinaryExpression':
      return node['operator'] === '&&' ? texts(node['right']) : ['||', '??', '+'].includes(String(node['operator'])) ? [...texts(node['left']), ...texts(node['right'])] : [];
    default:
      return [];
  }
}

/** Every text of a source that people would get to read without a translator having seen it. */
function literalsOf(file: string, source: string): readonly string[] {
  const found: string[] = [];
  const note = (node: Node, said: readonly string[]) => {
    for (const text of said.filter(hasWord)) found.push(`${file}:${source.slice(0, node.start).split('\n').length} ${text.trim()}`);
  };
  const walk = (node: Node): void => {
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') for (const child of node['children'] as readonly Node[]) note(child, texts(child));
    if (node.type === 'JSXAttribute' && isNode(node['name']) && spoken.has(String(node['name']['name']))) note(node, texts(node['value']));
    if (node.type === 'CallExpression' && isNode(node['callee']) && telling.has(String(node['callee']['name']))) note(node, texts((node['arguments'] as readonly unknown[])[0]));
    for (const value of Object.values(node)) for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child);
  };
  walk(parseSync(file, source).program as unknown as Node);
  return found;
}

test('nothing on the screen is written in the source: every text has a key in resources/translations', () => {
  const files = globSync('**/*.tsx', { cwd: renderer }).filter((file) => !file.startsWith('testing/') && !file.includes('.test.'));
  expect(files.length).toBeGreaterThan(80);
  expect(files.flatMap((file) => literalsOf(file, readFileSync(path.join(renderer, file), 'utf8'))), 'give it a key in resources/translations, in every language, and say it with t()').toEqual([]);
});

test.each([
  ['a text between tags', '<p>Saved</p>', 'Saved'],
  ['a text beside a value', '<p>{count} records</p>', 'records'],
  ['a text in braces', "<p>{'Saved'}</p>", 'Saved'],
  ['a choice of texts', "<p>{ok ? 'Works' : t('no')}</p>", 'Works'],
  ['a text behind a condition', "<p>{ok && 'Works'}</p>", 'Works'],
  ['a template', '<p>{`${count} records`}</p>', 'records'],
  ['a hint', '<b title="More about it" />', 'More about it'],
  ['a name that is only heard', '<b aria-label="Close" />', 'Close'],
  ['a name made of pieces', "<b aria-label={'Remove ' + name} />", 'Remove'],
  ['what a field asks', '<input placeholder={name || "Search"} />', 'Search'],
  ['the label of a component', '<Field label="Name" />', 'Name'],
  ['a message that comes up', "const a = toast('Saved');", 'Saved'],
])('finds %s', (_case, source, text) => {
  expect(literalsOf('control.tsx', `export const a = () => <>{b}</>;\n${source.startsWith('<') ? `export const c = ${source};` : source}`)).toEqual([`control.tsx:2 ${text}`]);
});

test('takes classes, keys, signs and names for what they are', () => {
  const source = `export const a = <b className="text-muted" data-field="name" key={'x'} type="button" title={t('close')}>Fluxo · {'⌘'} {count} % {t('some.key')}</b>;`;
  expect(literalsOf('control.tsx', source)).toEqual([]);
});
