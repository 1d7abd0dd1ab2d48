import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importTable } from '../../data/import/import-table.ts'
import { loadReferenced } from '../../data/load.ts'
import type { Figure, Measurement } from './figure.ts'

const rows = 1_000_000
const columns = 50
/** The file, its copy in the project, and some room. */
const neededDiskBytes = 1e9

interface ImportRun {
  readonly importSeconds: number
  readonly loadSeconds: number
  readonly peakMegabytes: number
  readonly fileMegabytes: number
}

/** A figure of the one run that all figures here share: a large file imported in a process of its own. */
class ImportFigure implements Figure {
  readonly name: string
  readonly unit: string
  readonly goal?: NonNullable<Figure['goal']>
  readonly #value: (run: ImportRun) => number

  constructor({ name, unit, goal }: Omit<Figure, 'measure'>, value: (run: ImportRun) => number) {
    this.name = name
    this.unit = unit
    if (goal) this.goal = goal
    this.#value = value
  }

  async measure(): Promise<Measurement> {
    const { bavail, bsize } = await statfs(tmpdir())
    if (bavail * bsize < neededDiskBytes)
      return { value: null, how: `not measured: it needs 1 GB of free disk in ${tmpdir()}.` }
    const run = await (sharedRun ??= importInChild())
    return {
      value: this.#value(run),
      how:
        `a CSV file of ${rows} rows x ${columns} columns (${run.fileMegabytes.toFixed(0)} MB; 40 columns of decimals, 5 of integers, ` +
        `5 of categories) imported into a project folder, then loaded into memory, in a process of its own; ` +
        `import ${run.importSeconds.toFixed(1)} s, load ${run.loadSeconds.toFixed(1)} s, peak resident memory of both ${run.peakMegabytes.toFixed(0)} MB.`,
    }
  }

  /** What the child process runs. On the figure, so that the bundle keeps it reachable by its one export. */
  async importHere(path: string, into: string): Promise<Omit<ImportRun, 'fileMegabytes'>> {
    const start = performance.now()
    const { reference } = await importTable(path, { into })
    const imported = performance.now()
    await loadReferenced(reference)
    const loaded = performance.now()
    return {
      importSeconds: (imported - start) / 1000,
      loadSeconds: (loaded - imported) / 1000,
      peakMegabytes: process.resourceUsage().maxRSS / 1024,
    }
  }
}

let sharedRun: Promise<ImportRun> | undefined

export const figures: readonly ImportFigure[] = [
  new ImportFigure(
    { name: 'data.import.megabytes', unit: 'MB', goal: { op: '<=', value: 2000 } },
    (run) => run.peakMegabytes,
  ),
  new ImportFigure({ name: 'data.import.seconds', unit: 's' }, (run) => run.importSeconds),
]

async function importInChild(): Promise<ImportRun> {
  const folder = await mkdtemp(join(tmpdir(), 'sweetspot-bench-'))
  try {
    const path = join(folder, 'large.csv')
    await writeTable(path)
    const run = await runChild(path, join(folder, 'datasets'))
    return { ...run, fileMegabytes: (await stat(path)).size / 1e6 }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const childScript = `
  const [module, path, into] = process.argv.slice(1)
  const { figures } = await import(module)
  process.stdout.write(JSON.stringify(await figures[0].importHere(path, into)))`

async function runChild(path: string, into: string): Promise<Omit<ImportRun, 'fileMegabytes'>> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', childScript, import.meta.url, path, into], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
  const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (status !== 0) throw new Error(`the importing process ended with status ${status}`)
  return JSON.parse(printed) as Omit<ImportRun, 'fileMegabytes'>
}

async function writeTable(path: string): Promise<void> {
  const file = createWriteStream(path)
  const closed = new Promise<void>((resolve, reject) => file.on('close', () => resolve()).on('error', reject))
  let text = Array.from({ length: columns }, (_, column) => `column_${column}`).join(',') + '\n'
  let state = 1
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
  const cell = (column: number) => {
    if (column % 10 === 9) return ['red', 'green', 'blue', 'grey'][Math.floor(next() * 4)]
    return column % 10 === 8 ? Math.floor(next() * 1000) : (next() * 100).toFixed(4)
  }
  for (let row = 0; row < rows; row++) {
    text += Array.from({ length: columns }, (_, column) => cell(column)).join(',') + '\n'
    if (text.length < 1e6 && row < rows - 1) continue
    if (!file.write(text)) await new Promise<void>((resolve) => file.once('drain', () => resolve()))
    text = ''
  }
  file.end()
  await closed
}
