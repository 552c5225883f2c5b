import path from 'node:path';
import { demandSameRecords, runFluxo, runHand } from './contestants.ts';
import type { FluxoLap, Job, Lap } from './contestants.ts';
import { runNodeRed } from './nodeRed.ts';
import type { NodeRed } from './nodeRed.ts';
import type { Service } from './service.ts';

export interface Workbench {
  readonly service: Service;
  readonly scratch: string;
  readonly rounds: number;
  readonly nodeRed: NodeRed | null;
  readonly say: (line: string) => void;
}

export interface Round {
  readonly hand: Lap;
  readonly fluxo: FluxoLap;
  readonly nodeRed?: Lap;
}

/** How the hand-written loop is run against a job; the best known way for it. */
export interface HandWay {
  readonly readers: number;
  readonly writers: number;
}

const tell = (name: string, { recordsPerSecond, cpuSeconds, peakRssMb }: Lap) => `${name} ${recordsPerSecond.toFixed(0)}/s, ${cpuSeconds.toFixed(1)} s of processor, ${peakRssMb?.toFixed(0) ?? '?'} MB`;

/** Both in turn, so often; each pair on the same machine in the same minute, and with the same records delivered. */
export async function rounds(bench: Workbench, title: string, job: Job, way: HandWay, options: { readonly times?: number; readonly nodeRed?: boolean; readonly verify?: boolean } = {}): Promise<readonly Round[]> {
  const times = options.times ?? bench.rounds;
  const done: Round[] = [];
  for (let number = 1; number <= times; number += 1) {
    const hand = await runHand(bench.service, job, { ...way, verify: options.verify === true });
    const fluxo = await runFluxo(bench.service, job, path.join(bench.scratch, 'workspace'), { verify: options.verify === true });
    demandSameRecords('fluxo', fluxo, 'hand', hand);
    const nodeRed = options.nodeRed && bench.nodeRed ? await runNodeRed(bench.nodeRed, bench.service, job, 'function') : undefined;
    if (nodeRed) demandSameRecords('Node-RED', nodeRed, 'hand', hand);
    bench.say(`${title}, ${number} of ${times}: ${tell('hand', hand)}; ${tell('fluxo', fluxo)}; ${(fluxo.recordsPerSecond / hand.recordsPerSecond).toFixed(2)} of hand${nodeRed ? `; ${tell('Node-RED', nodeRed)}` : ''}`);
    done.push({ hand, fluxo, ...(nodeRed && { nodeRed }) });
  }
  return done;
}
