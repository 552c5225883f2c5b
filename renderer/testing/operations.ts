import { operationsBridge } from './operationsBridge.ts';

/**
 * The app over a workspace that has worked for weeks: `operations.html?theme=dark&language=pt&state=live&rows=100000#/flows/kassa-orders`.
 * `state`: empty, loading, error, live, demo. `secrets`: what the host says about its secret store.
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
void import('../main.tsx');
