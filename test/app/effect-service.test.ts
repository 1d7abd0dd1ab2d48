import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { EffectRun, EffectState, EffectVersionName } from '../../preload/contract/types.ts'
import type { App } from '../../main/app/app.ts'
import { useBench } from './workshop.ts'

const bench = useBench()
const call = { signal: new AbortController().signal }

type Effects = Pick<App['backend']['handlers'], Extract<keyof App['backend']['handlers'], `effects.${string}`>>

const effectsOf = (app: App): Effects => app.backend.handlers
const runOf = async (app: App, effect: string, version: EffectVersionName): Promise<EffectRun> =>
  (await effectsOf(app)['effects.list']({}, call)).effects
    .find((entry) => entry.effect === effect)!
    .runs.find((run) => run.version === version)!

/** Resolves once the version is in one of the states, as events tell. */
function reached(app: App, effect: string, states: readonly EffectState[]): Promise<EffectRun> {
  return new Promise((resolve) => {
    const end = app.backend.subscribe('effects.changed', ({ runs }) => {
      const run = runs.find((one) => one.effect === effect && one.version === 'quick' && states.includes(one.state))
      if (!run) return
      end()
      resolve(run)
    })
  })
}

it('lists the nine, none measured; one that is asked for runs in a project of its own, and its table is there', async () => {
  const app = bench.open()
  const { effects } = await effectsOf(app)['effects.list']({}, call)
  expect(effects).toHaveLength(9)
  expect(new Set(effects.flatMap(({ runs }) => runs.map(({ state }) => state)))).toEqual(new Set(['none']))
  expect(await effectsOf(app)['effects.table']({ effect: 'activation', version: 'quick' }, call)).toEqual({})

  const done = reached(app, 'activation', ['done', 'failed', 'paused'])
  const began = await effectsOf(app)['effects.start']({ effect: 'activation', version: 'quick' }, call)
  expect(began.state).toBe('running')
  const end = await done
  expect(end).toMatchObject({ state: 'done', done: 15, of: 15 })
  expect(existsSync(join(end.folder, 'project.json'))).toBe(true)
  const { table } = await effectsOf(app)['effects.table']({ effect: 'activation', version: 'quick' }, call)
  expect(table!.rows.map(({ label, trainings }) => [label, trainings])).toEqual([
    ['ReLU', 5],
    ['tanh', 5],
    ['sigmoid', 5],
  ])
  expect(table!.says.join(' ')).toContain("The article's best is tanh")
}, 120_000)

it('several wait for one another; one that was paused is found paused by the next program, and goes on', async () => {
  const folder = bench.folder()
  const first = bench.open({ projectsFolder: folder })
  const request = effectsOf(first)
  let results = 0
  const third = new Promise<void>((resolve) => {
    first.subscribe((event) => {
      if (event.type === 'line' && event.line.type === 'result' && ++results === 3) resolve()
    })
  })
  await request['effects.start']({ effect: 'activation', version: 'quick' }, call)
  expect((await request['effects.start']({ effect: 'learning-rate', version: 'quick' }, call)).state).toBe('waiting')
  expect((await request['effects.pause']({ effect: 'learning-rate', version: 'quick' }, call)).state).toBe('none')
  await third
  const paused = await request['effects.pause']({ effect: 'activation', version: 'quick' }, call)
  expect(paused.done).toBeGreaterThan(2)
  expect(paused.done).toBeLessThan(15)
  await first.close()

  const second = bench.open({ projectsFolder: folder })
  expect(await runOf(second, 'activation', 'quick')).toMatchObject({ state: 'paused', done: paused.done })
  const done = reached(second, 'activation', ['done', 'failed', 'paused'])
  await effectsOf(second)['effects.start']({ effect: 'activation', version: 'quick' }, call)
  const end = await done
  expect(end).toMatchObject({ state: 'done', done: 15 })
  // Gone on with, not begun again.
  expect(second.project(end.folder).studies).toHaveLength(1)
}, 120_000)
