import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const here = dirname(fileURLToPath(import.meta.url))
export const root = join(here, '..', '..')

/** Makes a script of a test file, with everything it imports, for a process of its own. Remove it when done. */
export async function bundle(source: string): Promise<{ readonly path: string; remove(): void }> {
  const outDir = mkdtempSync(join(tmpdir(), 'sweetspot-script-'))
  const name = basename(source, '.ts')
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      emptyOutDir: false,
      minify: false,
      rollupOptions: { input: { [name]: join(here, source) }, output: { entryFileNames: '[name].mjs' } },
    },
  })
  return { path: join(outDir, `${name}.mjs`), remove: () => rmSync(outDir, { recursive: true, force: true }) }
}
