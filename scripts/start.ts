/** `npm start`: the desktop app, built first if need be. Says in one line what is missing when it cannot be shown here. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { findElectron } from './electronBinary.ts';
import { ensureBuilt } from './freshBuild.ts';

const root = path.join(import.meta.dirname, '..');
const electron = findElectron();
const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
const missing = [electron === null && "Electron's program (`npx install-electron` fetches it)", !hasDisplay && 'a display'].filter((part) => part !== false);

if (electron === null || missing.length > 0) {
  console.error(`Fluxo's window needs ${missing.join(' and ')}, which this machine does not have; \`npm run preview\` shows the same app in a browser.`);
  process.exitCode = 1;
} else {
  try {
    await ensureBuilt();
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const child = spawn(electron, [root, ...asRoot, ...process.argv.slice(2)], { stdio: 'inherit' });
    child.once('exit', (code) => {
      process.exitCode = code ?? 1;
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
