/**
 * `npm run coverage`: writes docs/coverage.md, the list of everything a shop can have moved: by which template, shown by which test. From the rows in
 * tests/featureRows/rows.ts, the templates and the connectors; `tests/featureRows/rows.test.ts` fails when it is out of date or names what is not there.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { coveragePage } from '#tests/featureRows/page.ts';

writeFileSync(path.join(import.meta.dirname, '..', 'docs', 'coverage.md'), await coveragePage());
