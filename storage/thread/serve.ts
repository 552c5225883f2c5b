import path from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { openRoom } from '#storage/room.ts';
import { makeRunStore } from '#storage/runs/runStore.ts';
import { openForLooking } from '#storage/sqlite/database.ts';
import { storageError } from '#storage/sqlite/errors.ts';
import { asFluxoError } from '#shared/errors.ts';
import { makeLeaseDesk } from './leaseDesk.ts';
import { letGo } from './givenAway.ts';
import type { Answer, FromThread, Part, ThreadStart, ToThread } from './messages.ts';

type Methods = Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>;
interface Served {
  readonly parts: Readonly<Record<Part, object>>;
  close(): Promise<void>;
}

/** The inside of a storage thread: opens the database and does what the messages ask for, in their order. */
export async function serve(port: MessagePort, start: ThreadStart): Promise<void> {
  const post = (message: FromThread) => port.postMessage(message);
  let answers: Answer[] = [];
  const send = () => {
    const together = answers;
    answers = [];
    if (together.length === 0) return;
    try {
      post({ is: 'answers', answers: together });
    } catch {
      together.forEach(sendAlone);
    }
  };
  const sendAlone = (one: Answer) => {
    try {
      post({ is: 'answers', answers: [one] });
    } catch (thrown) {
      post({ is: 'answers', answers: [[one[0], undefined, asFluxoError(thrown).data, String(thrown)]] });
    }
  };
  /** What a commit answers goes back together: next ticks come after all promises of a turn. */
  const tell = (one: Answer) => {
    if (answers.push(one) === 1) process.nextTick(send);
  };

  // The caller's clock, as it was when the call was made.
  let at = 0;
  const now = () => at;

  const lost = (lease: number) => {
    // Not before the answer that hands it out.
    send();
    post({ is: 'lost', lease });
  };

  let served: Served;
  try {
    served = start.role === 'writes' ? await writing(start, now, lost) : looking(start.file, now);
  } catch (thrown) {
    post({ is: 'failed', error: asFluxoError(storageError(thrown, path.basename(start.file))).data });
    port.close();
    return;
  }

  const { parts } = served;

  port.on('message', (message: ToThread) => {
    if (message.is === 'close') {
      void served.close().catch(() => undefined).finally(() => {
        send();
        post({ is: 'closed' });
        port.close();
      });
      return;
    }
    for (const [id, part, method, args, askedAt] of message.calls) {
      at = askedAt;
      answer(parts[part] as Methods, method, args).then(
        (value) => tell([id, value]),
        (thrown: unknown) => tell([id, undefined, asFluxoError(storageError(thrown, path.basename(start.file))).data, thrown instanceof Error ? (thrown.stack ?? '') : '']),
      ).then(() => letGo(args));
    }
  });
  post({ is: 'ready', methods: { store: Object.keys(parts.store), leases: Object.keys(parts.leases), schedules: Object.keys(parts.schedules), heartbeats: Object.keys(parts.heartbeats), privacy: Object.keys(parts.privacy) } });
}

/** Async so that a method that throws at once is refused like any other. */
const answer = async (part: Methods, method: string, args: readonly unknown[]): Promise<unknown> => part[method]!(...args);

async function writing({ file, leaseTtlMs }: ThreadStart, now: () => number, lost: (ticket: number) => void): Promise<Served> {
  const room = await openRoom(file, { now, leases: { ttlMs: leaseTtlMs } });
  return { parts: { store: room.store, leases: makeLeaseDesk(room.leases, lost), schedules: room.schedules, heartbeats: room.heartbeats, privacy: room.privacy }, close: room.close };
}

function looking(file: string, now: () => number): Served {
  const db = openForLooking(file);
  return { parts: { store: makeRunStore(db, now), leases: {}, schedules: {}, heartbeats: {}, privacy: {} }, close: db.close };
}
