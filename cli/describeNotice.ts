import type { Notice } from '#shared/ipc/contract.ts';
import { localTime } from './table.ts';

/** What somebody who is not looking has to know, in one line: names and counts, nothing of a record. */
export function describeNotice(notice: Notice): string {
  switch (notice.kind) {
    case 'runFailed':
      return `${notice.flowName}: the run failed.`;
    case 'newProblems':
      return `${notice.flowName}: ${notice.count === 1 ? 'one record needs' : `${notice.count} records need`} a decision (\`fluxo problems ${notice.flowId}\`).`;
    case 'notRun':
      return `${notice.flowName}: has not run through since ${localTime(notice.since)}; expected every ${Math.round(notice.within / 3_600_000)} hours.`;
    case 'nothingRead':
      return `${notice.flowName}: has read nothing new since ${localTime(notice.since)}; expected every ${Math.round(notice.within / 86_400_000)} days.`;
    case 'needsOwner':
      return `${notice.connectionName}: the service no longer lets Fluxo in; sign in again (\`fluxo connections authorise ${notice.connectionId}\`).`;
  }
}
