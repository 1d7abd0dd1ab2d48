import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { studyFormats } from '../../../app/study-document.ts'
import { openProject } from '../../../store/project.ts'
import type { Said } from './run-study.ts'

export interface KillOutcome {
  /** Times that the main process was killed while its study ran (or was being made or opened). */
  readonly kills: number
  readonly studies: number
  /** Trials that were reported complete, over all studies. */
  readonly reported: number
  /** Each trial that was reported complete and is not there, or twice, or with other values; each study that did not end. */
  readonly lost: readonly string[]
}

export interface KillOptions {
  /** dist/main/bench-run-study.js */
  readonly program: string
  readonly kills: number
  readonly trialsPerStudy: number
  /** In [0, 1): when to kill. */
  readonly random: () => number
  /** Kill within so many ms after a start. */
  readonly withinMs: number
  /** Make no more kills after this long, let the last study end. */
  readonly patienceMs: number
}

/**
 * Runs studies in a process that is killed (SIGKILL) at random moments and started again, until there were enough kills
 * and the last study has ended by itself. After every kill the project is opened as a reader and compared with what had
 * been reported.
 */
export async function killAndReopen(folder: string, options: KillOptions): Promise<KillOutcome> {
  const { kills, random, withinMs, patienceMs } = options
  const stopAt = performance.now() + patienceMs
  const lost: string[] = []
  let [made, studies, reported] = [0, 0, 0]
  while (made < kills && performance.now() < stopAt) {
    const project = join(folder, `project-${++studies}`)
    const promised = new Map<number, readonly number[]>()
    for (let ended = false; !ended;) {
      const letItEnd = made >= kills || performance.now() > stopAt
      const life = await live(
        options.program,
        project,
        options.trialsPerStudy,
        letItEnd ? Infinity : random() * withinMs,
      )
      for (const [trial, values] of life.complete) promised.set(trial, values)
      if (life.killed) made++
      lost.push(...(await compare(project, promised)))
      ended = life.ended !== undefined
      if (life.ended !== undefined && life.ended !== 'finished') lost.push(`study ${studies} ended as ${life.ended}`)
      if (!life.killed && !ended) throw new Error(`the study's process ended by itself: ${life.errors}`)
    }
    if (promised.size === 0) lost.push(`study ${studies} finished without a trial`)
    reported += promised.size
  }
  return { kills: made, studies, reported, lost: [...new Set(lost)] }
}

interface Life {
  readonly complete: readonly (readonly [trial: number, values: readonly number[]])[]
  readonly ended: string | undefined
  readonly killed: boolean
  readonly errors: string
}

/** One life of the main process: from its start until it ends or is killed, `afterMs` after its start. */
async function live(program: string, project: string, trials: number, afterMs: number): Promise<Life> {
  const child = spawn(process.execPath, [program, project, String(trials)], { stdio: ['ignore', 'pipe', 'pipe'] })
  const exit = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)))
  const complete: [number, readonly number[]][] = []
  let [ended, errors] = [undefined as string | undefined, '']
  child.stderr.on('data', (data: Buffer) => (errors = (errors + data.toString()).slice(-2000)))
  const lines = createInterface({ input: child.stdout })
  const drained = new Promise<void>((resolve) => lines.once('close', resolve))
  lines.on('line', (text) => {
    const said = JSON.parse(text) as Said
    if ('complete' in said) complete.push([said.complete, said.values])
    else if ('ended' in said) ended = said.ended
  })
  const timer = new AbortController()
  if (afterMs < Infinity)
    void wait(afterMs, undefined, { signal: timer.signal }).then(
      () => child.kill('SIGKILL'),
      () => {},
    )
  const signal = await exit
  timer.abort()
  // A worker that has not noticed yet may hold the pipes a moment longer.
  await Promise.race([drained, wait(2000)])
  return { complete, ended, killed: signal === 'SIGKILL', errors }
}

/** What was reported and is not in the project as it lies there now. */
async function compare(folder: string, promised: ReadonlyMap<number, readonly number[]>): Promise<string[]> {
  if (!existsSync(join(folder, 'project.json'))) return promised.size > 0 ? [`${folder} is gone`] : []
  const project = await openProject(folder, { mode: 'read', lock: { now: Date.now } })
  const [id] = await project.studyIds()
  if (id === undefined) return promised.size > 0 ? [`the study in ${folder} is gone`] : []
  const study = await project.openStudy(id, studyFormats)
  const found = new Map<number, readonly number[]>()
  const problems: string[] = []
  const results = new Set<string>()
  await study.readLines((line) => {
    if (line.type === 'complete') {
      if (found.has(line.trial)) problems.push(`${id}: trial ${line.trial} is complete twice`)
      found.set(line.trial, line.values)
    }
    if (line.type !== 'result') return
    const run = `${line.trial} ${line.run}`
    if (results.has(run)) problems.push(`${id}: two results of ${run}`)
    results.add(run)
  })
  for (const [trial, values] of promised)
    if (JSON.stringify(found.get(trial)) !== JSON.stringify(values)) problems.push(`${id}: trial ${trial} is lost`)
  await project.close()
  return problems
}
