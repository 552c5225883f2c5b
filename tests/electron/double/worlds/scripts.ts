import { createCodec } from './codec.ts';
import { createMembrane } from './membrane.ts';
import { createPreloadWorld } from './preloadWorld.ts';

/** Name of the isolated world and of the binding that leads from it to main. */
export const preloadWorldName = 'electron-preload';
export const bindingName = '__fluxoPost';

/**
 * The two scripts Chromium runs at the start of every document: one in the page's own world, one in the isolated world,
 * which ends with the app's preload. Only the top frame gets them, as with Electron's default.
 *
 * @param secret names the event both halves of the bridge meet on; never the same twice
 */
export function worldScripts(preloadSource: string, secret: string): { readonly page: string; readonly preload: string } {
  const topOnly = (body: string) => `if (window.top === window) {${body}}`;
  const half = (world: 'page' | 'preload') => `(${String(createMembrane)})('${world}', '${secret}')`;
  const preloadBody = `
    const post = globalThis.${bindingName};
    const world = (${String(createPreloadWorld)})((${String(createCodec)})(), ${half('preload')}, (line) => post(line), '${process.platform}');
    try {
      (function (require, process, module, exports) {${preloadSource}\n})(world.require, world.process, { exports: {} }, {});
    } catch (error) {
      post(JSON.stringify({ is: 'preloadError', text: String(error?.stack ?? error) }));
    }`;
  return { page: topOnly(half('page')), preload: topOnly(preloadBody) };
}
