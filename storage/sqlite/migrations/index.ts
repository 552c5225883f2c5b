import { start } from './001-start.ts';
import { ledgerByTarget } from './002-ledger-by-target.ts';
import { schedules } from './003-schedules.ts';
import { batches } from './004-batches.ts';
import { again } from './005-again.ts';
import { watching } from './006-watching.ts';
import { plans } from './007-plans.ts';
import { search } from './008-search.ts';
import { inspecting } from './009-inspecting.ts';
import { takenPages } from './010-taken-pages.ts';
import { narrowLedger } from './011-narrow-ledger.ts';
import { leanRecords } from './012-lean-records.ts';
import { recordTerms } from './013-record-terms.ts';
import { runVersion } from './014-run-version.ts';
import { compactRecords } from './015-compact-records.ts';
import { leanWords } from './016-lean-words.ts';
import type { Migration } from './migration.ts';

/** Numbered without a gap: a number that came in later, below what a database has already, would be passed over. */
export const migrations: readonly Migration[] = [start, ledgerByTarget, schedules, batches, again, watching, plans, search, inspecting, takenPages, narrowLedger, leanRecords, recordTerms, runVersion, compactRecords, leanWords];
