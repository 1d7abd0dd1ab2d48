import { expect, test } from 'vitest'
import { unexploredOf } from '../../../main/report/study/unexplored.ts'
import type { Parameter } from '../../../main/search/space/types.ts'

const rate: Parameter = { kind: 'float', name: 'rate', low: 1e-4, high: 1, scale: 'log', default: 0.01 }
const kind: Parameter = { kind: 'categorical', name: 'kind', choices: ['a', 'b', 'c'], default: 'a' }

test('a quarter of a range that no trial went to is named on the scale of the range, neighbours as one', () => {
  const tried = [1e-4, 5e-4, 2e-4, 9e-4, 3e-4].map((value) => ({ rate: value }))
  const [gap, ...rest] = unexploredOf([rate], tried)
  expect(rest).toEqual([])
  expect(gap).toMatchObject({ kind: 'range', parameter: 'rate', high: 1 })
  expect(gap?.kind === 'range' && gap.low).toBeCloseTo(1e-3, 9)
})

test('a range with a trial in each quarter has no gap', () => {
  expect(
    unexploredOf(
      [rate],
      [2e-4, 2e-3, 2e-2, 0.2, 0.9].map((value) => ({ rate: value })),
    ),
  ).toEqual([])
})

test('choices that fewer than five trials tried are named with their number', () => {
  const tried = [...Array.from({ length: 5 }, () => ({ kind: 'a' })), { kind: 'b' }]
  expect(unexploredOf([kind], tried)).toEqual([
    { kind: 'choice', parameter: 'kind', value: 'b', trials: 1 },
    { kind: 'choice', parameter: 'kind', value: 'c', trials: 0 },
  ])
})

test('a parameter that hardly any trial used is not said to be unexplored', () => {
  expect(unexploredOf([rate], [{ rate: 0.1 }, {}, {}, {}, {}, {}])).toEqual([])
})
