import i18next from 'i18next';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeCatalog } from '#host/registry.ts';
import { compareFlows } from '#shared/flow/compare.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { setFlowSetting } from '#shared/flow/levels.ts';
import { sayChange } from './sayChange.ts';

const dir = path.join(import.meta.dirname, '../../resources/translations');
const read = (language: string, area: string) => JSON.parse(readFileSync(path.join(dir, language, `${area}.json`), 'utf8')) as Record<string, unknown>;
const before: FlowDocument = { fluxo: 1, id: 'f', name: 'F', nodes: [], edges: [] };
const owner = 'quickbooks.sales';
const given = setFlowSetting(setFlowSetting(before, owner, 'memo', 'Thank you!'), owner, 'taxTable', [{ country: 'BE', values: { taxCode: '5' } }]);
const after = setFlowSetting(setFlowSetting(given, owner, 'memo', 'See you'), owner, 'taxTable', [{ country: 'BE', values: { taxCode: '5' } }, { country: 'NL', values: { taxCode: '6' } }]);

const english = [
  'Settings of all “Invoices and sales receipts” nodes: Message on the document is now “Thank you!”; before it was left as it comes.',
  'Settings of all “Invoices and sales receipts” nodes: Tax code and revenue account by country is now “5”; before it was left as it comes.',
  'Settings of all “Invoices and sales receipts” nodes: Message on the document changed from “Thank you!” to “See you”.',
  'Settings of all “Invoices and sales receipts” nodes: new row Tax code and revenue account by country, NL: “6”.',
  'Settings of all “Invoices and sales receipts” nodes: Tax code and revenue account by country went back to its default; it was “5”.',
];

test.each(['en', 'pt', 'nl'])('a setting that a flow gives to its nodes is told with its name, whom it is for and what changed, in %s', async (language) => {
  const areas = language === 'en' ? ['versions'] : ['versions', 'settings'];
  const i18n = i18next.createInstance();
  await i18n.init({ lng: language, fallbackLng: false, ns: areas, defaultNS: 'versions', resources: { [language]: Object.fromEntries(areas.map((area) => [area, read(language, area)])) }, interpolation: { escapeValue: false } });
  const say = (from: FlowDocument, to: FlowDocument) => compareFlows(from, to).map((change) => sayChange(change, { before: from, after: to, catalog: makeCatalog(), connections: [], t: i18n.t }));
  const said = [...say(before, given), ...say(given, after), ...say(given, setFlowSetting(given, owner, 'taxTable', undefined))];
  if (language === 'en') expect(said).toEqual(english);
  expect(said).toHaveLength(english.length);
  expect(said.join(' ')).not.toMatch(/quickbooks\.sales|memo\b|taxTable|\{\{/);
});
