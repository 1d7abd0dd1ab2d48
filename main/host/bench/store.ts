import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../paths.ts'
import type { Figure, Measurement } from './figure.ts'
import { linesOfTrial, makeLongStudy } from './store/long-study.ts'

const trials = 10_000
const epochs = 50
const openings = 3
const appended = 100_000

const run = promisify(execFile)

/** What keeping projects on disk costs. */
export const storeFigures: readonly Figure[] = [
  {
    name: 'store.append.growth',
    unit: 'ratio',
    goal: { op: '<=', value: 1.2 },
    measure: () => inTemporaryFolder(measureGrowth),
  },
  {
    name: 'store.open10k.seconds',
    unit: 's',
    goal: { op: '<=', value: 2 },
    measure: async () => measurement(median((await openings10k()).map(({ seconds }) => seconds)), 'median'),
  },
  {
    name: 'store.open10k.megabytes',
    unit: 'MB',
    goal: { op: '<=', value: 500 },
    measure: async () => measurement(Math.max(...(await openings10k()).map(({ megabytes }) => megabytes)), 'largest'),
  },
]

/** Time to append one trial's lines, at the beginning of a journal and at its end. */
async function measureGrowth(folder: string): Promise<Measurement> {
  const { study, close } = await makeLongStudy(folder)
  const { writer } = await study.openJournal(() => {}, { sync: 'never' })
  const milliseconds = new Float64Array(appended)
  for (let trial = 0; trial < appended; trial++) {
    const lines = linesOfTrial(trial, 1)
    const startedAt = performance.now()
    await writer.append(lines, { durable: true })
    milliseconds[trial] = performance.now() - startedAt
  }
  const megabytes = writer.length / 1e6
  await writer.close()
  await close()
  const tenth = appended / 10
  const first = median([...milliseconds.subarray(0, tenth)])
  const last = median([...milliseconds.subarray(appended - tenth)])
  return {
    value: last / first,
    how: `${appended} trials of 6 lines appended to one journal (${megabytes.toFixed(0)} MB), sync off: median time of the last tenth (${(last * 1000).toFixed(1)} us a trial) over that of the first (${(first * 1000).toFixed(1)} us)`,
  }
}

interface Opening {
  readonly seconds: number
  readonly megabytes: number
}

/** Both figures in a row take one run. */
let recent: { at: number; openings: Promise<readonly Opening[]> } | undefined

function openings10k(): Promise<readonly Opening[]> {
  if (!recent || performance.now() - recent.at > 120_000)
    recent = { at: performance.now(), openings: inTemporaryFolder(measureOpenings) }
  return recent.openings
}

async function measureOpenings(folder: string): Promise<readonly Opening[]> {
  const { study, close } = await makeLongStudy(folder)
  const { writer } = await study.openJournal(() => {}, { sync: 'never' })
  for (let trial = 0; trial < trials; trial++) await writer.append(linesOfTrial(trial, epochs), { durable: false })
  await writer.close()
  await close()
  const measured: Opening[] = []
  for (let opening = 0; opening < openings; opening++) {
    const { stdout } = await run(process.execPath, [join(root, 'dist/main/bench-open-study.js'), folder, study.id])
    const found = JSON.parse(stdout) as Opening & { trials: number; epochs: number }
    if (found.trials !== trials || found.epochs !== trials * epochs)
      throw new Error(`only ${found.trials} trials and ${found.epochs} epochs were read`)
    measured.push(found)
  }
  return measured
}

function measurement(value: number, which: string): Measurement {
  return {
    value,
    how: `a study of ${trials} trials of ${epochs} epochs opened by a fresh process, from its folder to a core that can go on, every line checked; ${which} of ${openings} openings (time; peak resident memory of the process)`,
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'sweetspot-bench-'))
  try {
    return await work(join(folder, 'project'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
