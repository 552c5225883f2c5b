import type { Clock } from '#engine/ports.ts';
import { heartbeatOf, lateness, type Late } from '#shared/flow/heartbeat.ts';
import { nextDue } from '#shared/flow/schedule.ts';
import type { WatchState } from '#shared/ipc/contract.ts';
import { stableText } from '#shared/records/stableText.ts';
import type { FlowFileItem } from '#storage/files/flows.ts';
import type { Workspace } from '#storage/workspace.ts';
import { isDue } from './isDue.ts';

export interface Watch {
  /** Looks whether flows did in time what is expected of them; for the process that starts flows when they are due. At most once a minute. */
  lookIfDue(): Promise<void>;
  /** The flows that did not, now. */
  late(): Promise<ReadonlyMap<string, Late>>;
  state(): Promise<WatchState>;
}

interface Parts {
  readonly workspace: Workspace;
  readonly clock: Clock;
  readonly changed: (flowId: string) => void;
  /** A flow turned out late; told once until it is heard of again. */
  readonly missed: (flowId: string, flowName: string, late: Late) => void;
}

const everyMs = 60_000;
/** A pause of this length in looking after the schedule is one in which nobody did. */
const pauseMs = 5 * 60_000;
/** So long what was due meanwhile has time to be made up for before anybody is told that it did not run. */
const graceMs = 15 * 60_000;

export function makeWatch({ workspace, clock, changed, missed }: Parts): Watch {
  const { heartbeats, leases, flows } = workspace;
  let looked = -Infinity;
  let known: ReadonlyMap<string, Late> = new Map();
  let off: WatchState['off'];
  let quietUntil = -Infinity;

  async function lateAmong(files: readonly FlowFileItem[]): Promise<ReadonlyMap<string, Late>> {
    const now = clock.now();
    const found = new Map<string, Late>();
    for (const { id, broken, schedule, policy } of files) {
      const beat = heartbeatOf({ ...(schedule && { schedule }), ...(policy && { policy }) }, now);
      if (broken || (beat.runWithin === null && beat.readWithin === null)) continue;
      const rule = stableText([schedule?.enabled ? schedule.when : null, policy?.runWithinHours ?? null, policy?.readWithinDays ?? null]);
      const [expectedSince, signs] = await Promise.all([heartbeats.expectedSince(id, rule, now), heartbeats.signsOf(id)]);
      const late = lateness(beat, { expectedSince, ...signs }, now);
      if (late) found.set(id, late);
    }
    return found;
  }

  /** The first look of a process knows for how long nobody looked. */
  async function noteOff(files: readonly FlowFileItem[]): Promise<void> {
    const until = await heartbeats.watchedUntil();
    const now = clock.now();
    if (until === null || now - until < pauseMs) return;
    const due = files.filter(({ schedule }) => schedule?.enabled && (nextDue(schedule, until) ?? Infinity) < now);
    if (due.length === 0) return;
    off = { from: until, until: now, flows: due.length };
    quietUntil = now + graceMs;
  }

  return {
    async lookIfDue() {
      const now = clock.now();
      if (!isDue(looked, everyMs, now)) return;
      const files = await flows.list();
      // Also after a sleep of the machine: then the process itself was not there.
      if (now - looked > pauseMs) await noteOff(files);
      looked = now;
      await heartbeats.noteWatched(now);
      quietUntil = Math.min(quietUntil, now + graceMs);
      if (now < quietUntil) return;
      const late = await lateAmong(files);
      for (const [flowId, one] of late) if (known.get(flowId)?.kind !== one.kind) missed(flowId, files.find(({ id }) => id === flowId)?.name ?? flowId, one);
      for (const flowId of new Set([...late.keys(), ...known.keys()])) if (known.get(flowId)?.kind !== late.get(flowId)?.kind) changed(flowId);
      known = late;
    },
    late: async () => lateAmong(await flows.list()),
    state: async () => {
      const scheduled = (await flows.list()).filter(({ schedule }) => schedule?.enabled).length;
      const [holder, watchedUntil] = await Promise.all([leases.holder('scheduler'), heartbeats.watchedUntil()]);
      return { scheduled, isWatched: holder !== null, ...(watchedUntil !== null && { watchedUntil }), ...(off && { off }) };
    },
  };
}
