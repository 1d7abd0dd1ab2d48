import { describe, expect, it } from 'vitest'
import { isStoreError } from '../../main/store/errors.ts'
import { createProject, openProject } from '../../main/store/project.ts'
import type { LockOptions } from '../../main/store/lock.ts'
import type { StoredModel } from '../../main/store/model-folder.ts'
import { ForgetfulDisk, PowerCut } from './forgetful-disk.ts'
import type { Fate } from './forgetful-disk.ts'
import { testFormats } from './formats.ts'
import type { TestLine } from './formats.ts'
import { seededRandom } from './random.ts'

const folder = '/disk/project'

/** Each session is another process, so that locks of those that the power ended are stale. */
function lockOf(session: number): LockOptions {
  return {
    now: () => 0,
    pid: 4242,
    host: 'here',
    identify: async () => ({ state: 'alive', start: `session ${session}` }),
  }
}

/** What the store has said is safe. */
interface Acknowledged {
  project: boolean
  study: boolean
  /** Every line handed to append, in order, and how many of them are promised to survive. */
  appended: TestLine[]
  durableLines: number
  /** Values of question in study.json: the last one promised, and those on their way. */
  question: string
  questions: string[]
  model: number
  models: number[]
}

function model(value: number): StoredModel {
  const tensor = { name: 'w', shape: [2], values: new Float32Array([value, -value]) }
  return { json: '{"layers":[1]}', preprocessing: '{"mean":0}', weights: { tensors: [tensor] } }
}

/** One program's life: everything that the store writes, in two sittings. */
async function live(disk: ForgetfulDisk, promised: Acknowledged): Promise<void> {
  const project = await createProject(folder, { name: 'p' }, { lock: lockOf(1), files: disk })
  promised.project = true
  const study = await project.createStudy('s', { id: 's', question: 'q0' }, testFormats)
  promised.study = true
  promised.question = 'q0'
  const { writer } = await study.openJournal(() => {})
  const append = async (types: string[], durable: boolean): Promise<void> => {
    const lines = types.map((type) => ({ type, trial: promised.appended.length, text: 'é'.repeat(type.length) }))
    promised.appended.push(...lines)
    await writer.append(lines, { durable })
    if (durable) promised.durableLines = promised.appended.length
  }
  for (let trial = 0; trial < 3; trial++) {
    await append(['trial', 'start'], false)
    await append(['epoch'], false)
    await study.checkpoints.write(trial, 'search/0', { epoch: 1, state: model(trial).weights, epochs: [{ epoch: 1 }] })
    await append(['epoch', 'checkpoint'], false)
    promised.models.push(trial)
    await study.models.write(0, model(trial))
    promised.model = trial
    await append(['epoch', 'complete'], true)
    promised.questions.push(`q${trial + 1}`)
    study.document.data.question = `q${trial + 1}`
    await study.document.write()
    promised.question = `q${trial + 1}`
  }
  await writer.close()
  promised.durableLines = promised.appended.length
  await project.close()
}

function nothingYet(): Acknowledged {
  return {
    project: false,
    study: false,
    appended: [],
    durableLines: 0,
    question: '',
    questions: [],
    model: -1,
    models: [],
  }
}

const after: TestLine = { type: 'after', trial: 99 }

async function checkSurvived(disk: ForgetfulDisk, promised: Acknowledged, session: number): Promise<void> {
  if (!promised.project) {
    // It is there, or it can be made now.
    const options = { lock: lockOf(session), files: disk }
    const project = await createProject(folder, { name: 'p' }, options).catch((error: unknown) => {
      if (isStoreError(error, 'project-exists')) return openProject(folder, { ...options, mode: 'write' })
      throw error
    })
    return project.close()
  }
  const project = await openProject(folder, { mode: 'write', lock: lockOf(session), files: disk })
  expect(project.document.data.name).toBe('p')
  if (!promised.study) return project.close()
  const study = await project.openStudy('s', testFormats)
  expect([promised.question, ...promised.questions.slice(-1)]).toContain(study.document.data.question)

  const lines: TestLine[] = []
  const { writer, reading } = await study.openJournal((line) => lines.push(line))
  // The session that was cut short while mending may have got as far as appending its own line.
  const own = lines.at(-1)?.type === after.type ? 1 : 0
  expect(lines.slice(0, lines.length - own)).toEqual(promised.appended.slice(0, lines.length - own))
  expect(lines.length - own).toBeGreaterThanOrEqual(promised.durableLines)
  expect(reading.lines).toBe(lines.length)

  if (promised.model >= 0) {
    const saved = await study.models.read(0)
    const [first] = saved.weights.tensors[0]!.values
    expect([promised.model, ...promised.models.slice(-1)]).toContain(first)
  }
  for (let trial = 0; trial < 3; trial++) {
    const { checkpoint } = await study.checkpoints.read(trial, 'search/0')
    if (checkpoint) expect(checkpoint.state.tensors[0]!.values[0]).toBe(trial)
  }

  // Life goes on: what is appended now is there, behind what was.
  await writer.append([after], { durable: true })
  await writer.close()
  await project.close()
  const again = await openProject(folder, { mode: 'write', lock: lockOf(session + 1), files: disk })
  const reread: TestLine[] = []
  const opened = await (await again.openStudy('s', testFormats)).openJournal((line) => reread.push(line))
  expect(opened.notices).toEqual([])
  expect(reread).toEqual([...lines, after])
  await opened.writer.close()
  await again.close()
}

describe('when the power fails', () => {
  it.each<[Fate, 'before' | 'after', number]>([
    ['keep', 'before', 1],
    ['keep', 'after', 1],
    ['drop', 'before', 1],
    ['drop', 'after', 1],
    ['garble', 'before', 4],
    ['garble', 'after', 4],
  ])(
    'at any sync, unsynced writes: %s, %s it took effect: everything promised is there',
    async (fate, phase, rounds) => {
      const whole = new ForgetfulDisk(seededRandom(1))
      await live(whole, nothingYet())
      expect(whole.syncs).toBeGreaterThan(30)
      for (let round = 0; round < rounds; round++)
        for (let cutAt = 1; cutAt <= whole.syncs; cutAt++) {
          const disk = new ForgetfulDisk(seededRandom(1000 * round + cutAt))
          Object.assign(disk, { cutAt, cutPhase: phase })
          const promised = nothingYet()
          const ended = await live(disk, promised).catch((error: unknown) => error)
          expect(isPowerCut(ended), `sync ${cutAt}: ${String(ended)}`).toBe(true)
          await checkSurvived(disk.afterPowerCut(fate), promised, 10).catch((error: unknown) => {
            throw new Error(`round ${round}, sync ${cutAt}: ${String(error)}`, { cause: error })
          })
        }
    },
  )

  it('twice, the second time while the first one is being mended: everything promised is there', async () => {
    const whole = new ForgetfulDisk(seededRandom(1))
    await live(whole, nothingYet())
    for (let cutAt = 1; cutAt <= whole.syncs; cutAt++)
      for (let second = 1; second <= 4; second++) {
        const disk = new ForgetfulDisk(seededRandom(77 * cutAt + second))
        disk.cutAt = cutAt
        const promised = nothingYet()
        await live(disk, promised).catch(() => {})
        const found = disk.afterPowerCut('garble')
        found.cutAt = second
        const mended = await checkSurvived(found, promised, 10).catch((error: unknown) => error)
        if (mended === undefined) continue
        expect(isPowerCut(mended), `sync ${cutAt}, then ${second}: ${String(mended)}`).toBe(true)
        await checkSurvived(found.afterPowerCut('garble'), promised, 20)
      }
  })
})

function isPowerCut(error: unknown): boolean {
  return error instanceof PowerCut || (error instanceof Error && error.cause instanceof PowerCut)
}
