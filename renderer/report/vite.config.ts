import { svelte } from '@sveltejs/vite-plugin-svelte'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The program inside a one-file report: one script, one style sheet, fonts within it. */
export default defineConfig({
  root: here('.'),
  publicDir: false,
  plugins: [svelte({ configFile: false })],
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: here('../../dist/report'),
    emptyOutDir: true,
    target: 'chrome120',
    cssCodeSplit: false,
    assetsInlineLimit: 10_000_000,
    lib: {
      entry: here('./main.ts'),
      formats: ['iife'],
      name: 'report',
      fileName: () => 'report.js',
      cssFileName: 'report',
    },
    chunkSizeWarningLimit: 2_000,
  },
})
