import { expect, it } from 'vitest'
import type { App } from '../../main/app/app.ts'
import { effectDefinitions, findEffect } from '../../main/app/effects/definitions.ts'
import { runEffect } from '../../main/app/effects/run-effect.ts'
import type { EffectDefinition } from '../../main/study/effects/definition.ts'
import { tuningGrid, versionOf } from '../../main/study/effects/plan.ts'
import { templateDefinitions } from '../../main/training/templates/definitions.ts'
import { useBench } from './workshop.ts'

const bench = useBench()

/** Trains in a fraction of a second each. */
const tiny: EffectDefinition = {
  id: 'tiny',
  title: 'Effect of the learning rate on flowers',
  varied: 'Learning rate',
  question: '?',
  datasetId: 'iris',
  template: 'mlp',
  protocol: { validationShare: 0.4 },
  fixed: { optimizer: 'sgd', epochs: 4, layers: 1, neurons: 8, batchSize: 16, patience: 0, restoreBest: false },
  settings: [
    { label: '0.0001', values: { learningRate: 0.0001 }, article: { accuracy: 0.5 } },
    { label: '0.1', values: { learningRate: 0.1 }, article: { accuracy: 0.9 } },
  ],
  ordered: true,
  objective: { metric: 'accuracy', direction: 'maximise' },
  columns: [
    {
      id: 'accuracy',
      title: 'Accuracy',
      quantity: { kind: 'final', part: 'validation', metric: 'accuracy' },
      direction: 'maximise',
      unit: 'fraction',
    },
  ],
  seeds: 5,
  tuningSeeds: 1,
  fair: { candidates: [{ batchSize: 4 }, { batchSize: 48 }], why: 'The batch size goes with the rate.' },
  quick: { fixed: { epochs: 2 } },
  notes: [],
}

const naive = { kind: 'naive', quick: false } as const
const runIn = (app: App) => (study: string) => app.run(study)

async function newProject(app: App): Promise<string> {
  return (await app.createProject(bench.folder())).folder
}

it('measures every setting with its seeds; every number of the table is a result in the journal, and is read back', async () => {
  const app = bench.open()
  const project = await newProject(app)
  const table = (await runEffect(app, project, tiny, naive, runIn(app)))!
  const [study] = app.project(project).studies
  const lines = await app.lines(study!.id)
  const results = lines.filter((line) => line.type === 'result').sort((a, b) => a.trial - b.trial)
  expect(results).toHaveLength(10)
  table.rows.forEach(({ cells }, setting) => {
    const own = results.filter(({ trial }) => trial % 2 === setting)
    expect(cells[0]!.values).toEqual(own.map(({ validation }) => validation['accuracy']))
  })
  const seeds = lines.flatMap((line) => (line.type === 'start' ? [line.seed] : []))
  expect(new Set(seeds).size).toBe(10)
  expect(table.rows[1]!.cells[0]!.interval!.mean).toBeGreaterThan(table.rows[0]!.cells[0]!.interval!.mean)

  const again = await runEffect(app, project, tiny, naive, runIn(app))
  expect(again!.rows).toEqual(table.rows)
  expect(app.project(project).studies).toHaveLength(1)
  expect((await app.lines(study!.id)).length).toBe(lines.length)
}, 60_000)

it('goes on where it was paused, and gives what it would have given', async () => {
  const app = bench.open()
  const whole = (await runEffect(app, await newProject(app), tiny, naive, runIn(app)))!
  const project = await newProject(app)
  let results = 0
  const unsubscribe = app.subscribe((event) => {
    if (event.type === 'line' && event.line.type === 'result' && ++results === 3) void app.pause(event.study)
  })
  expect(await runEffect(app, project, tiny, naive, runIn(app))).toBeUndefined()
  unsubscribe()
  const resumed = (await runEffect(app, project, tiny, naive, runIn(app)))!
  expect(resumed.rows).toEqual(whole.rows)
}, 60_000)

it('enqueues what is missing when it was cut off while it was being made', async () => {
  const app = bench.open()
  const project = await newProject(app)
  let left = 3
  const cutOff: App = {
    ...app,
    enqueue: (...parts) => (left-- > 0 ? app.enqueue(...parts) : Promise.reject(new Error('The power failed.'))),
  }
  await expect(runEffect(cutOff, project, tiny, naive, runIn(app))).rejects.toThrow('The power failed.')
  const table = (await runEffect(app, project, tiny, naive, runIn(app)))!
  expect(table.rows.map(({ trainings }) => trainings)).toEqual([5, 5])
}, 60_000)

it('chooses for each setting first in the fair version, then measures with other seeds on other rows', async () => {
  const app = bench.open()
  const project = await newProject(app)
  const table = (await runEffect(app, project, tiny, { kind: 'fair', quick: true }, runIn(app)))!
  for (const { chosen } of table.rows) expect([4, 48]).toContain(chosen!.values['batchSize'])
  const { studies } = app.project(project)
  expect(studies.map(({ name }) => name)).toEqual([
    'effect/tiny, fair quick choice',
    'effect/tiny, fair quick measurement',
  ])
  const [choice, measurement] = studies.map(({ id }) => app.study(id))
  expect(choice!.counts.complete).toBe(4)
  expect(measurement!.counts.complete).toBe(10)
  expect(choice!.definition.protocol.splitSeed).not.toBe(measurement!.definition.protocol.splitSeed)
  expect(choice!.definition.seed).not.toBe(measurement!.definition.seed)
  const sizes = (await app.lines(measurement!.id)).flatMap((line) =>
    line.type === 'trial' ? [line.configuration['batchSize']] : [],
  )
  expect(sizes.slice(0, 2)).toEqual(table.rows.map(({ chosen }) => chosen!.values['batchSize']))
}, 60_000)

it('makes a study of each of the nine that the application accepts', async () => {
  const app = bench.open()
  const project = await newProject(app)
  // Refused before anything trains: made, and left at that.
  for (const definition of effectDefinitions)
    for (const quick of [false, true]) {
      const stop = new Error('made')
      const made = runEffect(app, project, definition, { kind: 'fair', quick }, () => Promise.reject(stop))
      await expect(made, definition.id).rejects.toBe(stop)
      const created = app.project(project).studies.at(-1)!
      expect(created.datasetId).toBe(definition.datasetId)
    }
}, 120_000)

it('names every hyperparameter that its template sets by default, so that those defaults cannot change what is measured', () => {
  for (const definition of effectDefinitions) {
    const { defaults } = templateDefinitions[definition.template]
    for (const kind of ['naive', 'fair'] as const)
      for (const quick of [false, true]) {
        const { configurations } = tuningGrid(versionOf(definition, { quick }), kind)
        for (const configuration of configurations)
          expect(Object.keys(configuration), definition.id).toEqual(expect.arrayContaining(Object.keys(defaults)))
      }
  }
})

it('says which effects there are when asked for another', () => {
  expect(findEffect('dropout').datasetId).toBe('spoken-digits')
  expect(() => findEffect('depth')).toThrow(/There is no effect study depth\. There are: learning-rate, batch-size/)
})
