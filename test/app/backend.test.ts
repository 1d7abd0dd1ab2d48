import { describe, expect, it } from 'vitest'
import type { Backend, EventName, EventPayload, Params, RequestName } from '../../preload/contract/api.ts'
import { events } from '../../preload/contract/events.ts'
import { requests } from '../../preload/contract/requests.ts'
import { ask } from './ask.ts'
import { tiny, useBench } from './workshop.ts'

const bench = useBench()

/** Collects the payloads of an event, each checked against the contract. */
function gather<Name extends EventName>(backend: Backend, name: Name): EventPayload<Name>[] {
  const payloads: EventPayload<Name>[] = []
  backend.subscribe(name, (payload) => void payloads.push(events[name].parse(payload) as EventPayload<Name>))
  return payloads
}

const plain = requests['studies.create'].params.shape.draft.parse(tiny) as Params<'studies.create'>['draft']

describe('the contract, answered by the application', () => {
  it('takes a window from the catalogue to a finished study, with every answer and event in its schema', async () => {
    const { backend } = bench.open({ settingsFolder: bench.folder() })
    const reports = gather(backend, 'study.changed')
    const rows = gather(backend, 'trials.changed')
    const epochs = gather(backend, 'epochs.reported')
    const messages = gather(backend, 'messages.added')
    const pools = gather(backend, 'pool.changed')

    expect((await ask(backend, 'app.info', {})).cores).toBeGreaterThan(0)
    const { datasets } = await ask(backend, 'datasets.catalogue', {})
    expect(datasets.find(({ id }) => id === 'iris')).toMatchObject({
      trainable: true,
      task: 'classification',
      classes: 3,
    })
    expect(datasets.find(({ id }) => id === 'sms-spam')).toMatchObject({ trainable: true, kind: 'text' })
    const { templates } = await ask(backend, 'templates.list', { dataset: 'digits-8x8' })
    expect(templates.map(({ name, recommended }) => [name, recommended])).toEqual([
      ['cnn', true],
      ['mlp', false],
      ['linear', false],
    ])
    const plan = await ask(backend, 'studies.plan', { draft: plain })
    expect(plan.rows).toEqual({ train: 96, validation: 24, sealed: 30 })
    expect(plan.cautions.join(' ')).toContain('Only 24 rows validate')

    const project = await ask(backend, 'projects.create', { name: 'Flowers of Gaspé' })
    expect(project.folder).toMatch(/flowers-of-gaspe$/)
    const created = await ask(backend, 'studies.create', { folder: project.folder, draft: plain })
    const study = created.id
    expect(created.status).toBe('new')
    expect((await ask(backend, 'studies.start', { study })).status).toBe('running')
    await expect.poll(() => reports.at(-1)?.report.status, { timeout: 30_000 }).toBe('finished')

    const page = await ask(backend, 'trials.page', { study, from: 0, count: 100 })
    expect(page.total).toBe(4)
    expect(page.rows.map(({ state }) => state)).toEqual(['complete', 'complete', 'complete', 'complete'])
    expect(page.rows[0]!.configuration).toHaveLength(page.parameters.length)
    const told = new Map(rows.flatMap(({ rows: batch }) => batch).map((row) => [row.number, row]))
    expect([...told.values()].sort((a, b) => a.number - b.number)).toEqual(page.rows)
    expect(epochs.flatMap(({ reports: batch }) => batch)).toHaveLength(24)
    const { curves } = await ask(backend, 'trials.curves', { study, trials: [0, 3, 99] })
    expect(curves.map(({ trial, epochs: own }) => [trial, own.length])).toEqual([
      [0, 6],
      [3, 6],
    ])
    const detail = await ask(backend, 'trials.detail', { study, trial: 0 })
    expect(detail.because).toContain('baseline')
    expect(detail.runs).toMatchObject([{ name: 'search/0', state: 'done', engine: 'compiled' }])
    expect(messages.flatMap(({ messages: batch }) => batch.map(({ text }) => text))).toContain('Started.')
    expect((await ask(backend, 'messages.recent', { study, count: 10 })).messages.length).toBeGreaterThan(1)
    expect(
      pools.some(({ workers }) => workers.some((worker) => worker.state === 'busy' && worker.study === study)),
    ).toBe(true)
    expect((await ask(backend, 'pool.state', {})).workers.length).toBeGreaterThan(0)

    expect(await ask(backend, 'studies.insights', { study })).toMatchObject({ trials: 4, dependence: [] })
    await expect(
      ask(backend, 'studies.whatIf', { study, configuration: { learningRate: 0.01 } }),
    ).rejects.toMatchObject({ code: 'too-few-trials' })

    const { trial } = await ask(backend, 'studies.enqueue', {
      study,
      configuration: { learningRate: 0.05, neurons: 5, epochs: 6, layers: 1, batchSize: 16, patience: 0 },
    })
    expect(trial).toBe(4)
    await ask(backend, 'studies.resume', { study })
    await expect
      .poll(async () => (await ask(backend, 'studies.report', { study })).counts.complete, { timeout: 20_000 })
      .toBe(5)
    await expect
      .poll(async () => (await ask(backend, 'studies.report', { study })).status, { timeout: 20_000 })
      .toBe('finished')
    const opened = await ask(backend, 'studies.openTest', { study })
    expect(opened.chosen?.test).toBeDefined()
    await ask(backend, 'studies.extend', { study, budget: { trials: 6 } })
    await expect
      .poll(async () => (await ask(backend, 'studies.report', { study })).test?.tunedSince, { timeout: 20_000 })
      .toBe(true)

    await ask(backend, 'projects.close', { folder: project.folder })
    const { projects } = await ask(backend, 'projects.recent', {})
    expect(projects).toMatchObject([{ folder: project.folder, missing: false, open: false }])
    expect((await ask(backend, 'projects.open', { folder: project.folder })).studies).toHaveLength(1)
    await ask(backend, 'projects.forget', { folder: project.folder })
    expect((await ask(backend, 'projects.recent', {})).projects).toEqual([])
  }, 90_000)

  it('draws a small picture of every dataset that can be trained on', async () => {
    const { backend } = bench.open()
    for (const dataset of ['digits-8x8', 'iris', 'airfoil', 'spoken-digits', 'speech-synthesis']) {
      const preview = await ask(backend, 'datasets.preview', { dataset })
      if (preview.kind === 'images') expect(new Set(preview.samples.map(({ label }) => label)).size).toBe(10)
      else expect(preview).toMatchObject({ kind: 'points' })
    }
    expect(await ask(backend, 'datasets.preview', { dataset: 'sms-spam' })).toMatchObject({ kind: 'texts' })
  })

  it('answers under the codes that the contract names', async () => {
    const { backend } = bench.open()
    const refused = <Name extends RequestName>(name: Name, params: Params<Name>) =>
      expect(ask(backend, name, params)).rejects
    await refused('studies.report', { study: 'nothing' }).toMatchObject({ code: 'study-missing' })
    await refused('trials.page', { study: 'nothing', from: 0, count: 1 }).toMatchObject({ code: 'study-missing' })
    await refused('projects.open', { folder: bench.folder() }).toMatchObject({ code: 'project-missing' })
    await refused('datasets.preview', { dataset: 'nothing' }).toMatchObject({ code: 'dataset-missing' })
    const { folder } = await ask(backend, 'projects.create', { name: 'P' })
    await refused('studies.create', { folder, draft: { ...plain, template: 'cnn' } }).toMatchObject({
      code: 'bad-study',
    })
    const { id: study } = await ask(backend, 'studies.create', { folder, draft: plain })
    await refused('studies.pause', { study }).toMatchObject({ code: 'not-now' })
    await refused('studies.openTest', { study }).toMatchObject({ code: 'nothing-to-test' })
    await refused('studies.enqueue', { study, configuration: { neurons: 5 } }).toMatchObject({
      code: 'bad-configuration',
    })
    await refused('studies.cancel', { study, trial: 3 }).toMatchObject({ code: 'trial-missing' })
  })
})
