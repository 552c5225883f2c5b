import { operationsBridge } from './operationsBridge.ts';

/**
 * The app over a workspace that has worked for weeks: `operations.html?theme=dark&language=pt&state=live&rows=100000#/flows/kassa-orders`.
 * `only=dock&w=640px&h=280px`: the dock alone in a box of that size. `state`: empty, loading, error, live, demo. `secrets`: what the host says about its secret store.
 */
const query = new URLSearchParams(window.location.search);
const [theme, language, tab] = [query.get('theme'), query.get('language'), query.get('dock')];
Object.defineProperty(window, 'fluxo', {
  value: operationsBridge({
    rows: Number(query.get('rows') ?? 2384),
    state: query.get('state'),
    secrets: query.get('secrets'),
    preferences: { ...(theme && { theme: theme as 'dark' }), ...(language && { language: language as 'pt' }), ...(tab && { layout: { panels: { dockOpen: true, dockTab: tab } } }) },
  }),
});
const only = query.get('only');
if (only === 'dock') void import('./dockOnly.tsx').then(({ showDockOnly }) => showDockOnly(query.get('w') ?? '100%', query.get('h') ?? '100%'));
else void import('../main.ts');
