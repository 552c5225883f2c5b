import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Chromium } from '../chromium.ts';
import { note } from '../support/journal.ts';
import { closeForeignWindows } from './popups.ts';

/** The one Chromium behind all windows; started when the app becomes ready, never by an app that quits before. */
let started: Chromium | null = null;

export async function startChromium(sessionData: string): Promise<Chromium> {
  const executable = process.env['FLUXO_CHROMIUM'];
  if (!executable) throw new Error('electron double: FLUXO_CHROMIUM must name a Chromium; launchApp sees to it');
  const profile = path.join(sessionData, 'chromium');
  mkdirSync(profile, { recursive: true });
  started = new Chromium(executable, profile);
  note('Chromium', started.process.pid);
  await started.call('Browser.getVersion');
  await started.call('Browser.setDownloadBehavior', { behavior: 'deny' });
  await closeForeignWindows(started);
  return started;
}

export function chromium(): Chromium {
  if (started === null) throw new Error('electron double: windows can be made only after the app is ready');
  return started;
}

export function chromiumIfStarted(): Chromium | null {
  return started;
}
