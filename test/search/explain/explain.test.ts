import { describe, expect, it } from 'vitest'
import { ablationPath } from '../../../main/search/explain/ablation.ts'
import { boundaryWarnings } from '../../../main/search/explain/boundaries.ts'
import { partialDependence } from '../../../main/search/explain/partial-dependence.ts'
import { sensitivityAround } from '../../../main/search/explain/sensitivity.ts'
import { shapleyValues } from '../../../main/search/explain/shapley.ts'
import { surrogateOf } from '../../../main/search/explain/surrogate.ts'
import { whatIf } from '../../../main/search/explain/what-if.ts'
import { randomStream } from '../../../main/search/random/stream.ts'
import { createSampler } from '../../../main/search/samplers/registry.ts'
import type { Configuration, SearchSpace } from '../../../main/search/space/types.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

const space: SearchSpace = {
  parameters: [
    { kind: 'float', name: 'rate', low: 0.0001, high: 1, scale: 'log', default: 0.001 },
    { kind: 'categorical', name: 'optimizer', choices: ['sgd', 'adam'], default: 'sgd' },
    {
      kind: 'float',
      name: 'momentum',
      low: 0,
      high: 1,
      scale: 'linear',
      default: 0.5,
      when: [{ parameter: 'optimizer', in: ['sgd'] }],
    },
    { kind: 'float', name: 'dummy', low: 0, high: 1, scale: 'linear', default: 0.5 },
  ],
  relations: [],
}

/** Best at a rate of 0.01; adam is better than sgd by 1, or by less with momentum; the dummy does nothing. */
const objective = ({ rate, optimizer, momentum }: Configuration): number =>
  (Math.log10(Number(rate)) + 2) ** 2 + (optimizer === 'sgd' ? 1 - 0.6 * Number(momentum) : 0)

function historyOf(count: number, value: (configuration: Configuration, number: number) => number): SearchTrial[] {
  const sampler = createSampler('sobol')
  return Array.from({ length: count }, (_, number): SearchTrial => {
    const suggestion = sampler.suggest({ space, directions: ['minimise'] }, [], { seed: 3, number })
    if (suggestion.kind === 'exhausted') throw new Error(suggestion.because)
    const { configuration } = suggestion
    return { number, configuration, state: 'complete', values: [value(configuration, number)], intermediate: [] }
  })
}

const history = historyOf(60, objective)
const negated = historyOf(60, (configuration) => -objective(configuration))
const surrogate = surrogateOf(space, history, 'minimise')!

describe('the surrogate', () => {
  it('predicts what nobody tried, in the unit of the objective, and says how unsure it is', () => {
    for (const [index, trial] of historyOf(80, objective).slice(60).entries()) {
      const { mean, deviation } = surrogate.predict(trial.configuration)
      const truth = trial.values?.[0] as number
      expect(Math.abs(mean - truth), String(index)).toBeLessThan(Math.max(0.25, 4 * deviation))
    }
  })

  it('is reliable where there is something to learn, and not where there is only noise', () => {
    expect(surrogate.reliability).toBeGreaterThan(0.9)
    const random = randomStream(1, 0, 'noise')
    const noise = historyOf(60, () => random.normal())
    expect(surrogateOf(space, noise, 'minimise')!.reliability).toBeLessThan(0.45)
  })

  it('turns with the direction', () => {
    const other = surrogateOf(space, negated, 'maximise')!
    const { mean } = surrogate.predict(history[5]!.configuration)
    expect(other.predict(history[5]!.configuration).mean).toBeCloseTo(-mean, 6)
  })

  it('knows the average of one point as that point, and of many with less doubt than of each', () => {
    const points = history.slice(0, 20).map(({ configuration }) => surrogate.layout.point(configuration))
    const each = history.slice(0, 20).map(({ configuration }) => surrogate.predict(configuration))
    const one = surrogate.average(points.slice(0, 1))
    expect(one.mean).toBeCloseTo(each[0]!.mean, 9)
    expect(one.deviation).toBeCloseTo(each[0]!.deviation, 6)
    const all = surrogate.average(points)
    expect(all.mean).toBeCloseTo(
      each.reduce((sum, { mean }) => sum + mean / 20, 0),
      9,
    )
    expect(all.deviation).toBeLessThan(each.reduce((sum, { deviation }) => sum + deviation / 20, 0))
  })

  it('is not built on fewer than five values', () => {
    expect(surrogateOf(space, history.slice(0, 4), 'minimise')).toBeUndefined()
  })
})

describe('partial dependence', () => {
  const tried = history.map(({ configuration }) => configuration)
  const meansOf = (name: string) => partialDependence(surrogate, name, tried)!.points.map(({ mean }) => mean)

  it('has its valley where the objective has it, and is flat for what does nothing', () => {
    const { points } = partialDependence(surrogate, 'rate', tried)!
    const lowest = points.reduce((best, point) => (point.mean < best.mean ? point : best))
    expect(Math.log10(Number(lowest.value))).toBeCloseTo(-2, 0)
    const spread = (values: number[]) => Math.max(...values) - Math.min(...values)
    expect(spread(meansOf('dummy'))).toBeLessThan(0.05 * spread(meansOf('rate')))
  })

  it('averages a conditional parameter over where it is active', () => {
    const means = meansOf('momentum')
    expect(means.at(0)! - means.at(-1)!).toBeGreaterThan(0.4)
    expect(means.at(0)! - means.at(-1)!).toBeLessThan(0.8)
  })

  it('counts the trials that each level rests on', () => {
    const { points } = partialDependence(surrogate, 'optimizer', tried)!
    expect(points.map(({ value }) => value)).toEqual(['sgd', 'adam'])
    expect(points.reduce((sum, { trials }) => sum + trials, 0)).toBe(60)
  })

  it('is undefined for what the space does not vary', () => {
    expect(partialDependence(surrogate, 'layers', tried)).toBeUndefined()
  })
})

describe('the ablation path', () => {
  it('makes the changes by what they bring, and ends where the best is', () => {
    const from = { rate: 0.5, optimizer: 'sgd', momentum: 0.1, dummy: 0.2 }
    const to = { rate: 0.01, optimizer: 'adam', dummy: 0.9 }
    const { start, steps } = ablationPath(surrogate, from, to, 'minimise')
    expect(steps.map(({ parameter }) => parameter).slice(0, 2)).toEqual(['rate', 'optimizer'])
    expect(steps.at(-1)!.expected.mean).toBeCloseTo(surrogate.predict(to).mean, 9)
    expect(start.mean).toBeGreaterThan(steps[0]!.expected.mean)
  })

  it('does not take roundings for changes', () => {
    const from = { rate: 0.001, optimizer: 'sgd', momentum: 0.1, dummy: 0.3 }
    const to = { rate: 0.001, optimizer: 'adam', dummy: 0.3 }
    expect(ablationPath(surrogate, from, to, 'minimise').steps.map(({ parameter }) => parameter)).toEqual(['optimizer'])
  })

  it('is empty between equals', () => {
    const same = { rate: 0.5, optimizer: 'adam', dummy: 0.2 }
    expect(ablationPath(surrogate, same, same, 'minimise').steps).toEqual([])
  })
})

describe('what if', () => {
  it('names the nearest trials first', () => {
    const { nearest, mean } = whatIf(surrogate, history[7]!.configuration, history)
    expect(nearest[0]).toMatchObject({ trial: { number: 7 }, distance: 0 })
    expect(nearest[1]!.distance).toBeLessThanOrEqual(nearest[2]!.distance)
    expect(mean).toBeCloseTo(history[7]!.values![0]!, 0)
  })
})

describe('boundary warnings', () => {
  it('say on which side the best values lie, and propose room on its scale', () => {
    const edge = historyOf(60, ({ rate }) => -Math.log10(Number(rate)))
    expect(boundaryWarnings(space, edge, 'minimise')).toEqual([
      expect.objectContaining({ parameter: 'rate', side: 'high', proposed: { low: 0.0001, high: 100 } }),
    ])
    const [low] = boundaryWarnings(space, edge, 'maximise')
    expect(low).toMatchObject({ parameter: 'rate', side: 'low' })
    expect(low!.proposed.low).toBeGreaterThan(0)
  })

  it('are silent where the best lies inside, or little is known', () => {
    expect(boundaryWarnings(space, history, 'minimise').filter(({ parameter }) => parameter === 'rate')).toEqual([])
    expect(boundaryWarnings(space, history.slice(0, 9), 'minimise')).toEqual([])
  })
})

describe('Shapley values', () => {
  const from = { rate: 0.5, optimizer: 'sgd', momentum: 0.1, dummy: 0.2 }
  const to = { rate: 0.01, optimizer: 'adam', dummy: 0.9 }

  it('add up to the difference, and give what does nothing nearly nothing', () => {
    const { values, from: before, to: after, exact } = shapleyValues(surrogate, from, to, 1)
    expect(exact).toBe(true)
    expect(values.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(after - before, 9)
    expect(values[0]!.parameter).toBe('rate')
    const dummy = values.find(({ parameter }) => parameter === 'dummy')!
    expect(Math.abs(dummy.contribution)).toBeLessThan(0.03 * Math.abs(after - before))
  })

  it('are means over sampled orders where there are many parameters, and still add up', () => {
    const wide: SearchSpace = {
      parameters: Array.from({ length: 12 }, (_, k) => ({
        kind: 'float' as const,
        name: `x${k}`,
        low: 0,
        high: 1,
        scale: 'linear' as const,
        default: 0,
      })),
      relations: [],
    }
    const sampler = createSampler('sobol')
    const trials = Array.from({ length: 50 }, (_, number): SearchTrial => {
      const suggestion = sampler.suggest({ space: wide, directions: ['minimise'] }, [], { seed: 3, number })
      if (suggestion.kind === 'exhausted') throw new Error(suggestion.because)
      const { configuration } = suggestion
      const value = 3 * Number(configuration['x0']) + Number(configuration['x1'])
      return { number, configuration, state: 'complete', values: [value], intermediate: [] }
    })
    const all = (value: number) => Object.fromEntries(wide.parameters.map(({ name }) => [name, value]))
    const explained = shapleyValues(surrogateOf(wide, trials, 'minimise')!, all(0), all(1), 1)
    expect(explained.exact).toBe(false)
    expect(explained.values[0]!.parameter).toBe('x0')
    expect(explained.values.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(
      explained.to - explained.from,
      6,
    )
  })
})

describe('sensitivity around a configuration', () => {
  it('ranks what matters there first, and leaves out what is inactive', () => {
    const ranked = sensitivityAround(surrogate, { rate: 0.01, optimizer: 'adam', dummy: 0.9 })
    expect(ranked.map(({ parameter }) => parameter)).toEqual(['rate', 'optimizer', 'dummy'])
    expect(ranked[0]!.range).toBeGreaterThan(1)
  })
})
