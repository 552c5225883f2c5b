import { start } from './001-start.ts';
import { ledgerByTarget } from './002-ledger-by-target.ts';
import { schedules } from './003-schedules.ts';
import { batches } from './005-batches.ts';
import { again } from './006-again.ts';
import { watching } from './007-watching.ts';
import { plans } from './008-plans.ts';
import { search } from './010-search.ts';
import type { Migration } from './migration.ts';

/** In order of version. */
export const migrations: readonly Migration[] = [start, ledgerByTarget, schedules, batches, again, watching, plans, search];
