import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { comesToRest, undisturbed } from './asIfNothing.ts';
import { openOwnShop, type OwnShop } from './ownShop.ts';

vi.setConfig({ testTimeout: 600_000 });
const template = 'mplus-customers-to-mailchimp';
const program = { file: path.join(import.meta.dirname, 'heldCommand.ts'), env: {} };

function begin(shop: OwnShop, ...more: string[]) {
  const { args, env } = shop.commandLine(program);
  const child = spawn(process.execPath, [...args, ...more], { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  let told = '';
  child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
  child.stdin.end('!');
  return { child, closed: once(child, 'close'), said: () => said, told: () => told };
}

test('a run that died without a word, as for want of memory, goes on in the next one, and the command line says so once', async () => {
  const quiet = await openOwnShop(template);
  const wanted = await undisturbed(quiet);
  await quiet.close();
  const shop = await openOwnShop(template);
  try {
    const { mailchimp } = shop.sandbox.services;
    mailchimp.setFaults([{ after: 3, fault: { kind: 'slowBody', ms: 30_000 } }]);
    const dying = begin(shop);
    while (!mailchimp.journal().some(({ fault }) => fault === 'slowBody') && dying.child.exitCode === null) await sleep(5);
    // What V8 does to its process when the heap is full.
    dying.child.kill('SIGABRT');
    expect((await dying.closed)[1]).toBe('SIGABRT');
    expect(dying.said()).toBe('');
    mailchimp.setFaults([]);
    // A dry run leaves them alone, so it says that there is more to come than it shows.
    const trial = begin(shop, '--dry-run');
    await trial.closed;
    expect(trial.told()).toMatch(/Not shown here: (one record|\d+ records) that an earlier run left open/);
    const next = begin(shop);
    await next.closed;
    expect(next.said()).toContain('was cut off');
    expect((await comesToRest(shop, wanted)).wrong).toEqual([]);
    const later = begin(shop, '--dry-run');
    await later.closed;
    expect(later.said() + later.told()).not.toMatch(/was cut off|Not shown here/);
  } finally {
    await shop.close();
  }
});
