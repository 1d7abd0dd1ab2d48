import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Objective, SearchSpace, TrialRow } from '../../preload/contract/types.ts'
import { parallelAxes } from '../../renderer/charts/parallel/axes.ts'
import { missingAt, type ParallelAxis } from '../../renderer/charts/parallel/axis.ts'
import { brushFromPositions, brushInWords, intervalsOf, toggledAt } from '../../renderer/charts/parallel/brushes.ts'
import { dragged, gripAt } from '../../renderer/charts/parallel/brushing.ts'
import { axisX, nearestLine, parallelLines, positionAt, positionY } from '../../renderer/charts/parallel/data.ts'
import { parallelLayout } from '../../renderer/charts/parallel/option.ts'
import { passes, scoreAxis } from '../../renderer/state/brush.ts'
import { select } from '../../renderer/state/mask.ts'

const space: SearchSpace = {
  parameters: [
    { name: 'rate', kind: 'float', low: 1e-4, high: 0.1, scale: 'log', default: 1e-3 },
    { name: 'kind', kind: 'categorical', choices: ['a', 'b', 'c'], default: 'a' },
    {
      name: 'momentum',
      kind: 'float',
      low: 0,
      high: 1,
      scale: 'linear',
      default: 0.5,
      when: [{ parameter: 'kind', in: ['b'] }],
    },
    { name: 'batch', kind: 'int', low: 16, high: 256, scale: 'powersOf2', default: 32 },
    { name: 'norm', kind: 'bool', default: false },
    { name: 'epochs', kind: 'fixed', value: 10 },
  ],
  relations: [],
}
const names = ['rate', 'kind', 'momentum', 'batch', 'norm', 'epochs']
const objective: Objective = { metric: 'accuracy', direction: 'maximise' }
const row = (number: number, configuration: TrialRow['configuration'], value?: number): TrialRow => ({
  number,
  state: value === undefined ? 'failed' : 'complete',
  origin: 'sampler',
  configuration,
  epochs: 10,
  seconds: 1,
  ...(value === undefined ? {} : { value }),
})
const rows = [
  row(0, [0.001, 'a', null, 32, false, 10], 0.9),
  row(1, [0.01, 'b', 0.5, 64, true, 10], 0.95),
  row(2, [0.0001, 'c', null, 256, true, 10], 0.85),
  row(3, [0.05, 'b', 0.9, 16, false, 10]),
]
const axes = parallelAxes(space, objective, rows, names)
const axis = (key: string) => axes.find((candidate) => candidate.key === key) as ParallelAxis

describe('axes', () => {
  test('there is one for each parameter that varies, and the score last', () => {
    expect(axes.map(({ key }) => key)).toEqual(['rate', 'kind', 'momentum', 'batch', 'norm', scoreAxis])
  })

  test('a log axis spaces decades evenly; positions and values are inverse', () => {
    expect(axis('rate').position(1e-4)).toBeCloseTo(0)
    expect(axis('rate').position(1e-3)).toBeCloseTo(1 / 3)
    expect(axis('rate').position(0.1)).toBeCloseTo(1)
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 0.1, noNaN: true }), (value) => {
        expect(axis('rate').value(axis('rate').position(value))).toBeCloseTo(value, 10)
      }),
    )
  })

  test('what has no value has a place of its own, and the axis says what that means', () => {
    expect(axis('momentum').missing).toBe('not used')
    expect(axis(scoreAxis).missing).toBe('no score')
    expect(axis('rate').missing).toBeUndefined()
    const lines = parallelLines(axes, rows, names, objective)
    expect(lines.find((line) => line.trial === 0)?.positions[2]).toBeCloseTo(missingAt)
    expect(lines.find((line) => line.trial === 3)?.positions[5]).toBeCloseTo(missingAt)
  })

  test('ticks are labelled in the notation of their axis', () => {
    expect(axis('rate').ticks.map(({ label }) => label)).toEqual(['1e\u22124', '1e\u22123', '1e\u22122', '1e\u22121'])
    expect(axis('batch').ticks.map(({ label }) => label)).toEqual(['16', '32', '64', '128', '256'])
    expect(axis('norm').ticks.map(({ label }) => label)).toEqual(['no', 'yes'])
  })

  test('the best line lies on top, those without a score at the bottom', () => {
    expect(parallelLines(axes, rows, names, objective).map(({ trial }) => trial)).toEqual([3, 2, 0, 1])
    expect(
      parallelLines(axes, rows, names, { metric: 'loss', direction: 'minimise' }).map(({ trial }) => trial),
    ).toEqual([3, 1, 0, 2])
  })
})

describe('brushes', () => {
  test('an interval on an axis of numbers becomes values, and comes back as the same interval', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (a, b) => {
        const brush = brushFromPositions(axis('rate'), [a, b])
        const [interval] = intervalsOf(axis('rate'), brush ? [brush] : [])
        expect(interval?.[0]).toBeCloseTo(Math.min(a, b), 6)
        expect(interval?.[1]).toBeCloseTo(Math.max(a, b), 6)
      }),
    )
  })

  test('an interval over the whole axis and the place below lets every trial pass', () => {
    for (const one of axes) {
      const brush = brushFromPositions(one, [-0.14, 1])
      const selected = select(rows, names, { brushes: { [one.key]: brush ? [brush] : [] }, hidden: [] })
      expect([...selected], one.key).toEqual([0, 1, 2, 3])
    }
  })

  test('on a category axis an interval takes the choices whose middle it covers', () => {
    expect(brushFromPositions(axis('kind'), [0.4, 0.9])).toEqual({ choices: ['b', 'c'] })
    expect(brushFromPositions(axis('kind'), [0.2, 0.3])).toBeUndefined()
  })

  test('a click toggles a choice, and the place of what is missing', () => {
    const once = toggledAt(axis('kind'), [], 0.5)
    expect(once).toEqual([{ choices: ['b'] }])
    expect(toggledAt(axis('kind'), once ?? [], 0.8)).toEqual([{ choices: ['b', 'c'] }])
    expect(toggledAt(axis('kind'), once ?? [], 0.5)).toEqual([])
    expect(toggledAt(axis('momentum'), [], missingAt)).toEqual([{ missing: true }])
    expect(toggledAt(axis('momentum'), [{ missing: true }], missingAt)).toEqual([])
    expect(toggledAt(axis('rate'), [], 0.5)).toBeUndefined()
  })

  test('brushes of one axis join by or, axes by and; what is missing passes only where it is asked for', () => {
    const filter = (brushes: Parameters<typeof select>[2]['brushes']) => [
      ...select(rows, names, { brushes, hidden: [] }),
    ]
    expect(
      filter({
        rate: [
          { low: 5e-5, high: 2e-4 },
          { low: 0.005, high: 0.02 },
        ],
      }),
    ).toEqual([1, 2])
    expect(filter({ rate: [{ low: 0.005 }], norm: [{ choices: [true] }] })).toEqual([1])
    expect(filter({ momentum: [{ low: 0, high: 1 }] })).toEqual([1, 3])
    expect(filter({ momentum: [{ missing: true }] })).toEqual([0, 2])
    expect(filter({ [scoreAxis]: [{ low: 0.88 }] })).toEqual([0, 1])
    expect(filter({ [scoreAxis]: [{ missing: true }] })).toEqual([3])
    expect([...select(rows, names, { brushes: {}, hidden: ['failed'] })]).toEqual([0, 1, 2])
    expect(passes({}, 1)).toBe(false)
  })

  test('brushes are said in words', () => {
    expect(brushInWords(axis('rate'), { low: 0.00038, high: 0.0033 })).toBe('3.80e\u22124 to 3.30e\u22123')
    expect(brushInWords(axis('kind'), { choices: ['a', 'b'], missing: true })).toBe('a or b or missing')
    expect(brushInWords(axis('momentum'), { missing: true })).toBe('not used')
  })
})

describe('dragging', () => {
  const intervals = [
    [0.1, 0.3],
    [0.6, 0.8],
  ] as const

  test('takes hold of an end, of the whole, or begins a new brush', () => {
    expect(gripAt(intervals, 0.31, 0.02)).toEqual({ part: 'high', at: 0 })
    expect(gripAt(intervals, 0.59, 0.02)).toEqual({ part: 'low', at: 1 })
    expect(gripAt(intervals, 0.7, 0.02)).toEqual({ part: 'whole', at: 1 })
    expect(gripAt(intervals, 0.45, 0.02)).toEqual({ part: 'new', at: 2 })
  })

  test('moves what was taken and leaves the others, ends crossing included', () => {
    expect(dragged(intervals, { part: 'high', at: 0 }, 0.3, 0.5, 0)).toEqual([[0.1, 0.5], intervals[1]])
    expect(dragged(intervals, { part: 'low', at: 1 }, 0.6, 0.9, 0)).toEqual([intervals[0], [0.8, 0.9]])
    expect(dragged(intervals, { part: 'new', at: 2 }, 0.5, 0.4, 0)).toEqual([...intervals, [0.4, 0.5]])
  })

  test('no drag leaves the axis, and moving a whole brush keeps its length', () => {
    const position = fc.double({ min: -2, max: 3, noNaN: true })
    const part = fc.constantFrom('low', 'high', 'whole', 'new' as const)
    fc.assert(
      fc.property(part, position, position, (taken, from, to) => {
        const after = dragged(intervals, { part: taken as 'low', at: taken === 'new' ? 2 : 1 }, from, to, -0.14)
        for (const [low, high] of after) {
          expect(low).toBeGreaterThanOrEqual(-0.14 - 1e-12)
          expect(high).toBeLessThanOrEqual(1 + 1e-12)
          expect(low).toBeLessThanOrEqual(high)
        }
        if (taken === 'whole') expect((after[1]?.[1] ?? 0) - (after[1]?.[0] ?? 0)).toBeCloseTo(0.2)
      }),
    )
  })
})

describe('layout', () => {
  const layout = parallelLayout(1_000, 300, axes)

  test('positions and pixels are inverse', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.14, max: 1, noNaN: true }), (position) => {
        expect(positionAt(layout, positionY(layout, position))).toBeCloseTo(position, 9)
      }),
    )
  })

  test('the line under the pointer is found, and none where there is none near', () => {
    const lines = parallelLines(axes, rows, names, objective)
    const first = lines.find((line) => line.trial === 1)
    const x = axisX(layout, 0, axes.length)
    expect(nearestLine(lines, layout, x, positionY(layout, first?.positions[0] ?? 0) + 3, 8)).toBe(1)
    expect(nearestLine(lines, layout, x, positionY(layout, 0.5), 8)).toBeUndefined()
    expect(nearestLine([], layout, x, 0, 8)).toBeUndefined()
  })
})
