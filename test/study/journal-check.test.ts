import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { isJournalLine, lineProblem } from '../../main/study/journal-check.ts'
import type { EpochLine, JournalLine, ResultLine } from '../../main/study/journal-line.ts'

const epoch: EpochLine = {
  type: 'epoch',
  trial: 17,
  run: 'search/0',
  epoch: 3,
  value: 0.9312345,
  train: { loss: 0.21, accuracy: 0.94 },
  validation: { loss: 0.25, accuracy: 0.93 },
  learningRate: 0.001,
  seconds: 0.2,
  at: 12.5,
}

describe('the check of journal lines', () => {
  it('names the field that a line cannot hold', () => {
    expect(lineProblem(epoch)).toBeUndefined()
    expect(lineProblem({ ...epoch, epoch: -1 })).toBe('Its field epoch is -1, which a line of type epoch cannot hold.')
    expect(lineProblem({ ...epoch, run: 'search' })).toContain('field run is "search"')
    expect(lineProblem({ ...epoch, train: { loss: null } })).toContain('field train')
    expect(lineProblem({ ...epoch, trial: undefined })).toContain('field trial is missing')
    expect(lineProblem({ ...epoch, value: Infinity })).toContain('field value')
    expect(
      lineProblem({
        type: 'trial',
        trial: 0,
        configuration: { x: {} },
        origin: 'default',
        because: '',
        at: 0,
        time: 0,
      }),
    ).toContain('field configuration')
  })

  it('takes what became of each class, and results of before it was kept', () => {
    const result: ResultLine = {
      type: 'result',
      trial: 1,
      run: 'search/0',
      value: 0.8,
      validation: { accuracy: 0.8 },
      train: { accuracy: 0.9 },
      epochs: 3,
      keptEpoch: 2,
      stoppedEarly: false,
      parameters: 10,
      engine: 'compiled',
      device: 'cpu',
      seconds: 1,
      at: 3,
    }
    const classes = {
      validation: {
        matrix: [
          [3, 0],
          [1, 2],
        ],
      },
      test: { actual: [1], predicted: [1], hits: [1] },
    }
    expect(lineProblem(result)).toBeUndefined()
    expect(lineProblem({ ...result, modelBytes: 40, latency: 0.01, classes })).toBeUndefined()
    expect(lineProblem({ ...result, classes: { validation: { matrix: [[3, -1]] } } })).toContain('field classes')
    expect(lineProblem({ ...result, classes: { test: { actual: [1], hits: [1] } } })).toContain('field classes')
    expect(lineProblem({ ...result, latency: NaN })).toContain('field latency')
  })

  it('refuses what is no line at all', () => {
    for (const value of [null, 3, 'epoch', [], [epoch]]) expect(lineProblem(value)).toBe('It is not an object.')
    expect(lineProblem({})).toContain('Its type is missing')
    expect(lineProblem({ type: 'toString' })).toContain('does not know')
    expect(isJournalLine({ type: 'constructor' })).toBe(false)
  })

  it('lets optional fields be absent and unknown ones pass', () => {
    expect(lineProblem({ ...epoch, value: undefined })).toBeUndefined()
    expect(lineProblem({ ...epoch, added: 'by a later version' })).toBeUndefined()
  })

  it('checks 500,000 lines in well under two seconds', () => {
    const lines: JournalLine[] = Array.from({ length: 1000 }, (_, index) => ({ ...epoch, trial: index }))
    const started = performance.now()
    let problems = 0
    for (let round = 0; round < 500; round++) for (const line of lines) if (lineProblem(line)) problems++
    expect(problems).toBe(0)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
