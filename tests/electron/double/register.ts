import { registerHooks } from 'node:module';
import { version } from './version.ts';
import { app } from './main/app.ts';
import { serveSpecs } from './specChannel.ts';

/**
 * Preloaded into the main process (`node --import …/register.ts main.cjs`): from now on `electron` is the double. The
 * main bundle itself runs unchanged.
 */
const double = new URL('./electron.ts', import.meta.url).href;
let asked = false;
registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'electron' && specifier !== 'electron/main') return next(specifier, context);
    if (!asked) setImmediate(start);
    asked = true;
    return { url: double, format: 'module-typescript', shortCircuit: true };
  },
});

/** Electron becomes ready only after the main script ran; the script asks for `electron` while it runs. */
function start(): void {
  app.start().catch((error: unknown) => {
    console.error(error);
    app.exit(1);
  });
}
Object.defineProperty(process, 'type', { value: 'browser' });
Object.defineProperty(process, 'versions', { value: Object.freeze({ ...process.versions, electron: version, chrome: 'double' }) });
Object.defineProperty(process, 'resourcesPath', { value: process.cwd() });

process.on('SIGTERM', () => app.quit());
process.on('SIGINT', () => app.quit());
serveSpecs();
