import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { ensureChromium } from '../../scripts/chromium.ts';
import { cleanAtTheEnd } from '../child.ts';
import { describeMachine } from '../machine.ts';
import { installNodeRed } from '../throughput/nodeRed.ts';
import type { TargetRow } from '../throughput/rows.ts';
import { measureFluxo, startPreview, type FluxoCanvas } from './fluxo.ts';
import type { Smoothness } from './gestures.ts';
import { measureNodeRed, startNodeRedEditor, type NodeRedCanvas } from './nodeRed.ts';

export interface CanvasOptions {
  readonly nodes: number;
  readonly rounds: number;
  readonly peers: readonly string[];
  readonly say: (line: string) => void;
}

export interface CanvasResult extends ReturnType<typeof describeMachine> {
  readonly nodes: number;
  readonly chromium: string;
  readonly canvas: readonly FluxoCanvas[];
  readonly nodeRed: readonly NodeRedCanvas[];
  readonly rows: readonly TargetRow[];
}

/** The drawing of a large flow in Chromium without a graphics card, and on demand Node-RED's editor with as many nodes, in turn. */
export async function runCanvasBench({ nodes, rounds, peers, say }: CanvasOptions): Promise<CanvasResult> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'fluxo-bench-canvas-'));
  const clean = cleanAtTheEnd(scratch);
  const preview = await startPreview(path.join(scratch, 'workspace'), nodes);
  const editor = peers.includes('nodered') ? await startNodeRedEditor(await installNodeRed(path.join(scratch, 'node-red'), say), nodes) : null;
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: ['--no-sandbox', '--enable-precise-memory-info'] });
  const ours: FluxoCanvas[] = [];
  const theirs: NodeRedCanvas[] = [];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const fluxo = await measureFluxo(browser, preview);
      ours.push(fluxo);
      say(`round ${round}: fluxo ${fluxo.firstPictureMs.toFixed(0)} ms, ${fluxo.domNodes} elements, pan ${told(fluxo.pan)}, drag ${told(fluxo.drag)}, all in view: pan ${told(fluxo.farPan)}, zoom ${told(fluxo.farZoom)}`);
      if (!editor) continue;
      const peer = await measureNodeRed(browser, editor.url, nodes);
      theirs.push(peer);
      say(`round ${round}: Node-RED ${peer.firstPictureMs.toFixed(0)} ms, ${peer.domNodes} elements, pan ${told(peer.pan)}, zoom ${told(peer.zoom)}, drag ${told(peer.drag)}`);
    }
    return { ...describeMachine(), nodes, chromium: browser.version(), canvas: ours, nodeRed: theirs, rows: rowsOf(nodes, ours, theirs) };
  } finally {
    await browser.close();
    await editor?.stop();
    await preview.stop();
    clean();
  }
}

const told = ({ fps, p95Ms, busyMs }: Smoothness) => `${fps.toFixed(0)} fps (p95 ${p95Ms.toFixed(0)} ms, busy ${busyMs.toFixed(1)} ms a move)`;

function rowsOf(nodes: number, ours: readonly FluxoCanvas[], theirs: readonly NodeRedCanvas[]): readonly TargetRow[] {
  const of = (figure: (round: FluxoCanvas) => number) => ours.map(figure);
  const against = (figure: (fluxo: FluxoCanvas, peer: NodeRedCanvas) => number) => theirs.map((peer, round) => figure(ours[round]!, peer));
  const busy = (figure: (round: FluxoCanvas) => Smoothness) => `busy ${of((round) => figure(round).busyMs).map((ms) => ms.toFixed(1)).join(', ')} ms a move`;
  return [
    { id: 'P17', what: `elements of the drawing, ${nodes} nodes, full size`, sense: '<=', target: 700, gate: 700, rounds: of((round) => round.domNodes), note: `whole page ${ours[0]?.pageDomNodes}; all in view ${ours[0]?.farDomNodes}; heap ${ours[0]?.heapMb.toFixed(0)} MB` },
    { id: 'P17', what: 'cards drawn for one drag of 60 moves', sense: '<=', target: 130, gate: 130, rounds: of((round) => round.dragRenders) },
    { id: 'P17', what: 'Node-RED’s first picture / Fluxo’s, both from navigation', sense: '>=', target: 40, rounds: against((fluxo, peer) => peer.firstPictureMs / fluxo.firstPictureMs), note: `${of((round) => round.firstPictureMs).map((ms) => ms.toFixed(0)).join(', ')} ms, the app’s loading included` },
    { id: 'P18', what: 'pan, full size, pictures a second', sense: '>=', target: 55, rounds: of((round) => round.pan.fps), note: busy((round) => round.pan) },
    { id: 'P18', what: 'drag of a card, pictures a second', sense: '>=', target: 55, rounds: of((round) => round.drag.fps), note: busy((round) => round.drag) },
    { id: 'P18', what: 'whole flow in view: pan, pictures a second', sense: '>=', target: 50, rounds: of((round) => round.farPan.fps), note: busy((round) => round.farPan) },
    { id: 'P18', what: 'whole flow in view: zoom, pictures a second', sense: '>=', target: 50, rounds: of((round) => round.farZoom.fps), note: busy((round) => round.farZoom) },
    { id: 'P18', what: 'zoom with all in view / Node-RED’s, pictures a second', sense: '>=', target: 10, rounds: against((fluxo, peer) => fluxo.farZoom.fps / peer.zoom.fps) },
    { id: 'P18', what: 'drag / Node-RED’s, pictures a second', sense: '>=', target: 5, rounds: against((fluxo, peer) => fluxo.drag.fps / peer.drag.fps) },
    { id: '–', what: 'busy time of a drag’s move, Node-RED’s / Fluxo’s', sense: '>=', target: 10, rounds: against((fluxo, peer) => peer.drag.busyMs / fluxo.drag.busyMs) },
  ];
}
