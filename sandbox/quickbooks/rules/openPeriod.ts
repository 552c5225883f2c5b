import { preferenceGroup } from '../company.ts';
import type { Company } from '../company.ts';
import { faultLine, refuse } from '../faults.ts';
import { textAt } from '../json.ts';

/** Answers 6210 for a date on or before the day the books were closed. */
export function demandOpenPeriod(company: Company, date: string | undefined): void {
  const closed = textAt(preferenceGroup(company, 'AccountingInfoPrefs'), 'BookCloseDate');
  if (closed !== undefined && date !== undefined && date <= closed) refuse(faultLine.periodClosed());
}
