// Builds the page. Owns which backend is behind it: the real one, or in the mode `fake` a drawn household, so that no
// line of the fake reaches the program.
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  // Relative, so that the page works from the program's own protocol and from a plain folder.
  base: './',
  resolve: {
    alias: {
      $backend: here(mode === 'fake' ? 'src/lib/backend/fake/index.ts' : 'src/lib/backend/tauri.ts'),
      $lib: here('src/lib'),
      $components: here('src/components'),
    },
  },
  build: {
    // WebKitGTK 2.40, the oldest that Debian 12 and Ubuntu 22.04 bring with their updates.
    target: ['es2022', 'safari16.4'],
    outDir: mode === 'fake' ? 'node_modules/.porchlight-fake' : 'dist',
    emptyOutDir: true,
    // The window's content policy allows no data: addresses for fonts and scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { port: 5183, strictPort: true },
}))
