import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Serves the gallery on the loopback while the screen is being worked on; the app's own build is in /vite.config.ts. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  plugins: [react(), tailwindcss()],
  cacheDir: '../node_modules/.vite/gallery',
  server: { host: '127.0.0.1', port: 5199, strictPort: false, hmr: false },
  build: { outDir: new URL('../../dist/gallery', import.meta.url).pathname, emptyOutDir: true, assetsInlineLimit: 0, rolldownOptions: { input: ['gallery.html', 'operations.html'].map((page) => new URL(page, import.meta.url).pathname) } },
});
