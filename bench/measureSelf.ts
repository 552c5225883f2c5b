/**
 * Preloaded into a contestant (`node --import`): when it ends it writes what the whole process used, all threads and its start included,
 * into the file named by FLUXO_BENCH_USAGE. Does nothing else, so the contestant is what a user would start.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env['FLUXO_BENCH_USAGE'];

if (isMainThread && file !== undefined) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    writeFileSync(file, JSON.stringify({ cpuSeconds: (user + system) / 1_000_000, peakRssMb: peakRss() }));
  });
}

/** The kernel's own high-water mark in megabytes; null where there is no /proc. */
function peakRss(): number | null {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}
