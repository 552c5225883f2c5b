// Zod tries `new Function` for speed when its first schema is made; the content security policy forbids it and reports each try. Zod's own
// `config` would do, but wherever it comes from, a bundle may put schemas beside it and run those first: this file imports nothing.
(globalThis as { __zod_globalConfig?: { jitless: boolean } }).__zod_globalConfig = { jitless: true };

// A page that opens on a flow loads the canvas beside the frame, not after it.
if (location.hash.startsWith('#/flows/')) void import('./app/FlowScreen.tsx');

/** The screen, once it is loaded. */
export const started = import('./start.tsx');
