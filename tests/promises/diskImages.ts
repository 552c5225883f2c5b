import type { Random } from '#sandbox/shop/random.ts';
import type { DiskStep } from './diskRecord.ts';

/** What the platter may hold after the power went: only what was flushed; all of it; any of the rest; or the last write broken off at a sector. */
export const imageKinds = ['flushed', 'all', 'some', 'torn'] as const;
export type ImageKind = (typeof imageKinds)[number];
/** File name to content; a file that is not there has none. */
export type Image = ReadonlyMap<string, Buffer>;

const sector = 512;

interface FileOnDisk {
  flushed: Buffer | null;
  /** Not flushed yet, in order. */
  pending: Exclude<DiskStep, { readonly do: 'say' | 'sync' }>[];
}

/** The disk under a process, step by step: what surely lasts, and what only may. */
export class Disk {
  readonly #files = new Map<string, FileOnDisk>();

  constructor(before: Image) {
    for (const [name, content] of before) this.#files.set(name, { flushed: content, pending: [] });
  }

  take(step: DiskStep): void {
    if (step.do === 'say') return;
    let file = this.#files.get(step.file);
    if (!file) this.#files.set(step.file, (file = { flushed: null, pending: [] }));
    if (step.do !== 'sync') file.pending.push(step);
    else {
      file.flushed = applied(file.flushed, file.pending);
      file.pending = [];
    }
  }

  image(kind: ImageKind, random: Random): Image {
    const image = new Map<string, Buffer>();
    const newest = [...this.#files.values()].findLast(({ pending }) => pending.at(-1)?.do === 'write');
    for (const [name, file] of this.#files) {
      let steps: FileOnDisk['pending'] = [];
      if (kind === 'all') steps = file.pending;
      else if (kind === 'some') steps = file.pending.filter(() => random.chance(0.5));
      else if (kind === 'torn') steps = file === newest ? [...file.pending.slice(0, -1), torn(file.pending.at(-1)!, random)] : file.pending;
      const content = applied(file.flushed, steps);
      if (content) image.set(name, content);
    }
    return image;
  }
}

function torn(step: FileOnDisk['pending'][number], random: Random): FileOnDisk['pending'][number] {
  if (step.do !== 'write') return step;
  const sectors = Math.max(1, Math.ceil(step.bytes.length / sector));
  return { ...step, bytes: step.bytes.subarray(0, sector * random.int(0, sectors - 1)) };
}

/** A file after these steps. What it was before is never changed in place: images made earlier stand on it. */
function applied(before: Buffer | null, steps: FileOnDisk['pending']): Buffer | null {
  if (steps.length === 0) return before;
  const ends = steps.map((step) => (step.do === 'write' ? step.offset + step.bytes.length : step.do === 'truncate' ? step.size : 0));
  const room = Buffer.alloc(Math.max(before?.length ?? 0, ...ends));
  let size = before?.copy(room) ?? null;
  for (const [at, step] of steps.entries()) {
    if (step.do === 'write') step.bytes.copy(room, step.offset);
    // What comes back behind a cut is empty, not what had been there.
    else room.fill(0, step.do === 'truncate' ? step.size : 0, size ?? 0);
    size = step.do === 'unlink' ? null : step.do === 'truncate' ? step.size : Math.max(size ?? 0, ends[at]!);
  }
  return size === null ? null : room.subarray(0, size);
}
