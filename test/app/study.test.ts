import { appendFileSync, cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AppEvent } from '../../main/app/app.ts'
import type { JournalLine } from '../../main/study/journal-line.ts'
import { useProcessTree } from '../process-tree.ts'
import { outcomes, resources, tiny, useBench } from './workshop.ts'

const processes = useProcessTree()
const bench = useBench()

/** Resolves at the first journal line that is wanted. */
function lineWhere(app: ReturnType<typeof bench.open>, wanted: (line: JournalLine) => boolean): Promise<JournalLine> {
  return new Promise((resolve) => {
    const end = app.subscribe((event: AppEvent) => {
      if (event.type !== 'line' || !wanted(event.line)) return
      end()
      resolve(event.line)
    })
  })
}

describe('a study with real workers', () => {
  it('runs from the first trial to the opened test set, and leaves no process behind', async () => {
    const app = bench.open()
    const folder = bench.folder()
    await app.createProject(folder, { name: 'Flowers' })
    const { id } = await app.createStudy(folder, {
      ...tiny,
      workers: 2,
      protocol: { confirm: { top: 2, seeds: 2 } },
    })
    const report = await app.run(id)
    expect(report).toMatchObject({ status: 'finished', stage: 'done', trials: 4 })
    expect(report.counts.complete).toBe(4)
    expect(report.engines).toEqual([{ engine: 'compiled', device: 'cpu', trials: 4 }])
    expect(report.best!.value).toBeGreaterThan(0.5)
    expect(report.chosen!.confirmed!.seeds).toBe(2)
    expect(report.finalists.map(({ trial }) => trial)).toContain(report.chosen!.trial)
    expect(report.chosen!.test).toBeUndefined()

    const opened = await app.openTest(id)
    expect(opened.chosen!.test!['accuracy']).toBeGreaterThan(0.5)
    expect(opened.baseline!.test!['accuracy']).toBeGreaterThan(0.3)
    expect(opened.test).toMatchObject({ afterTrials: 4, tunedSince: false })
    await expect(app.openTest(id)).rejects.toThrow('has been opened already')

    await app.close()
    expect(await processes.survivorsAfter(2_000)).toEqual([])
    expect(readFileSync(join(folder, 'studies', id, 'trials.jsonl'), 'utf8')).toContain('"type":"test-opened"')
  })

  it('says of each trial how each class fares, how large its network is and how long a prediction takes', async () => {
    const app = bench.open()
    const folder = bench.folder()
    await app.createProject(folder)
    const { id } = await app.createStudy(folder, { ...tiny, budget: { trials: 2 } })
    await app.run(id)
    await app.openTest(id)
    const { signal } = new AbortController()
    const detail = await app.backend.handlers['trials.detail']({ study: id, trial: 0 }, { signal })
    expect(detail.classNames).toEqual(['setosa', 'versicolor', 'virginica'])
    expect(detail.row.modelBytes).toBe(4 * detail.row.parameters!)
    expect(detail.row.latency).toBeGreaterThan(0)
    const search = detail.runs.find(({ name }) => name === 'search/0')!
    const { scores, matrix } = search.classes!.validation!
    const rows = scores.reduce((sum, score) => sum + score.rows, 0)
    expect(matrix!.flat().reduce((sum, count) => sum + count, 0)).toBe(rows)
    expect(matrix!.reduce((sum, row, k) => sum + row[k]!, 0) / rows).toBeCloseTo(search.validation!['accuracy']!, 6)
    expect(search.classes!.test).toBeUndefined()
    const test = detail.runs.find(({ name }) => name === 'test/0')!
    expect(test.classes!.test!.scores).toHaveLength(3)
    expect(test.test!['accuracy']).toBeGreaterThan(0)
  })

  it('minimises what is known only at the end of a training, and watches the usual metric meanwhile', async () => {
    const app = bench.open()
    const folder = bench.folder()
    await app.createProject(folder)
    const objective = { metric: 'modelBytes', direction: 'minimise' } as const
    const { id } = await app.createStudy(folder, { ...tiny, objective })
    const report = await app.run(id)
    expect(report.definition.pruner.name).toBe('none')
    const sizes = (await app.lines(id)).flatMap((line) => (line.type === 'result' ? [line.modelBytes!] : []))
    expect(sizes).toHaveLength(4)
    expect(report.best!.value).toBe(Math.min(...sizes))
    const largest = { metric: 'latency', direction: 'maximise' } as const
    await expect(app.createStudy(folder, { ...tiny, objective: largest })).rejects.toThrow('to be minimised')
  })

  it('gives the same trials and the same values for the same seed, and others for another', async () => {
    const runs: ReturnType<typeof outcomes>[] = []
    const app = bench.open()
    for (const seed of [7, 7, 8]) {
      const folder = bench.folder()
      await app.createProject(folder)
      const { id } = await app.createStudy(folder, { ...tiny, seed })
      await app.run(id)
      runs.push(outcomes(await app.lines(id)))
    }
    expect(runs[0]).toHaveLength(4)
    expect(runs[0]!.every(({ values, curve }) => values && (curve as unknown[]).length === 6)).toBe(true)
    expect(runs[1]).toEqual(runs[0])
    expect(runs[2]).not.toEqual(runs[0])
  })

  it('is after pauses in the middle of training what it would have been without', async () => {
    const app = bench.open()
    const long = { ...tiny, budget: { trials: 3 }, space: withEpochs(400) }
    const straight = bench.folder()
    await app.createProject(straight)
    const { id: undisturbed } = await app.createStudy(straight, long)
    await app.run(undisturbed)

    const halting = bench.folder()
    await app.createProject(halting)
    const { id } = await app.createStudy(halting, long)
    for (const trial of [0, 1, 2]) {
      const midway = lineWhere(app, (line) => line.type === 'epoch' && line.trial === trial && line.epoch === 60)
      const running = app.run(id)
      await midway
      const paused = await app.pause(id)
      expect(paused.status).toBe('paused')
      expect(paused.counts.running).toBe(0)
      expect((await running).status).toBe('paused')
    }
    expect((await app.run(id)).status).toBe('finished')
    const lines = await app.lines(id)
    expect(lines.filter((line) => line.type === 'interrupted').length).toBeGreaterThan(0)
    expect(outcomes(lines)).toEqual(outcomes(await app.lines(undisturbed)))
  })

  it('is what it would have been although its worker was killed in mid training', async () => {
    const app = bench.open()
    const long = { ...tiny, budget: { trials: 1 }, space: withEpochs(2_000) }
    const values: unknown[] = []
    for (const disturbed of [false, true]) {
      const folder = bench.folder()
      await app.createProject(folder)
      const { id } = await app.createStudy(folder, long)
      const midway = lineWhere(app, (line) => line.type === 'epoch' && line.epoch === 100)
      const running = app.run(id)
      await midway
      if (disturbed) for (const pid of processes.survivors()) process.kill(pid, 'SIGKILL')
      expect((await running).counts.complete).toBe(1)
      const lines = await app.lines(id)
      const failures = lines.filter((line) => line.type === 'failed')
      if (disturbed) expect(failures).toMatchObject([{ reason: 'crash', again: true }])
      else expect(failures).toEqual([])
      values.push(outcomes(lines))
    }
    expect(values[1]).toEqual(values[0])
  })

  it('keeps the best networks, and scores them on the test set without training again', async () => {
    const app = bench.open()
    const folder = bench.folder()
    await app.createProject(folder)
    const { id } = await app.createStudy(folder, { ...tiny, keepModels: 1 })
    const report = await app.run(id)
    const best = report.best!
    const kept = []
    for (const trial of [0, 1, 2, 3]) if (await app.model(id, trial)) kept.push(trial)
    expect(kept).toEqual([...new Set([0, best.trial])].sort())
    const model = await app.model(id, best.trial)
    expect(JSON.parse(model!.json)).toHaveProperty('class_name')
    expect(model!.weights.tensors.length).toBeGreaterThan(1)

    const opened = await app.openTest(id)
    const lines = await app.lines(id)
    expect(lines.filter((line) => line.type === 'epoch' && line.run === 'test/0')).toEqual([])
    expect(lines.filter((line) => line.type === 'failed')).toEqual([])
    const scored = lines.find((line) => line.type === 'result' && line.run === 'test/0' && line.trial === best.trial)
    expect(scored).toMatchObject({ value: best.value, epochs: 0 })
    const { validation } = scored as { validation: Record<string, number> }
    for (const [name, value] of Object.entries(best.validation)) expect(validation[name]).toBeCloseTo(value, 5)
    expect(opened.chosen!.test).toEqual((scored as { test: unknown }).test)
  })

  it('goes on in another program where it stopped, and finishes what was extended', async () => {
    const folder = bench.folder()
    const first = bench.open()
    await first.createProject(folder)
    const { id } = await first.createStudy(folder, { ...tiny, budget: { trials: 40 } })
    const some = lineWhere(first, (line) => line.type === 'complete' && line.trial === 2)
    void first.run(id)
    await some
    await first.close()

    const second = bench.open()
    const { studies, readOnly } = await second.openProject(folder)
    expect(readOnly).toBe(false)
    expect(studies).toMatchObject([{ id, status: 'paused', because: 'Sweetspot was closed.' }])
    const before = second.study(id).counts.complete
    expect(before).toBeGreaterThanOrEqual(3)
    await second.extend(id, { trials: before + 2 })
    expect((await second.run(id)).counts.complete).toBe(before + 2)
  })

  it('is refused on a dataset that has changed, and on one that is gone', async () => {
    const folder = bench.folder()
    const own = bench.folder()
    cpSync(resources, own, { recursive: true, filter: (source) => !/datasets.[^i]/.test(source) })
    const app = bench.open({ resources: own })
    await app.createProject(folder)
    const { id } = await app.createStudy(folder, { ...tiny, budget: { trials: 1 } })
    await app.run(id)
    const csv = join(own, 'datasets', 'iris', 'data.csv')
    appendFileSync(csv, '5.1,3.5,1.4,0.2,setosa\n')
    await expect(app.run(id)).resolves.toMatchObject({ status: 'finished' })
    await expect(app.extend(id, { trials: 2 })).rejects.toMatchObject({ code: 'dataset-changed' })
    expect(app.study(id)).toMatchObject({ status: 'finished', trials: 1 })
  })

  it('gives a second program the project to read, and to write once the first has gone', async () => {
    const folder = bench.folder()
    const first = bench.open()
    await first.createProject(folder)
    const { id } = await first.createStudy(folder, tiny)
    const second = bench.open()
    const seen = await second.openProject(folder)
    expect(seen).toMatchObject({ readOnly: true, studies: [{ id }] })
    expect(seen.heldBy).toContain('this program')
    await expect(second.run(id)).rejects.toMatchObject({ code: 'read-only' })
    await first.close()
    await second.closeProject(folder)
    expect((await second.openProject(folder)).readOnly).toBe(false)
  })

  it('has a single worker score folds one after the other, and takes their mean', async () => {
    const app = bench.open()
    const folder = bench.folder()
    await app.createProject(folder)
    const { id } = await app.createStudy(folder, {
      ...tiny,
      budget: { trials: 2 },
      workers: 1,
      protocol: { kind: 'kfold', folds: 3, confirm: { top: 0, seeds: 0 } },
    })
    const report = await app.run(id)
    const lines = await app.lines(id)
    const folds = lines.flatMap((line) => (line.type === 'result' && line.trial === 1 ? [line] : []))
    expect(folds.map(({ run }) => run)).toEqual(['search/0', 'search/1', 'search/2'])
    const mean = folds.reduce((sum, { value }) => sum + value, 0) / 3
    expect(lines.find((line) => line.type === 'complete' && line.trial === 1)).toMatchObject({ values: [mean] })
    expect(report.counts.complete).toBe(2)
  })

  it('pauses with a message when the disk is nearly full, and goes on when it is not', async () => {
    const folder = bench.folder()
    const app = bench.open({ minimumFreeBytes: Number.MAX_SAFE_INTEGER })
    await app.createProject(folder)
    const { id } = await app.createStudy(folder, tiny)
    const report = await app.run(id)
    expect(report.status).toBe('paused')
    expect(report.because).toMatch(/MB are left on the disk.*Free some space/)
    expect(report.counts).toMatchObject({ queued: 1, running: 0 })
    await app.close()
    const roomy = bench.open()
    await roomy.openProject(folder)
    expect((await roomy.run(id)).counts.complete).toBe(4)
  })

  it('keeps the networks of the best trials within its share of the disk, and the best one whatever its size', async () => {
    const keptUnder = async (modelBudgetBytes: number): Promise<number[]> => {
      const folder = bench.folder()
      const app = bench.open({ modelBudgetBytes })
      await app.createProject(folder)
      const { id } = await app.createStudy(folder, { ...tiny, keepModels: 3 })
      await app.run(id)
      const models = await Promise.all([0, 1, 2, 3].map((trial) => app.model(id, trial)))
      return models.flatMap((model, trial) => (model ? [trial] : []))
    }
    const [roomy, tight] = [await keptUnder(1e9), await keptUnder(1)]
    expect(roomy.length).toBeGreaterThanOrEqual(3)
    expect(tight).toHaveLength(1)
    expect(roomy).toContain(tight[0])
  })

  it('refuses a draft that cannot be trained with a sentence that says what to change', async () => {
    const app = bench.open()
    const folder = bench.folder()
    await app.createProject(folder)
    const refused = (change: object) => expect(app.createStudy(folder, { ...tiny, ...change })).rejects
    await refused({ datasetId: 'unheard-of' }).toThrow(/No bundled dataset is called unheard-of/)
    await refused({ template: 'cnn' }).toThrow(/no images/)
    await refused({ budget: { trials: 0 } }).toThrow(/trials/)
    await refused({ sampler: { name: 'oracle', options: {} } }).toThrow(/oracle/)
    await refused({ objective: { metric: 'beauty', direction: 'maximise' } }).toThrow(/no metric "beauty"/)
    await refused({
      space: { parameters: [{ name: 'cake', kind: 'fixed', value: 1 }], relations: [] },
    }).toThrow(/no hyperparameter "cake"/)
    await refused({
      space: {
        parameters: [{ name: 'learningRate', kind: 'float', low: 1, high: 0.1, scale: 'log', default: 0.1 }],
        relations: [],
      },
    }).toThrow(/Swap them/)
    expect(app.project(folder).studies).toEqual([])
  })
})

function withEpochs(epochs: number): NonNullable<(typeof tiny)['space']> {
  const { parameters, relations } = tiny.space!
  return {
    relations,
    parameters: parameters.map((parameter) =>
      parameter.name === 'epochs' ? { name: 'epochs', kind: 'fixed', value: epochs } : parameter,
    ),
  }
}
