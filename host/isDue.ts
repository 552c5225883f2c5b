/** Whether what was last done at `last` is to be done again after `everyMs`; at once when that lies ahead, because the clock was set back since. All in milliseconds. */
export const isDue = (last: number, everyMs: number, now: number): boolean => now < last || now - last >= everyMs;
