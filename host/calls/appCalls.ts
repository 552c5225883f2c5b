import os from 'node:os';
import path from 'node:path';
import type { Handlers } from '#shared/ipc/contract.ts';
import { makeCatalog } from '../registry.ts';
import type { HostParts } from '../host.ts';

type AppCalls = Pick<Handlers, 'app.info' | 'watch.state' | 'catalog.get' | 'templates.list' | 'demo.start' | 'demo.state' | 'demo.stop'>;

/** The program itself: who it is, how it looks, what it can connect, and its demo. */
export function appCalls({ options, templates, watch, demo, emit }: HostParts): AppCalls {
  const catalog = makeCatalog();
  /** Asked each time: a keychain may be unlocked, or go away, while Fluxo runs. */
  const secretBackend = () => options.secrets.get('fluxo').then(() => options.secrets.backend, () => 'none');
  return {
    'app.info': async () => ({
      version: options.version,
      workspace: path.basename(options.workspaceDir),
      secretBackend: await secretBackend(),
      host: options.kind === 'electron' ? 'electron' : 'preview',
      platform: os.platform(),
      locale: options.locale ?? Intl.DateTimeFormat().resolvedOptions().locale,
    }),
    'watch.state': () => watch.state(),
    'catalog.get': async () => catalog,
    'templates.list': () => templates.list(),
    'demo.start': async ({ connectors }) => {
      const state = await demo.start(connectors ? { connectors } : {});
      emit('connections.changed', {});
      if (state.flowId) emit('flows.changed', { flowId: state.flowId });
      return state;
    },
    'demo.state': async () => demo.state(),
    'demo.stop': () => demo.stop(),
  };
}
