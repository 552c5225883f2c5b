import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sentRequests, someAnswers, type Finding } from './journal.ts';
import { checkMailChimp } from './mailchimp.ts';
import { checkMplus } from './mplus.ts';
import { checkQuickBooks } from './quickbooks.ts';

/** Where all look-alikes of this test run have written what they were asked; `npm test` sets it. */
const journal = process.env['FLUXO_JOURNAL_DIR'];
/** The services' own files are not ours to hand on; where they lie beside the project they are used. */
const definitions = process.env['FLUXO_DEFINITIONS'] ?? path.join(import.meta.dirname, '../../../shared/apis');
const wsdl = path.join(definitions, 'mplusqapi.wsdl');
const xsd = path.join(definitions, 'quickbooks-xsd');

const whole = journal !== undefined && sentRequests(journal, 'mplus').length > 50;
const words = (findings: readonly Finding[]) => [...new Set(findings.map(({ operation, what }) => `${operation}: ${what}`))];

test.skipIf(!whole || !existsSync(wsdl))(`every envelope sent to a till fits the WSDL${existsSync(wsdl) ? '' : ' (skipped: the WSDL is not beside the project)'}`, async () => {
  const requests = sentRequests(journal!, 'mplus');
  expect(words(await checkMplus(requests, wsdl))).toEqual([]);
  console.log(`${requests.length} different requests to MplusKASSA, ${new Set(requests.map(({ operation }) => operation)).size} operations`);
});

test.skipIf(!whole || !existsSync(wsdl))(`what the look-alike of the till answers fits the WSDL${existsSync(wsdl) ? '' : ' (skipped: the WSDL is not beside the project)'}`, async () => {
  // The quantity that is no number is planted: it is what a broken till would send.
  const answers = someAnswers(journal!, 'mplus').filter(({ body }) => !body.includes('<ns:quantity>2x<'));
  expect(answers.length).toBeGreaterThan(20);
  expect(words(await checkMplus(answers, wsdl))).toEqual([]);
  console.log(`${answers.length} different answers of MplusKASSA's look-alike, ${new Set(answers.map(({ operation }) => operation)).size} operations`);
});

test.skipIf(!whole || !existsSync(xsd))(`every body sent to the books fits Intuit’s XSD${existsSync(xsd) ? '' : ' (skipped: the XSD is not beside the project)'}`, () => {
  const requests = sentRequests(journal!, 'quickbooks');
  expect(words(checkQuickBooks(requests, xsd))).toEqual([]);
  console.log(`${requests.length} different requests to QuickBooks, ${new Set(requests.map(({ operation }) => operation)).size} operations`);
});

test.skipIf(!whole)('every body sent to the mailing list has the fields its reference describes', () => {
  const requests = sentRequests(journal!, 'mailchimp');
  expect(words(checkMailChimp(requests))).toEqual([]);
  console.log(`${requests.length} different requests to MailChimp, ${new Set(requests.map(({ operation }) => operation)).size} operations`);
});
