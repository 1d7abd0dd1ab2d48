import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StudyDraft } from '../../../app/app.ts'
import type { JournalLine } from '../../../study/journal-line.ts'
import { openApp } from '../../open-app.ts'
import { root } from '../../paths.ts'
import { metricInWords } from '../../terminal/metric.ts'

const launcher = join(root, 'main', 'host', 'sweetspot.mjs')

/** Networks so small that the journal is what the program is busy with. */
const study: StudyDraft = {
  datasetId: 'iris',
  template: 'mlp',
  space: {
    parameters: [
      { name: 'learningRate', kind: 'float', low: 0.001, high: 0.1, scale: 'log', default: 0.01 },
      { name: 'neurons', kind: 'int', low: 4, high: 16, scale: 'linear', default: 8 },
      { name: 'layers', kind: 'fixed', value: 1 },
      { name: 'epochs', kind: 'fixed', value: 20 },
      { name: 'batchSize', kind: 'fixed', value: 16 },
    ],
    relations: [],
  },
  sampler: { name: 'random', options: {} },
  pruner: { name: 'none', options: {} },
  protocol: { confirm: { top: 0, seeds: 0 } },
  budget: { trials: 1_000_000 },
  workers: 2,
}

export interface KillReport {
  readonly kills: number
  /** Trials that the program had said were complete. */
  readonly reported: number
  /** Of those, trials that were not in the journal on reopening, or with another value. */
  readonly lost: number
  /** Results or ends of a trial that the journal holds more than once. */
  readonly duplicates: number
  /** Whether the study ran to its end afterwards. */
  readonly finished: boolean
}

/**
 * Runs a study by the command line and kills its process with SIGKILL at random moments, `kills` times; reopens the project
 * after each and compares the journal with what the program had said; in the end lets the study finish.
 *
 * @param random uniform from 0 to 1
 * @param longestLifeMs from the first word of the program, which comes while workers are still starting, to the kill
 * @param mayGoOn asked before each kill; false ends the killing early
 */
export async function killRepeatedly(
  kills: number,
  random: () => number,
  longestLifeMs: number,
  mayGoOn: () => boolean = () => true,
): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-kill-'))
  const environment = { ...process.env, NO_COLOR: '1', SWEETSPOT_HOME: join(folder, 'home') }
  const project = join(folder, 'project')
  const said = new Map<number, string>()
  try {
    await makeStudy(project, environment)
    const missing = new Set<number>()
    let duplicates = 0
    let killed = 0
    for (; killed < kills && mayGoOn(); killed++) {
      await runAndKill(project, environment, random() * longestLifeMs, said)
      const found = await readBack(project, environment)
      for (const [trial, value] of said) {
        const [kept] = found.completed.get(trial) ?? []
        if (kept === undefined || metricInWords('accuracy', kept) !== value) missing.add(trial)
      }
      duplicates = found.duplicates
    }
    const finished = await finish(project, environment)
    return { kills: killed, reported: said.size, lost: missing.size, duplicates, finished }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

type Environment = Readonly<Record<string, string | undefined>>

async function makeStudy(project: string, environment: Environment): Promise<void> {
  const app = openApp(environment)
  try {
    await app.createProject(project)
    await app.createStudy(project, study)
  } finally {
    await app.close()
  }
}

/** Its standard error is read to the last byte that it wrote: what the pipe holds has been said. */
async function runAndKill(
  project: string,
  environment: Environment,
  lifeMs: number,
  said: Map<number, string>,
): Promise<void> {
  const child = spawn(process.execPath, [launcher, 'run', project], {
    env: environment as NodeJS.ProcessEnv,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let text = ''
  let timer: NodeJS.Timeout | undefined
  child.stderr.setEncoding('utf8')
  child.stderr.on('data', (chunk: string) => {
    text += chunk
    timer ??= setTimeout(() => child.kill('SIGKILL'), lifeMs)
  })
  await new Promise((resolve) => child.on('close', resolve))
  clearTimeout(timer)
  for (const [, trial, value] of text.matchAll(/^trial (\d+): (.*)\n/gm)) said.set(Number(trial), value!)
}

async function readBack(
  project: string,
  environment: Environment,
): Promise<{ completed: ReadonlyMap<number, readonly number[]>; duplicates: number }> {
  const app = openApp(environment)
  try {
    const { studies } = await app.openProject(project)
    const lines = await app.lines(studies[0]!.id)
    const completed = new Map<number, readonly number[]>()
    const ends = new Set<string>()
    let duplicates = 0
    for (const line of lines) {
      if (line.type === 'complete') completed.set(line.trial, line.values)
      const end = endOf(line)
      if (end === undefined) continue
      if (ends.has(end)) duplicates++
      ends.add(end)
    }
    return { completed, duplicates }
  } finally {
    await app.close()
  }
}

/** Names what may happen once: a suggestion of a number, a result of a run, an epoch of a run, the end of a trial. */
function endOf(line: JournalLine): string | undefined {
  switch (line.type) {
    case 'trial':
    case 'complete':
      return `${line.type} ${line.trial}`
    case 'result':
      return `result ${line.trial} ${line.run}`
    case 'epoch':
      return `epoch ${line.trial} ${line.run} ${line.epoch}`
    default:
      return undefined
  }
}

async function finish(project: string, environment: Environment): Promise<boolean> {
  const app = openApp(environment)
  try {
    const { studies } = await app.openProject(project)
    const { id, trials } = studies[0]!
    await app.extend(id, { trials: trials + 2 })
    const report = await app.run(id)
    const { complete, failed } = report.counts
    return report.status === 'finished' && complete + failed === report.trials && failed === 0
  } finally {
    await app.close()
  }
}
