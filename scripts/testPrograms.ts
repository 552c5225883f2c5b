import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createBuilder } from 'vite';
import type { TestProject } from 'vitest/node';
import { nodeBundle } from './nodeBundle.ts';
import { builtThread } from './builtThread.ts';

/**
 * Before the unit tests: bundles the storage thread as the app has it, from the sources of this moment. A thread that has to read TypeScript takes four
 * times the processor time to start, in which Node compiles the WebAssembly of its type stripper anew; and a process that starts such threads again and
 * again has died of a segmentation fault inside V8 (three times in some thousand files, Node 24.21; github.com/nodejs/node/issues/64841 and 64500 tell
 * of the like on starved cores).
 */
export default async function buildTestPrograms(project: TestProject): Promise<void> {
  await buildThread();
  project.onTestsRerun(buildThread);
}

async function buildThread(): Promise<void> {
  const builder = await createBuilder({ configFile: false, logLevel: 'warn', environments: { storageThread: nodeBundle('storageThread', 'storage/thread/storageThread.ts') } });
  const environment = builder.environments['storageThread']!;
  environment.config.build.write = false;
  const built = await builder.build(environment);
  const [chunk] = 'output' in built ? built.output : [];
  if (!chunk) throw new Error('The storage thread could not be bundled');
  // Another run of tests may be reading it at this moment.
  const draft = `${builtThread}.${randomUUID()}`;
  await mkdir(path.dirname(builtThread), { recursive: true });
  await writeFile(draft, chunk.code);
  await rename(draft, builtThread);
}
