import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FluxoError } from '#shared/errors.ts';
import type { DemoState } from '#shared/ipc/contract.ts';
import type { Sandbox, SandboxOptions } from '#sandbox/index.ts';
import type { SecretStore } from '#engine/ports.ts';
import type { FlowFiles } from '#storage/files/flows.ts';
import type { ConnectionService } from './connections.ts';
import { flowFromTemplate, type Templates } from './templates.ts';

const demoServices = { mplus: 'demo-till', quickbooks: 'demo-books', mailchimp: 'demo-mailing' } as const;
const demoConnectors = Object.keys(demoServices) as (keyof typeof demoServices)[];
/** A folder and a plain JSON service are only there for the templates that need them. */
const demoConnections = { ...demoServices, file: 'demo-files', http: 'demo-service' } as const;
const isDemo = (connectionId: string) => (Object.values(demoConnections) as string[]).includes(connectionId);
/** What "Try with demo data" shows at first; every other template is one click away. */
const showcase = ['mplus-orders-to-quickbooks', 'mplus-customers-to-mailchimp'] as const;
/** The flow of a template between demo services. */
export const demoFlowId = (templateId: string) => (templateId === showcase[0] ? 'demo-orders' : `demo-${templateId}`);

export interface DemoOptions extends SandboxOptions {
  /** The templates that become flows, the one that the demo opens first. */
  readonly templates?: readonly string[] | undefined;
  /** Only connections to these services, and no flow. */
  readonly connectors?: readonly string[] | undefined;
}

export interface Demo {
  start(options?: DemoOptions): Promise<DemoState>;
  state(): DemoState;
  stop(): Promise<DemoState>;
  /** The running look-alikes; null while the demo is off. */
  readonly sandbox: Sandbox | null;
}

interface Parts {
  readonly connections: ConnectionService;
  readonly flows: FlowFiles;
  readonly templates: Templates;
  readonly workspaceDir: string;
}

/** "Try with demo data": look-alike services on this machine, a connection to each and the template flows between them. */
export function makeDemo({ connections, flows, templates, workspaceDir }: Parts): Demo {
  let sandbox: Sandbox | null = null;
  let opened: string | undefined;
  let starting: Promise<DemoState> | null = null;

  const state = (): DemoState => {
    if (!sandbox) return { running: false, services: [] };
    const running = sandbox;
    return { running: true, ...(opened !== undefined && { flowId: demoFlowId(opened) }), services: demoConnectors.map((connector) => ({ connector, url: running[connector].baseUrl })) };
  };

  const begin = async ({ templates: _templates, connectors: _connectors, ...options }: DemoOptions): Promise<Sandbox> => {
    // Most who start Fluxo want no look-alikes, and loading them takes as long as loading the engine.
    const { startSandbox } = await import('#sandbox/index.ts');
    const started = await startSandbox(options);
    try {
      await saveServices(started);
    } catch (thrown) {
      await started.stop();
      throw thrown;
    }
    return started;
  };

  async function saveServices(started: Sandbox): Promise<void> {
    await connections.save({
      id: demoConnections.mplus,
      connector: 'mplus',
      name: 'Demo till',
      environment: 'demo',
      settings: { baseUrl: started.mplus.baseUrl, ident: started.mplus.ident },
      secret: { secret: started.mplus.secret },
    });
    const { baseUrl, authBaseUrl, realmId, clientId, clientSecret, refreshToken } = started.quickbooks;
    await connections.save({
      id: demoConnections.quickbooks,
      connector: 'quickbooks',
      name: 'Demo books',
      environment: 'demo',
      settings: { baseUrl, authBaseUrl, realmId },
      secret: { clientId, clientSecret, refreshToken },
    });
    await connections.save({
      id: demoConnections.mailchimp,
      connector: 'mailchimp',
      name: 'Demo mailing list',
      environment: 'demo',
      settings: { baseUrl: started.mailchimp.baseUrl },
      secret: { apiKey: started.mailchimp.apiKey },
    });
  }

  /** What the templates, or the systems somebody chose, need beside the look-alikes; then the flows of the templates. */
  async function furnish(running: Sandbox, { templates: wanted, connectors }: DemoOptions): Promise<void> {
    const chosen = wanted ?? (connectors ? [] : showcase);
    const needed = new Set([...(connectors ?? []), ...(await templates.list()).filter(({ id }) => (chosen as readonly string[]).includes(id)).flatMap((template) => template.connectors)]);
    if (needed.has('file')) await saveFolder(running);
    if (needed.has('http')) await saveService(running);
    const known = new Set((await flows.list()).map((flow) => flow.id));
    for (const templateId of chosen) {
      const id = demoFlowId(templateId);
      if (known.has(id)) continue;
      const template = await templates.get(templateId);
      await flows.save(flowFromTemplate(template, id, template.name, demoConnections), null);
    }
    opened ??= chosen[0];
  }

  /** A folder of the workspace with a list as a shop would have it; what flows wrote into it stays. */
  async function saveFolder({ shop }: Sandbox): Promise<void> {
    const folder = path.join(workspaceDir, 'demo-files');
    await mkdir(folder, { recursive: true });
    const { customerList } = await import('#sandbox/shop/customerList.ts');
    await writeFile(path.join(folder, 'customers.csv'), customerList(shop), { flag: 'wx' }).catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code !== 'EEXIST') throw thrown;
    });
    await connections.save({ id: demoConnections.file, connector: 'file', name: 'Demo folder', environment: 'demo', settings: { folder }, secret: {} });
  }

  /** The mailing list's shop as any service that answers JSON. */
  async function saveService({ mailchimp }: Sandbox): Promise<void> {
    const settings = { baseUrl: `${mailchimp.baseUrl}/3.0`, auth: 'bearer', testPath: '/ping' };
    await connections.save({ id: demoConnections.http, connector: 'http', name: 'Demo web service', environment: 'demo', settings, secret: { token: mailchimp.apiKey } });
  }

  return {
    get sandbox() {
      return sandbox;
    },
    state,
    start: (options = {}) => {
      const before = starting ?? Promise.resolve();
      const next = before.catch(() => undefined).then(async () => {
        // Furnished again when it runs already, but only with what is asked for now: flows somebody deleted stay deleted.
        const isNew = sandbox === null;
        const running = sandbox ?? (await begin(options));
        try {
          if (isNew || options.connectors || opened === undefined) await furnish(running, options);
        } catch (thrown) {
          if (isNew) await running.stop();
          throw thrown;
        }
        sandbox = running;
        return state();
      });
      starting = next;
      return next;
    },
    stop: async () => {
      const running = sandbox;
      sandbox = null;
      await running?.stop();
      return state();
    },
  };
}

/**
 * Demo connections keep their made-up secrets in memory, so that the demo works without a keychain;
 * every other connection goes to the real store, which refuses honestly when there is none.
 */
export function withDemoSecrets(real: SecretStore): SecretStore {
  const memory = new Map<string, Readonly<Record<string, string>>>();
  return {
    backend: real.backend,
    get: async (connectionId) => (isDemo(connectionId) ? (memory.get(connectionId) ?? null) : real.get(connectionId)),
    set: async (connectionId, value) => (isDemo(connectionId) ? void memory.set(connectionId, value) : real.set(connectionId, value)),
    delete: async (connectionId) => (isDemo(connectionId) ? void memory.delete(connectionId) : real.delete(connectionId)),
  };
}

/** Demo connections work while the demo runs and at no other time; asked for then, they say so instead of a refused connection. */
export function onlyWhileDemoRuns(connections: ConnectionService, demo: Pick<Demo, 'sandbox'>): ConnectionService {
  return {
    ...connections,
    client: async (connectionId) => {
      if (isDemo(connectionId) && !demo.sandbox) {
        const { name } = await connections.info(connectionId);
        throw new FluxoError({ code: 'demo.off', kind: 'setup', what: 'The demo services are not running.', where: { connection: name }, fix: 'Start them with “Try with demo data” on the home screen. On the command line they run for as long as `fluxo demo` does.', params: { connection: name } });
      }
      return connections.client(connectionId);
    },
  };
}
