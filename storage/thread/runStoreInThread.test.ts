import { vi } from 'vitest';

// All that the store promises holds over its thread as well.
vi.stubEnv('FLUXO_STORE_IN_THREAD', '1');
await import('../runs/runStore.test.ts');
