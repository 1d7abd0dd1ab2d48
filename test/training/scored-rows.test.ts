import { describe, expect, test } from 'vitest'
import type { TrainingData } from '../../main/training/examples.ts'
import { numbersPerExample, scoredRuns, targetsOfRuns } from '../../main/training/scored-rows.ts'

const part = (count: number) => ({ count, inputs: new Float32Array(0), targets: new Int32Array(0) })

function dataOf(train: number, rest: Partial<TrainingData> = {}): TrainingData {
  return {
    inputShape: [1],
    outputs: 10,
    task: 'classification',
    train: part(train),
    validation: part(train),
    ...rest,
  }
}

const rowsOf = (runs: ReturnType<typeof scoredRuns>): number => runs.reduce((sum, { count }) => sum + count, 0)

describe('the rows that score a network', () => {
  test('are all rows of a part, once each and in their order', () => {
    const runs = scoredRuns(dataOf(2500), 'validation')
    expect(runs).toEqual([
      { from: 0, count: 1024 },
      { from: 1024, count: 1024 },
      { from: 2048, count: 452 },
    ])
    expect(scoredRuns(dataOf(2500), 'train', 2000)).toEqual(runs)
    expect(rowsOf(scoredRuns(dataOf(2500), 'train', 100))).toBe(2500)
    expect(scoredRuns(dataOf(2500), 'test')).toEqual([])
  })

  test('come in runs of at most a million predicted numbers, but never of none', () => {
    const wide = { outputs: 65, targetsPerExample: 100 }
    expect(numbersPerExample(dataOf(1, wide))).toBe(6500)
    for (const { count } of scoredRuns(dataOf(1000, wide), 'validation'))
      expect(count * 6500).toBeLessThanOrEqual(2 ** 20)
    expect(scoredRuns(dataOf(2, { outputs: 2 ** 21 }), 'validation')).toHaveLength(2)
  })

  test('are an even choice of training rows with very many outputs, and still all rows of the other parts', () => {
    const data = dataOf(40_000, { outputs: 65, targetsPerExample: 50 })
    const scored = scoredRuns(data, 'train')
    expect(rowsOf(scored) * 3250).toBeLessThanOrEqual(2 ** 24 * 1.1)
    expect(rowsOf(scored)).toBeGreaterThan(40_000 / 16)
    const gaps = scored.slice(1).map(({ from }, index) => from - scored[index]!.from)
    expect(new Set(gaps).size).toBe(1)
    expect(scored.at(-1)!.from).toBeGreaterThan(40_000 - gaps[0]! - 1)
    expect(rowsOf(scoredRuns(data, 'validation'))).toBe(40_000)
  })

  test('bring along what is known of them: targets of every step, and what changes are counted from', () => {
    const targets = Int32Array.from({ length: 12 }, (_, index) => index)
    const examples = { count: 6, inputs: new Float32Array(6), targets }
    const runs = [
      { from: 1, count: 2 },
      { from: 5, count: 1 },
    ]
    expect(targetsOfRuns(examples, runs)).toEqual({ count: 3, targets: Int32Array.of(2, 3, 4, 5, 10, 11) })
    const changes = { count: 3, inputs: new Float32Array(3), targets: Float32Array.of(1, 2, 3) }
    const base = Float64Array.of(10, 20, 30)
    expect(targetsOfRuns({ ...changes, base }, [{ from: 2, count: 1 }])).toEqual({
      count: 1,
      targets: Float32Array.of(3),
      base: Float64Array.of(30),
    })
    expect(targetsOfRuns(examples, [{ from: 0, count: 6 }]).targets).toBe(targets)
  })
})
