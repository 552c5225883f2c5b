import type { Clock } from '#engine/ports.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { automaticEvery } from '#shared/flow/versions.ts';
import { stableText } from '#shared/records/stableText.ts';
import type { Replaced } from '#storage/files/flows.ts';
import type { Workspace } from '#storage/workspace.ts';

/** What is kept of a flow beside its file whenever that is saved. */
export interface Keeping {
  /** Before `document` is written: a schedule that is switched on counts from now. What was due while it was off was not missed, nobody wanted it. */
  saving(document: FlowDocument): Promise<void>;
  /** After `document` was written over `replaced`: an automatic version now and then, and the live version of a flow that begins to run by itself. */
  saved(document: FlowDocument, replaced: Replaced | null): Promise<void>;
}

export function makeKeeping({ flows, versions, schedules }: Workspace, clock: Clock): Keeping {
  /** What was there before somebody came back to it, or every so often while they are at it. */
  async function keepBefore(replaced: Replaced): Promise<void> {
    const [newest] = await versions.list(replaced.document.id);
    const isRecent = newest !== undefined && clock.now() - newest.at < automaticEvery;
    if (isRecent || replaced.document.nodes.length === 0) return;
    await versions.keep(replaced.document, { at: Math.max(replaced.at, (newest?.at ?? 0) + 1), kind: 'automatic' }, clock.now());
  }

  /** A flow that runs by itself goes on doing what it did when that was switched on, until somebody makes something else live. */
  async function keepLive(document: FlowDocument, replaced: Replaced | null): Promise<void> {
    if (!document.schedule?.enabled) return;
    const wasOn = replaced?.document.schedule?.enabled === true;
    if (wasOn && (await flows.live(document.id)) !== null) return;
    await flows.setLive(wasOn ? replaced.document : document);
  }

  return {
    saving: async ({ id, schedule }) => {
      if (!schedule?.enabled) return;
      const isOn = await flows.get(id).then(({ document }) => document.schedule?.enabled === true, () => false);
      // A run too many at worst, where that cannot be noted: no reason not to save the flow.
      if (!isOn) await schedules.seeTo(id, { until: clock.now(), plan: stableText(schedule.when) }).catch(() => undefined);
    },
    saved: async (document, replaced) => {
      await keepLive(document, replaced);
      // Versions are a help; a disk that does not take one must not keep the flow from being saved.
      if (replaced) await keepBefore(replaced).catch(() => undefined);
    },
  };
}
