/**
 * Builds what runs: main (host, worker, search thread, Electron), preload and renderer, into dist/.
 * Plain JavaScript, so that a clean checkout can run it right after `npm ci`.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const dist = join(root, 'dist')
const lock = join(root, 'node_modules', '.sweetspot-build')
const settings = ['package.json', 'package-lock.json', 'tsconfig.json']

/** Entries of the main bundle: name in dist/main -> source. */
const mainEntries = {
  host: 'main/host/main.ts',
  worker: 'main/worker/main.ts',
  'search-thread': 'main/app/search-thread/main.ts',
  electron: 'main/electron/main.ts',
  'bench-open-study': 'main/host/bench/store/open-study.ts',
}

/** What is built, each part when its own sources are newer: the command line needs no window. */
const parts = {
  main: { sources: ['main', 'preload'], build: buildMain },
  preload: { sources: ['preload'], build: buildPreload },
  renderer: { sources: ['renderer', 'preload'], build: buildRenderer },
  report: { sources: ['renderer', 'preload'], build: buildReport },
}
export const allParts = Object.keys(parts)

function newestChange(sources) {
  let newest = 0
  const visit = (path) => {
    const entry = statSync(path)
    if (entry.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name))
    newest = Math.max(newest, entry.mtimeMs)
  }
  for (const name of [...sources, ...settings]) visit(join(root, name))
  return newest
}

const stampOf = (part) => join(dist, `.built-${part}`)

function isStale(part) {
  const stamp = stampOf(part)
  return !existsSync(stamp) || Number(readFileSync(stamp, 'utf8')) < newestChange(parts[part].sources)
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

/** Built beside its place, then moved there: whoever starts meanwhile finds the old build or the new one. */
const drafts = { main: join(dist, '.main'), preload: join(dist, '.preload') }

function publish(part) {
  rmSync(join(dist, part), { recursive: true, force: true })
  renameSync(drafts[part], join(dist, part))
}

const shared = { root, logLevel: 'warn', configFile: false }

async function buildMain(vite) {
  await vite.build({
    ...shared,
    build: {
      ssr: true,
      target: 'node20',
      outDir: drafts.main,
      emptyOutDir: true,
      sourcemap: true,
      minify: false,
      rollupOptions: {
        input: Object.fromEntries(Object.entries(mainEntries).map(([name, source]) => [name, join(root, source)])),
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        external: [/^electron($|\/)/],
      },
    },
  })
  publish('main')
}

async function buildPreload(vite) {
  await vite.build({
    ...shared,
    build: {
      lib: { entry: join(root, 'preload/expose.ts'), formats: ['cjs'], fileName: () => 'expose.cjs' },
      outDir: drafts.preload,
      emptyOutDir: true,
      minify: false,
      rollupOptions: { external: ['electron'] },
    },
  })
  publish('preload')
}

async function buildRenderer(vite) {
  await vite.build({ logLevel: 'warn', configFile: join(root, 'renderer/vite.config.ts') })
}

/** The program inside a one-file report. */
async function buildReport(vite) {
  await vite.build({ logLevel: 'warn', configFile: join(root, 'renderer/report/vite.config.ts') })
}

export async function build(names = allParts) {
  const vite = await import('vite')
  mkdirSync(dist, { recursive: true })
  for (const name of names) {
    const startedAt = newestChange(parts[name].sources)
    await parts[name].build(vite)
    writeFileSync(stampOf(name), String(startedAt))
  }
}

/**
 * Builds the named parts whose sources are newer than their last build. An installed application carries no sources and is
 * never stale.
 */
export async function buildIfStale(names = allParts, { announce = false } = {}) {
  if (!existsSync(join(root, 'node_modules', 'vite')) || !names.some(isStale)) return
  await locked(async () => {
    const stale = names.filter(isStale)
    if (stale.length === 0) return
    if (announce) process.stderr.write(`Building ${stale.join(' and ')} (sources are newer than the last build) ...\n`)
    await build(stale)
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await locked(() => build())
  process.stdout.write(`Built ${relative(process.cwd(), dist) || dist}\n`)
}
