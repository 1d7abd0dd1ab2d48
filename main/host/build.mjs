/**
 * Builds what runs: main (host, worker, search thread, Electron), preload and renderer, into dist/.
 * Plain JavaScript, so that a clean checkout can run it right after `npm ci`.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const dist = join(root, 'dist')
const stamp = join(dist, '.built')
const lock = join(root, 'node_modules', '.sweetspot-build')
const sourceFolders = ['main', 'preload', 'renderer']
const sourceFiles = ['package.json', 'package-lock.json', 'tsconfig.json']

/** Entries of the main bundle: name in dist/main -> source. Those that do not exist yet are left out. */
const mainEntries = {
  host: 'main/host/main.ts',
  worker: 'main/worker/main.ts',
  'search-thread': 'main/app/search-thread/main.ts',
  electron: 'main/electron/main.ts',
}

function newestChange() {
  let newest = 0
  const visit = (path) => {
    const entry = statSync(path)
    if (entry.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name))
    newest = Math.max(newest, entry.mtimeMs)
  }
  for (const name of [...sourceFolders, ...sourceFiles]) if (existsSync(join(root, name))) visit(join(root, name))
  return newest
}

function isStale() {
  return !existsSync(stamp) || Number(readFileSync(stamp, 'utf8')) < newestChange()
}

/** Two builds at once (two tests, two terminals) would tear each other's output: one waits for the other. */
async function locked(work) {
  const patience = Date.now() + 180_000
  for (;;) {
    try {
      mkdirSync(lock)
      writeFileSync(join(lock, 'pid'), String(process.pid))
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (!holderLives() || Date.now() > patience) rmSync(lock, { recursive: true, force: true })
      else await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

function holderLives() {
  try {
    const age = Date.now() - statSync(lock).mtimeMs
    if (age < 2_000) return true
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0)
    return true
  } catch {
    return false
  }
}

export async function build() {
  const startedAt = newestChange()
  const vite = await import('vite')
  const shared = { root, logLevel: 'warn', configFile: false }
  const present = Object.entries(mainEntries).filter(([, source]) => existsSync(join(root, source)))
  if (present.length > 0)
    await vite.build({
      ...shared,
      build: {
        ssr: true,
        target: 'node20',
        outDir: join(dist, 'main'),
        emptyOutDir: true,
        sourcemap: true,
        minify: false,
        rollupOptions: {
          input: Object.fromEntries(present.map(([name, source]) => [name, join(root, source)])),
          output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
          external: [/^electron($|\/)/],
        },
      },
    })
  if (existsSync(join(root, 'preload/expose.ts')))
    await vite.build({
      ...shared,
      build: {
        lib: { entry: join(root, 'preload/expose.ts'), formats: ['cjs'], fileName: () => 'expose.cjs' },
        outDir: join(dist, 'preload'),
        emptyOutDir: true,
        minify: false,
        rollupOptions: { external: ['electron'] },
      },
    })
  if (existsSync(join(root, 'renderer/vite.config.ts')))
    await vite.build({ logLevel: 'warn', configFile: join(root, 'renderer/vite.config.ts') })
  mkdirSync(dist, { recursive: true })
  writeFileSync(stamp, String(startedAt))
}

/** Builds when a source is newer than the last build; an installed application carries no sources and is never stale. */
export async function buildIfStale({ announce = false } = {}) {
  if (!existsSync(join(root, 'node_modules', 'vite')) || !isStale()) return
  await locked(async () => {
    if (!isStale()) return
    if (announce) process.stderr.write('Building Sweetspot (sources are newer than the last build)...\n')
    await build()
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await locked(build)
  process.stdout.write(`Built ${relative(process.cwd(), dist) || dist}\n`)
}
