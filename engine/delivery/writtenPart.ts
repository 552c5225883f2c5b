import type { BatchPart } from '#engine/ports.ts';

const decoder = new TextDecoder();

/**
 * A part of which only the bytes are kept, outside of the collector's reach: a text would be copied again and again as long as the answer is awaited. It is
 * made anew for the few who ask for it.
 */
export class WrittenPart implements BatchPart {
  readonly lineage: number;
  readonly sourceKey: string;
  readonly ledger: BatchPart['ledger'];
  readonly name: string;
  readonly bytes: Uint8Array;

  constructor(lineage: number, sourceKey: string, ledger: BatchPart['ledger'], name: string, bytes: Uint8Array) {
    this.lineage = lineage;
    this.sourceKey = sourceKey;
    this.ledger = ledger;
    this.name = name;
    this.bytes = bytes;
  }

  get text(): string {
    return decoder.decode(this.bytes);
  }
}
