import i18next from 'i18next';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { salesKinds } from '#connectors/quickbooks/entities.ts';
import { connectors, makeCatalog } from '#host/registry.ts';
import { sayIssue, sayIssueShort } from '#renderer/canvas/issueText.ts';
import { addFormats } from '#renderer/i18n/formats.ts';
import { speaker } from '#renderer/i18n/useSpoken.ts';
import type { FlowIssue } from '#shared/flow/check.ts';
import { languages } from '#shared/languages.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { readSayings, type Saying } from './support/sayings.ts';

type Texts = { readonly [key: string]: string | Texts };
const root = path.join(import.meta.dirname, '..');
const dir = path.join(root, 'resources', 'translations');
const read = (language: string, area: string): Texts => JSON.parse(readFileSync(path.join(dir, language, `${area}.json`), 'utf8')) as Texts;

function at(texts: Texts, keys: readonly string[]): string | Texts | undefined {
  let place: string | Texts | undefined = texts;
  for (const key of keys) place = typeof place === 'object' ? place[key] : undefined;
  return place;
}

const keysOf = (texts: Texts, before = ''): readonly string[] => Object.entries(texts).flatMap(([key, value]) => (typeof value === 'string' ? [before + key] : keysOf(value, `${before}${key}.`)));
const leaves = (texts: string | Texts | undefined): readonly string[] => (typeof texts === 'string' ? [texts] : Object.values(texts ?? {}).flatMap(leaves));

/** The paths of everything a field shows: label, help, options, columns. */
function textsOf(field: SettingField): readonly (readonly string[])[] {
  return [
    ['label'],
    ...(field.help === undefined ? [] : [['help']]),
    ...(field.type === 'choice' ? field.options.flatMap((option) => [['options', option.value], ...(option.help === undefined ? [] : [['optionHelp', option.value]])]) : []),
    ...(field.type === 'countryTable' ? field.columns.map((column) => ['columns', column.key]) : []),
  ];
}

/** What a failing test asks for: the sentences, in the file where they belong. */
const add = (language: string, area: string) => `write these in resources/translations/${language}/${area}.json`;
const drop = (language: string, area: string) => `take these out of resources/translations/${language}/${area}.json`;
const translated = languages.filter((language) => language !== 'en');

describe.each(translated)('what connectors and templates say, in %s', (language) => {
  const settings = read(language, 'settings');
  const owners = makeCatalog().connectors.flatMap((connector) => [
    { owner: connector.name, fields: connector.connectionFields },
    ...[...connector.streams, ...connector.targets].map(({ id, settings: fields }) => ({ owner: id, fields })),
  ]);

  test.each(owners)('every text of the settings of $owner is there', ({ owner, fields }) => {
    const missing = fields.flatMap((field) => textsOf(field).map((keys) => [...owner.split('.'), field.key, ...keys]).filter((keys) => typeof at(settings, keys) !== 'string'));
    expect(missing.map((keys) => keys.join(' › ')), add(language, 'settings')).toEqual([]);
  });

  const things = makeCatalog().connectors.flatMap((connector) => [...connector.streams, ...connector.targets]);
  test('every stream and target has its name and what it is for', () => {
    const missing = things.flatMap(({ id, help }) => ['label', ...(help === undefined ? [] : ['help'])].map((key) => [...id.split('.'), key])).filter((keys) => typeof at(settings, keys) !== 'string');
    expect(missing.map((keys) => keys.join(' › ')), add(language, 'settings')).toEqual([]);
  });

  test('every template has its name and what it is for, and no other has', () => {
    const templates = globSync(path.join(root, 'resources/templates/*.flow.json')).map((file) => path.basename(file, '.flow.json'));
    const said = at(read(language, 'home'), ['template']) as Texts;
    expect(Object.keys(said).toSorted(), add(language, 'home')).toEqual(templates.toSorted());
    for (const texts of Object.values(said)) expect(Object.keys(texts)).toEqual(['name', 'description']);
  });

  test('every group heading is there', () => {
    const groups = new Set(owners.flatMap(({ fields }) => fields.flatMap((field) => field.group ?? [])));
    expect([...groups].filter((group) => typeof at(settings, ['groups', group]) !== 'string'), add(language, 'settings')).toEqual([]);
  });

  test('no text stands there that no setting has any more', () => {
    const known = new Set([...owners.flatMap(({ owner, fields }) => fields.flatMap((field) => textsOf(field).map((keys) => [...owner.split('.'), field.key, ...keys].join('.')))), ...things.flatMap(({ id }) => [`${id}.label`, `${id}.help`])]);
    expect(keysOf(settings).filter((key) => !key.startsWith('groups.') && !known.has(key)), drop(language, 'settings')).toEqual([]);
  });
});

/** Where anything is said to people by a code. */
const rooms = ['shared', 'engine', 'storage', 'host', 'electron', 'renderer', 'connectors/sdk', 'connectors/mplus', 'connectors/quickbooks', 'connectors/mailchimp', 'connectors/file', 'connectors/http', 'sandbox/index.ts', 'sandbox/server'];
const { made, bare } = readSayings(rooms);
const english = 'In English';
const values = (saying: Saying) => Object.fromEntries([...saying.params].map(([name, [first]]) => [name, first ?? `‹${name}›`]));
const wanted = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name!);

describe('reasons and errors', () => {
  test('everything that can be said by a code is found', () => {
    expect(made.length).toBeGreaterThan(250);
    for (const code of ['mapping.parked', 'flow.no_connection', 'setting.missing', 'quickbooks.customer_created', 'flow.broken_file', 'keychain.locked', 'delivery.unsure']) expect(made.map((saying) => saying.code)).toContain(code);
  });

  test('a code that is handed on keeps its values', () => {
    expect(bare).toEqual([]);
  });

  test('no value has a name that the translator takes for an order of its own', () => {
    const reserved = new Set(['context', 'lng', 'lngs', 'ns', 'defaultValue', 'replace', 'ordinal', 'interpolation', 'returnObjects', 'joinArrays', 'postProcess', 'keySeparator', 'nsSeparator']);
    expect(made.flatMap(({ params, place }) => [...params.keys()].filter((name) => reserved.has(name)).map((name) => `${name} at ${place}`))).toEqual([]);
  });
});

describe.each(translated)('reasons and errors, in %s', (language) => {
  const [reasons, errors, words, issues] = [read(language, 'reasons'), read(language, 'errors'), read(language, 'words'), at(read(language, 'editor'), ['issue']) as Texts];
  const i18n = i18next.createInstance();
  beforeAll(async () => {
    const areas = ['reasons', 'errors', 'words', 'entities', 'settings', 'editor'];
    addFormats(i18n);
    await i18n.init({ lng: language, resources: { [language]: Object.fromEntries(areas.map((area) => [area, read(language, area)])) }, interpolation: { escapeValue: false }, returnNull: false });
  });

  /** The translated sentences of a code, and what they want to be told. */
  const textsFor = (code: string, ...places: readonly Texts[]): readonly string[] => places.flatMap((texts) => leaves(at(texts, code.split('.'))));

  test('every sentence is there, with all it wants to be told at every place that says it', () => {
    const { ofReason, ofError } = speaker(i18n.t, i18n);
    const poor = made.filter((saying) => {
      const params = values(saying);
      const fix = saying.hasFix ? { fix: english } : {};
      const said = [ofReason({ code: saying.code, text: english, params, ...fix }), ...(textsFor(saying.code, errors).length > 0 ? [ofError({ code: saying.code, kind: 'data', what: english, params, ...fix })] : [])];
      return said.some(({ what, fix: advice }) => [what, advice ?? ''].some((text) => text === english || /\{\{|\$t\(|\(\)|undefined/.test(text)));
    });
    const lacking = (saying: Saying) => [...new Set(textsFor(saying.code, reasons, errors).flatMap(wanted).filter((name) => !saying.params.has(name)))];
    expect(poor.map((saying) => `${saying.code} at ${saying.place}: ${textsFor(saying.code, reasons, errors).length === 0 ? 'no text' : `lacks ${lacking(saying).join(', ') || 'a way to put it right'}`}`), `${add(language, 'errors')} (reasons of outcomes: reasons.json)`).toEqual([]);
  });

  test('the sentences about a flow are there on the canvas and in the list of what is missing', () => {
    const poor = made.filter(({ place }) => place.startsWith('shared/flow/')).filter((saying) => {
      const issue: FlowIssue = { severity: 'error', code: saying.code, text: english, fix: english, params: values(saying) };
      const { text, fix } = sayIssue(issue, 'Filtrar', i18n.t);
      return [sayIssueShort(issue, i18n.t), text, fix].some((said) => said === english || /\{\{|\$t\(/.test(said)) || textsFor(saying.code, issues).flatMap(wanted).some((name) => !saying.params.has(name) && name !== 'name' && name !== 'field');
    });
    expect(poor.map(({ code, place }) => `${code} at ${place}`), `${add(language, 'editor')}, under issue`).toEqual([]);
  });

  test('no text stands for a code that does not exist any more', () => {
    const codes = new Set(made.map(({ code }) => code));
    expect(keysOf(reasons).filter((code) => !codes.has(code)), drop(language, 'reasons')).toEqual([]);
    expect(keysOf(errors).map((key) => key.replace(/\.(what|fix)$/, '')).filter((code) => !codes.has(code)), drop(language, 'errors')).toEqual([]);
    expect(keysOf(issues).map((key) => key.replace(/\.(short|text|fix)$/, '')).filter((code) => !codes.has(code)), `${drop(language, 'editor')}, under issue`).toEqual([]);
  });

  test('every word that code puts into a sentence is there', () => {
    const said = made.flatMap((saying) => textsFor(saying.code, reasons, errors).flatMap((text) => [...text.matchAll(/\{\{(\w+), word/g)].flatMap(([, name]) => saying.params.get(name!) ?? [])));
    const labels = globSync(path.join(root, 'connectors/{mplus,quickbooks,mailchimp}/**/*.ts')).flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/(?:choose\(\{[^}]*label: |applyValueSetting\([^)]*, )'([^']+)'/g)].map(([, label]) => label!));
    expect(labels.length).toBeGreaterThan(4);
    const needed = [...said.filter((word) => word !== ''), ...labels, ...connectors.flatMap(({ targets }) => targets.flatMap(({ effects }) => effects.map(({ label }) => label))), ...Object.keys(salesKinds)];
    expect([...new Set(needed)].filter((word) => words[word.replace(/\d+/g, '#')] === undefined), add(language, 'words')).toEqual([]);
  });

  test('no word stands for one that no code says any more', () => {
    const sources = globSync(rooms.map((room) => path.join(root, room.endsWith('.ts') ? room : `${room}/**/*.ts`))).map((file) => readFileSync(file, 'utf8')).join('\n');
    const templates = [...sources.matchAll(/`([^`\n]{8,})`/g)].map(([, text]) => text!.split(/\$\{[^}]*\}/)).filter((parts) => parts.length > 1 && parts.join('').length >= 4);
    const fits = (word: string, parts: readonly string[]) => new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`).test(word);
    const isSaid = (word: string) => sources.includes(`'${word}'`) || (/^[A-Z]\w+$/.test(word) && new RegExp(`\\b${word}\\b`).test(sources)) || templates.some((parts) => fits(word, parts));
    expect(Object.keys(words).filter((word) => !isSaid(word)), drop(language, 'words')).toEqual([]);
  });
});
