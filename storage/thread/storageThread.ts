import { parentPort, workerData } from 'node:worker_threads';
import { serve } from './serve.ts';
import type { ThreadStart } from './messages.ts';

/** The program of a storage thread. In the packaged app it is a bundle of its own, `storageThread.cjs`. */
if (parentPort) void serve(parentPort, workerData as ThreadStart);
