import { memoryBridge } from './memoryBridge.ts';
import { manyNodes } from './manyNodes.ts';
import { wideMapping, wideSamples } from './wideMapping.ts';

/**
 * The real app over the bridge in memory: `?theme=dark&language=pt&nodes=1000#/flows/kassa-orders`, `?fields=200` for a wide mapping.
 * Start with `vite --config renderer/testing/vite.gallery.ts`.
 */
const query = new URLSearchParams(window.location.search);
const theme = query.get('theme');
const language = query.get('language');
const nodes = Number(query.get('nodes') ?? 0);
const fields = Number(query.get('fields') ?? 0);
Object.defineProperty(window, 'fluxo', {
  value: memoryBridge({
    preferences: { ...(theme && { theme: theme as 'dark' }), ...(language && { language: language as 'pt' }) },
    ...(nodes > 0 && { flows: [manyNodes(nodes)] }),
    ...(fields > 0 && { flows: [wideMapping(fields)], samples: wideSamples(fields) }),
  }),
});
void import('../main.ts');
