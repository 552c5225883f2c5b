import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { endWithUs } from '../child.ts';
import type { NodeRed } from '../throughput/nodeRed.ts';
import { drag, watch, wheel, type Smoothness } from './gestures.ts';

export interface NodeRedCanvas {
  readonly firstPictureMs: number;
  readonly domNodes: number;
  readonly pan: Smoothness;
  readonly zoom: Smoothness;
  readonly drag: Smoothness;
}

const patienceMs = 240_000;

/** Node-RED with its editor and as many function nodes in chains on one tab. */
export async function startNodeRedEditor({ folder }: NodeRed, nodes: number): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const user = path.join(folder, 'editor');
  await rm(user, { recursive: true, force: true });
  await mkdir(user, { recursive: true });
  const port = await freePort();
  await writeFile(path.join(user, 'settings.js'), `module.exports = { flowFile: 'flows.json', uiPort: ${port}, uiHost: '127.0.0.1', telemetry: { enabled: false, updateNotification: false }, editorTheme: { tours: false }, logging: { console: { level: 'warn' } } };`);
  const perRow = Math.ceil(Math.sqrt(nodes));
  const flow = [
    { id: 'tab', type: 'tab', label: 'Large' },
    ...Array.from({ length: nodes }, (_, index) => ({ id: `n${index}`, type: 'function', z: 'tab', name: `node ${index}`, func: 'return msg;', outputs: 1, x: 100 + (index % perRow) * 200, y: 60 + Math.floor(index / perRow) * 60, wires: [(index + 1) % perRow === 0 || index + 1 === nodes ? [] : [`n${index + 1}`]] })),
  ];
  await writeFile(path.join(user, 'flows.json'), JSON.stringify(flow));
  const child = spawn(process.execPath, [path.join(folder, 'node_modules', 'node-red', 'red.js'), '--userDir', user, '--settings', path.join(user, 'settings.js')], { cwd: folder, stdio: 'ignore' });
  const ends = child.pid === undefined ? () => undefined : endWithUs(child.pid);
  const closed = once(child, 'close').then(ends);
  const url = `http://127.0.0.1:${port}/`;
  for (const until = Date.now() + patienceMs; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    if (await fetch(`${url}flows`).then((answer) => answer.ok, () => false)) break;
    if (child.exitCode !== null || Date.now() > until) throw new Error('Node-RED did not start.');
  }
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await closed;
    },
  };
}

/** One round in its editor: everything drawn, moved, zoomed, and one node dragged. */
export async function measureNodeRed(browser: Browser, url: string, nodes: number): Promise<NodeRedCanvas> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(patienceMs);
  try {
    const began = performance.now();
    await page.goto(url, { timeout: patienceMs });
    await page.waitForFunction(`document.querySelectorAll('.red-ui-flow-node-group').length >= ${nodes}`, null, { polling: 100 });
    await page.evaluate(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))`);
    const firstPictureMs = performance.now() - began;
    const domNodes = (await page.evaluate(`document.querySelectorAll('*').length`)) as number;
    const box = (await page.locator('#red-ui-workspace-chart').boundingBox())!;
    const hand = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const pan = await wheel(page, hand, 60);
    const zoom = await watch(page, 40, async () => {
      for (let turn = 0; turn < 40; turn += 1) await page.evaluate(`new Promise((resolve) => { RED.actions.invoke('core:zoom-${turn < 20 ? 'out' : 'in'}'); requestAnimationFrame(() => resolve()); })`);
    });
    await page.evaluate(`RED.actions.invoke('core:zoom-reset')`);
    const node = (await page.locator('.red-ui-flow-node-group').nth(2).boundingBox())!;
    const dragged = await drag(page, { x: node.x + node.width / 2, y: node.y + node.height / 2 }, 'left');
    return { firstPictureMs, domNodes, pan, zoom, drag: dragged };
  } finally {
    await page.close();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
