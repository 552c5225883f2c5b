import type { RecordQuery } from './records.ts';

/** The names under which answers are cached; invalidating a shorter key reaches all that begin with it. */
export const keys = {
  appInfo: ['app'] as const,
  preferences: ['preferences'] as const,
  catalog: ['catalog'] as const,
  templates: ['templates'] as const,
  flows: ['flows'] as const,
  flow: (flowId: string) => ['flow', flowId] as const,
  connections: ['connections'] as const,
  authorisation: ['authorisation'] as const,
  /** The last error of the secret store; not read, only noted. */
  secretsError: ['secrets'] as const,
  lists: ['lists'] as const,
  list: (connectionId: string, list: string) => ['lists', connectionId, list] as const,
  samples: (connectionId: string, stream: string) => ['samples', connectionId, stream] as const,
  runs: ['runs'] as const,
  runList: (flowId: string | null, limit: number) => ['runs', 'list', flowId, limit] as const,
  run: (runId: string) => ['runs', 'one', runId] as const,
  totals: (runId: string, status: string) => ['runs', 'totals', runId, status] as const,
  records: ['records'] as const,
  recordsOf: (runId: string) => ['records', runId] as const,
  recordPage: (runId: string, page: number) => ['records', runId, 'page', page] as const,
  recordMatches: (runId: string, query: RecordQuery) => ['records', runId, 'matches', query] as const,
  flowRecords: (flowId: string, query: RecordQuery) => ['records', 'flow', flowId, query] as const,
  stories: ['stories'] as const,
  story: (runId: string, seq: number) => ['stories', runId, seq] as const,
  problems: ['problems'] as const,
  problemList: (flowId: string | null, state: 'open' | 'solved') => ['problems', flowId, state] as const,
  questions: (flowId: string | null) => ['problems', 'questions', flowId] as const,
  watch: ['watch'] as const,
  demo: ['demo'] as const,
};
