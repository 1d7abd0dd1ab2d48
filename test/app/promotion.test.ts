import { describe, expect, it } from 'vitest'
import type { App, AppEvent } from '../../main/app/app.ts'
import type { JournalLine } from '../../main/study/journal-line.ts'
import { tiny, useBench } from './workshop.ts'

const bench = useBench()
const draft = { ...tiny, budget: { trials: 9 } }
const halving = { ...draft, pruner: { name: 'successiveHalving', options: { minEpochs: 1, reduction: 2 } } }

async function started(app: App, changes: typeof draft): Promise<{ readonly id: string; readonly folder: string }> {
  const folder = bench.folder()
  await app.createProject(folder)
  const { id } = await app.createStudy(folder, changes)
  return { id, folder }
}

const curvesOf = (lines: readonly JournalLine[]) => {
  const curves = new Map<number, [number, number | undefined][]>()
  for (const line of lines)
    if (line.type === 'epoch') curves.set(line.trial, [...(curves.get(line.trial) ?? []), [line.epoch, line.value]])
  return curves
}

describe('a trial that is promoted', () => {
  it('goes on from its checkpoint: the same curve as one that never waited, no epoch trained twice, also after a break', async () => {
    const app = bench.open()
    const whole = await started(app, draft)
    await app.run(whole.id)
    const unpruned = curvesOf(await app.lines(whole.id))

    const { id, folder } = await started(app, halving)
    // Closed as soon as somebody waits, and opened again: what waits is still there.
    const waits = new Promise<void>((resolve) => {
      app.subscribe((event: AppEvent) => {
        if (event.type === 'line' && event.line.type === 'pruned' && event.study === id) resolve()
      })
    })
    const broken = app.run(id).catch(() => undefined)
    await waits
    await app.close()
    await broken

    const again = bench.open()
    await again.openProject(folder)
    const report = await again.run(id)
    expect(report).toMatchObject({ status: 'finished', trials: 9 })
    const lines = await again.lines(id)
    const promoted = lines.flatMap((line) => (line.type === 'promoted' ? [line.trial] : []))
    expect(promoted.length).toBeGreaterThan(1)
    for (const [at, line] of lines.entries()) {
      if (line.type !== 'promoted') continue
      const waited = lines.slice(0, at).findLast((other) => other.type === 'pruned' && other.trial === line.trial)
      const start = lines.slice(at).find((other) => other.type === 'start' && other.trial === line.trial)
      // A quick training may have come further before it was told to stop.
      expect((start as { from: number }).from).toBeGreaterThanOrEqual((waited as { rung: number }).rung)
    }
    const curves = curvesOf(lines)
    for (const [trial, curve] of curves) expect(curve).toEqual(unpruned.get(trial)?.slice(0, curve.length))
    expect(report.epochs).toBe([...curves.values()].reduce((sum, curve) => sum + curve.length, 0))
    expect(report.epochs).toBeLessThan(9 * 6)
    expect(report.counts.complete).toBeGreaterThan(1)
  })
})

describe('folds of a trial', () => {
  it('train side by side, and give what they give one after the other', async () => {
    const app = bench.open()
    const folds = { ...draft, budget: { trials: 2 }, protocol: { ...tiny.protocol, kind: 'kfold' as const, folds: 3 } }
    const [one, two] = [await started(app, folds), await started(app, { ...folds, workers: 2 })]
    await app.run(one.id)
    await app.run(two.id)
    const values = async (id: string) =>
      (await app.lines(id)).flatMap((line) => (line.type === 'complete' ? [[line.trial, ...line.values]] : [])).sort()
    expect(await values(two.id)).toEqual(await values(one.id))
    const first = (await app.lines(two.id)).filter((line) => line.type === 'start' || line.type === 'result')
    expect(first.slice(0, 2).map((line) => line.type === 'start' && line.run)).toEqual(['search/0', 'search/1'])
  })

  it('and shares of the rows come to the same score as a study without them', async () => {
    const app = bench.open()
    const plain = { ...draft, budget: { trials: 1 } }
    const rows = {
      ...plain,
      pruner: { name: 'asha', options: {} },
      protocol: { ...tiny.protocol, fidelity: 'rows' as const },
    }
    const [all, shares] = [await started(app, plain), await started(app, rows)]
    const [first, second] = [await app.run(all.id), await app.run(shares.id)]
    expect(second.baseline?.value).toBe(first.baseline?.value)
    const results = (await app.lines(shares.id)).flatMap((line) => (line.type === 'result' ? [line.run] : []))
    expect(results).toEqual(['search/2', 'search/1', 'search/0'])
  })
})
