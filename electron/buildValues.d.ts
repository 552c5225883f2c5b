/** Put in by the build (`vite.config.ts`). */
declare const __FLUXO_VERSION__: string;
/** The names of the contract's calls and of its events, without the contract itself. */
declare const __CALL_NAMES__: readonly string[];
declare const __EVENT_NAMES__: readonly string[];
