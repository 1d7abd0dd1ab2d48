import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ask } from './ask.ts'
import { tiny, useBench } from './workshop.ts'

const bench = useBench()

describe('where a trained network errs', () => {
  it('is told of classes: as many wrong rows as its accuracy says, the surest first, each with its values', async () => {
    const app = bench.open()
    const folder = bench.folder()
    await app.createProject(folder)
    const { id } = await app.createStudy(folder, {
      ...tiny,
      budget: { trials: 2 },
      keepModels: 2,
      protocol: { confirm: { top: 0, seeds: 0 } },
    })
    await app.run(id)
    const { runs } = await ask(app.backend, 'trials.detail', { study: id, trial: 0 })
    const found = await ask(app.backend, 'trials.diagnosis', { study: id, trial: 0 })
    if (found.task !== 'classification') throw new Error('It is a classification.')
    expect(1 - found.wrong / found.rows).toBeCloseTo(runs[0]!.validation!['accuracy']!, 6)
    expect(found.worst).toHaveLength(Math.min(24, found.wrong))
    const confidences = found.worst.map(({ confidence }) => confidence)
    expect(confidences).toEqual(confidences.toSorted((a, b) => b - a))
    for (const { actual, predicted, example } of found.worst) {
      expect(actual).not.toBe(predicted)
      expect(example.kind === 'values' && example.values.length).toBe(4)
    }
    expect(found.bins.reduce((sum, { rows }) => sum + rows, 0)).toBe(found.rows)
    expect(found.curves.map(({ label }) => label)).toHaveLength(3)
    const areas = found.curves.map(({ rocArea }) => rocArea)
    expect(areas.reduce((sum, area) => sum + area, 0) / 3).toBeCloseTo(runs[0]!.validation!['rocAuc']!, 5)
    for (const { roc } of found.curves)
      expect([roc[0], roc.at(-1)]).toEqual([
        [0, 0],
        [1, 1],
      ])
    await expect(ask(app.backend, 'trials.diagnosis', { study: id, trial: 99 })).rejects.toMatchObject({
      code: 'trial-missing',
    })
  })

  it('is told of numbers in their own unit: errors as large as the score says', async () => {
    const app = bench.open()
    const folder = bench.folder()
    await app.createProject(folder)
    const rows = Array.from({ length: 120 }, (_, row) => `${row % 11},${(row * 7) % 13},${1000 + 40 * (row % 11)}`)
    const path = join(folder, 'prices.csv')
    writeFileSync(path, ['a,b,price', ...rows].join('\n'))
    const { reference } = await app.importTable(folder, path, { target: 'price', task: 'regression' })
    const { id } = await app.createStudy(folder, {
      datasetId: reference.id,
      template: 'mlp',
      budget: { trials: 1 },
      keepModels: 1,
      protocol: { confirm: { top: 0, seeds: 0 } },
    })
    await app.run(id)
    const { runs } = await ask(app.backend, 'trials.detail', { study: id, trial: 0 })
    const found = await ask(app.backend, 'trials.diagnosis', { study: id, trial: 0 })
    if (found.task !== 'regression') throw new Error('It is a regression.')
    const squares = found.points.map(([actual, predicted]) => (actual - predicted) ** 2)
    const rmse = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length)
    expect(rmse).toBeCloseTo(runs[0]!.validation!['rmse']!, 1)
    expect(found.target).toBe('price')
    expect(found.points.every(([actual]) => actual >= 1000 && actual <= 1400)).toBe(true)
  })
})
