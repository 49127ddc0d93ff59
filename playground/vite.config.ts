import path from 'node:path'
import { defineConfig } from 'vite'
import { completeBuild, licenses } from './complete-build.ts'

const outDir = path.join(import.meta.dirname, '../packages/server/playground')

/**
 * Builds the page and the callback page into the server's package. Addresses within the files are relative, because an
 * issuer may have a path; the server completes those of the two pages. Nothing is inline: the pages' Content-Security-Policy
 * forbids it.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: licenses },
    rolldownOptions: {
      input: ['index.html', 'callback.html'].map((name) => path.join(import.meta.dirname, name)),
    },
  },
  plugins: [completeBuild(outDir)],
})
