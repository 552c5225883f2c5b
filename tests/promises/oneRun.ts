/** One run of a workspace's flow in a process of its own, to be killed: `oneRun.ts FOLDER [WISH]`. The made-up secrets come in the environment. */
import { openWorkspaceHost, runOnce, type RunWish, type Secrets } from './ownShop.ts';

const host = await openWorkspaceHost(process.argv[2] ?? '', JSON.parse(process.env['FLUXO_TEST_SECRETS'] ?? '{}') as Secrets);
await runOnce(host, JSON.parse(process.argv[3] ?? '{}') as RunWish);
await host.close();
