import { memoryBridge } from './memoryBridge.ts';
import { manyNodes } from './manyNodes.ts';

/**
 * The real app over the bridge in memory: `?theme=dark&language=pt&nodes=1000#/flows/kassa-orders`.
 * Start with `vite --config renderer/testing/vite.gallery.ts`.
 */
const query = new URLSearchParams(window.location.search);
const theme = query.get('theme');
const language = query.get('language');
const nodes = Number(query.get('nodes') ?? 0);
Object.defineProperty(window, 'fluxo', {
  value: memoryBridge({
    preferences: { ...(theme && { theme: theme as 'dark' }), ...(language && { language: language as 'pt' }) },
    ...(nodes > 0 && { flows: [manyNodes(nodes)] }),
  }),
});
void import('../main.tsx');
