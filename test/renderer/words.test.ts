import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unbeatenInWords } from '../../renderer/words/study.ts'
import type { SearchSpace } from '../../preload/contract/types.ts'
import { formatDuration } from '../../renderer/words/durations.ts'
import { halfInterval } from '../../renderer/words/interval.ts'
import { formatDifference, formatMetric, gain } from '../../renderer/words/metrics.ts'
import { countOf, formatCount, formatPlain, formatPower, formatSignificant } from '../../renderer/words/numbers.ts'
import {
  activeOnly,
  conditionInWords,
  defaultConfiguration,
  differencesInWords,
  formatValue,
  parameterTitle,
} from '../../renderer/words/parameters.ts'
import { formatRoute, parseRoute, type Route } from '../../renderer/state/route.ts'
import { goodness, scoreRange, trialsRange } from '../../renderer/charts/score-range.ts'

describe('numbers', () => {
  test('counts have separators, plurals their s', () => {
    expect(formatCount(12_400)).toBe('12,400')
    expect(countOf(1, 'trial')).toBe('1 trial')
    expect(countOf(2, 'class', 'classes')).toBe('2 classes')
  })
  test('significant digits keep their zeros, minus is a minus', () => {
    expect(formatSignificant(0.25)).toBe('0.2500')
    expect(formatSignificant(1234.5)).toBe('1235')
    expect(formatSignificant(-0.5, 2)).toBe('\u22120.50')
    expect(formatPower(0.00127)).toBe('1.27e\u22123')
    expect(formatPlain(0.37000000000000005)).toBe('0.37')
  })
  test('durations are as long as they need to be', () => {
    expect([41, 1020, 7500].map(formatDuration)).toEqual(['41 s', '17 min', '2 h 05'])
  })
  test('no number is ever said as NaN, null or undefined', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        for (const text of [formatSignificant(value), formatPlain(value), formatMetric('loss', value)])
          expect(text).not.toMatch(/NaN|null|undefined/)
      }),
    )
  })
})

describe('what tuning did not beat', () => {
  test('is said in the words of the task, before anything else; nothing where it beat them all', () => {
    expect(unbeatenInWords(['defaults', 'constant'], 'regression')).toBe(
      'Tuning did not beat the defaults or the mean beyond noise. ',
    )
    expect(unbeatenInWords(['linear'], 'classification')).toBe('Tuning did not beat a linear model beyond noise. ')
    expect(unbeatenInWords([], 'classification')).toBe('')
  })
})

describe('metrics', () => {
  test('shares are percent, their differences points', () => {
    expect(formatMetric('accuracy', 0.91333)).toBe('91.33\u00a0%')
    expect(formatDifference('accuracy', 0.0087)).toBe('0.87 points')
    expect(formatMetric('rmse', 4.2134)).toBe('4.213')
  })
  test('a gain is positive when it is better, whatever the direction', () => {
    expect(gain({ metric: 'loss', direction: 'minimise' }, 0.1, 0.3)).toBeCloseTo(0.2)
    expect(gain({ metric: 'accuracy', direction: 'maximise' }, 0.1, 0.3)).toBeCloseTo(-0.2)
  })
  test("a mean's interval is Student's, and there is none under three values", () => {
    expect(halfInterval(1, 2)).toBeUndefined()
    expect(halfInterval(undefined, 5)).toBeUndefined()
    expect(halfInterval(1, 5)).toBeCloseTo(2.776 / Math.sqrt(5), 3)
    expect(halfInterval(1, 100)).toBeCloseTo(0.196, 3)
  })
})

describe('parameters', () => {
  const space: SearchSpace = {
    parameters: [
      { name: 'optimizer', kind: 'categorical', choices: ['adam', 'nesterov'], default: 'adam' },
      {
        name: 'momentum',
        kind: 'float',
        low: 0.5,
        high: 0.99,
        scale: 'linear',
        default: 0.9,
        when: [{ parameter: 'optimizer', in: ['nesterov'] }],
      },
      {
        name: 'decay',
        kind: 'float',
        low: 0,
        high: 1,
        scale: 'linear',
        default: 0.5,
        when: [{ parameter: 'momentum', min: 0.8 }],
      },
      { name: 'learningRate', kind: 'float', low: 1e-5, high: 0.1, scale: 'log', default: 1e-3 },
    ],
    relations: [],
  }
  test('names become words', () => {
    expect(parameterTitle('learningRate')).toBe('learning rate')
    expect(parameterTitle('batchNorm')).toBe('batch normalisation')
    expect(formatValue(space.parameters[3], 0.00127)).toBe('1.27e\u22123')
    expect(formatValue(undefined, 'weightDecay')).toBe('weight decay')
  })
  test('conditions are followed, through a parent that is itself conditional', () => {
    expect(defaultConfiguration(space)).toEqual({ optimizer: 'adam', learningRate: 1e-3 })
    const all = { optimizer: 'nesterov', momentum: 0.9, decay: 0.5, learningRate: 1e-3 }
    expect(activeOnly(space, all)).toEqual(all)
    expect(activeOnly(space, { ...all, optimizer: 'adam' })).toEqual({ optimizer: 'adam', learningRate: 1e-3 })
    expect(conditionInWords(space.parameters[1] as never)).toBe('only with Nesterov')
    expect(conditionInWords(space.parameters[2] as never)).toBe('only with momentum from 0.8')
  })
  test('what differs from the defaults is said, or that nothing does', () => {
    const defaults = defaultConfiguration(space)
    expect(differencesInWords(space, defaults, defaults)).toBe('nothing: these are the defaults')
    expect(differencesInWords(space, { ...defaults, learningRate: 0.01 }, defaults)).toBe('learning rate 1.00e\u22122')
  })
})

describe('addresses', () => {
  test('every page has an address that leads back to it, whatever its folder is called', () => {
    const route: fc.Arbitrary<Route> = fc.oneof(
      fc.constant<Route>({ page: 'home' }),
      fc.record({ page: fc.constant('new' as const), dataset: fc.string({ minLength: 1 }) }),
      fc.record({
        page: fc.constant('study' as const),
        folder: fc.string({ minLength: 1, unit: 'grapheme' }),
        study: fc.string({ minLength: 1 }),
        tab: fc.constantFrom('live' as const, 'explorer' as const, 'insights' as const, 'setup' as const),
      }),
    )
    fc.assert(
      fc.property(route, (one) => {
        expect(parseRoute(formatRoute(one))).toEqual(one)
      }),
    )
  })
  test('an address that cannot be read leads home', () => {
    fc.assert(
      fc.property(fc.string(), (hash) => {
        expect(['home', 'new', 'study']).toContain(parseRoute(hash).page)
      }),
    )
    expect(parseRoute('#/study/%E0%A4%A')).toEqual({ page: 'home' })
  })
})

describe('the range of scores', () => {
  const objective = { metric: 'accuracy', direction: 'maximise' } as const
  test('a few hopeless trials do not squeeze the good ones, and are counted', () => {
    const good = Array.from({ length: 30 }, (_, at) => 0.9 + at / 1_000)
    const range = scoreRange([...good, 0.1, 0.1], objective)
    expect(range.low).toBeGreaterThan(0.8)
    expect(range.outside).toBe(2)
  })
  test('the best is always inside, in either direction; equal scores and none are survived', () => {
    const scores = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(scores, fc.constantFrom('maximise' as const, 'minimise' as const), (values, direction) => {
        const range = scoreRange(values, { metric: 'loss', direction })
        const best = direction === 'maximise' ? Math.max(...values) : Math.min(...values)
        expect(range.low).toBeLessThan(range.high)
        expect(best).toBeGreaterThanOrEqual(range.low)
        expect(best).toBeLessThanOrEqual(range.high)
        expect(goodness(range, { metric: 'loss', direction }, best)).toBeGreaterThanOrEqual(0.5)
      }),
    )
    expect(scoreRange([], objective)).toEqual({ low: 0, high: 1, outside: 0 })
  })
  test('pruned trials do not stretch it, but are counted when they lie beyond', () => {
    const range = trialsRange([0.9, 0.91, 0.92, 0.93], [0.2, 0.3], objective)
    expect(range.low).toBeGreaterThan(0.8)
    expect(range.outside).toBe(2)
  })
})
