import type { FlowDocument } from '#shared/flow/document.ts';
import type { RecordRow, SourceRecord } from '#shared/records/story.ts';
import { call } from '#renderer/bridge.ts';
import { recordPath } from './recordPath.ts';

export interface LineSample {
  readonly row: RecordRow;
  /** What the record was on the line; null when retention has removed it. */
  readonly value: SourceRecord | null;
}

/** Samples shown of one line, and stories read at most to find them. */
const mostSamples = 3;
const mostStories = 10;

/** The last records of a run that went along any of these lines, newest first. */
export async function lineSamples(flow: FlowDocument, runId: string, lines: ReadonlySet<string>): Promise<readonly LineSample[]> {
  const newest = await call('records.list', { runId, limit: mostStories, newestFirst: true });
  const found = await along(newest.rows);
  // What a filter dropped may lie far behind the newest records.
  if (found.length > 0) return found;
  return along((await call('records.list', { runId, limit: mostStories, newestFirst: true, outcomes: ['filtered'] })).rows);

  async function along(rows: readonly RecordRow[]): Promise<readonly LineSample[]> {
    const samples: LineSample[] = [];
    for (const { seq } of rows) {
      if (samples.length === mostSamples) break;
      const story = await call('records.story', { runId, seq });
      const path = recordPath(flow, story);
      const line = [...lines].find((id) => path.lines.has(id));
      if (line !== undefined) samples.push({ row: story.row, value: path.lines.get(line) ?? null });
    }
    return samples;
  }
}
