import type { RecordRow } from '#shared/records/story.ts';
import { absoluteTime } from '../text/timeText.ts';
import { isFieldColumn, pathOf, type ColumnId } from './columns.ts';
import type { RowWords } from './useRowWords.ts';

/** What a hover over a cell says: all of a text that may be cut off, or more than the cell has room for. */
export function titleOf(row: RecordRow, column: ColumnId, words: RowWords, valueOf: (row: RecordRow, path: string) => string | null | undefined): string | undefined {
  if (isFieldColumn(column)) return valueOf(row, pathOf(column)) ?? undefined;
  switch (column) {
    case 'time':
      return absoluteTime(row.at, words.locale);
    case 'code':
      return row.reason?.code;
    case 'key':
      return row.key;
    case 'subtitle':
      return row.subtitle;
    case 'reason':
      return [words.whyOf(row), words.fixOf(row)].filter(Boolean).join('\n') || undefined;
    case 'target':
      return row.target && words.targetText(row.target);
    default:
      return undefined;
  }
}
