/** Loaded before the command line, with `--expose-gc`: collects garbage now and then, so that the memory seen from outside is what the process holds on to. */
setInterval(() => globalThis.gc?.(), 1_000).unref();
