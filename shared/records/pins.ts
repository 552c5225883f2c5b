import type { SourceRecord } from './story.ts';

/** A record kept to try a node on: as its source gave it at a source node, as it came to the node at any other. Runs never use it. */
export interface Pin {
  readonly flowId: string;
  readonly nodeId: string;
  readonly key: string;
  readonly title: string;
  readonly record: SourceRecord;
}
