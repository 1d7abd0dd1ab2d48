import { describe, expect, it } from 'vitest'
import { hypervolume } from '../../../main/search/pareto/hypervolume.ts'
import { createSampler } from '../../../main/search/samplers/registry.ts'
import type { Configuration, SearchSpace } from '../../../main/search/space/types.ts'
import type { Direction, SearchTrial } from '../../../main/search/trial.ts'
import { describeWithSeveralObjectives } from '../several-objectives.ts'

const cases: readonly (readonly [name: string, runs: number])[] = [
  ['gp', 15],
  ['auto', 10],
  ['tpe', 60],
  ['nsga2', 60],
  ['ga', 60],
  ['random', 60],
  ['sobol', 60],
  ['halton', 60],
  ['grid', 60],
]
for (const [name, runs] of cases) describeWithSeveralObjectives(name, runs, () => createSampler(name))

interface Problem {
  readonly space: SearchSpace
  readonly directions: readonly Direction[]
  /** As losses. */
  readonly reference: readonly number[]
  /** Undefined: the trial fails. */
  evaluate(configuration: Configuration): readonly number[] | undefined
}

/** Zitzler, Deb and Thiele 2000, in four dimensions. */
const zdt1: Problem = {
  space: {
    parameters: Array.from({ length: 4 }, (_, index) => ({
      kind: 'float' as const,
      name: `x${index}`,
      low: 0,
      high: 1,
      scale: 'linear' as const,
      default: 0,
    })),
    relations: [],
  },
  directions: ['minimise', 'minimise'],
  reference: [1.1, 6],
  evaluate(configuration) {
    const [first = 0, ...rest] = Object.values(configuration).map(Number)
    const g = 1 + (9 / rest.length) * rest.reduce((sum, value) => sum + value, 0)
    return [first, g * (1 - Math.sqrt(first / g))]
  },
}

/** Accuracy, to be maximised, against the logarithm of a network's size: choices, whole numbers, a condition. */
const network: Problem = {
  space: {
    parameters: [
      { kind: 'float', name: 'rate', low: 1e-5, high: 1, scale: 'log', default: 1e-3 },
      { kind: 'categorical', name: 'optimizer', choices: ['adam', 'sgd', 'rmsprop'], default: 'adam' },
      {
        kind: 'float',
        name: 'momentum',
        low: 0,
        high: 0.99,
        scale: 'linear',
        default: 0.9,
        when: [{ parameter: 'optimizer', in: ['sgd'] }],
      },
      { kind: 'int', name: 'layers', low: 1, high: 4, scale: 'linear', default: 2 },
      { kind: 'int', name: 'units', low: 4, high: 512, scale: 'log', default: 64 },
      { kind: 'bool', name: 'norm', default: false },
    ],
    relations: [],
  },
  directions: ['maximise', 'minimise'],
  reference: [0, 6],
  evaluate({ rate, optimizer, momentum, layers, units, norm }) {
    const [n, depth] = [Number(units), Number(layers)]
    const suitable = optimizer === 'adam' ? -3 : optimizer === 'sgd' ? -0.6 - Number(momentum) : -3.3
    const error =
      0.05 +
      0.35 / Math.sqrt(1 + n / 6) +
      0.015 * (depth - 2.5) ** 2 +
      0.06 * (Math.log10(Number(rate)) - suitable) ** 2 +
      (norm === true ? 0 : 0.02)
    return [1 - Math.min(1, error), Math.log10(20 * n + (depth - 1) * n * n)]
  },
}

/** The same with three parameters: a model of it costs half. */
const smallNetwork: Problem = {
  ...network,
  space: {
    parameters: network.space.parameters.filter(({ name }) => ['rate', 'optimizer', 'units'].includes(name)),
    relations: [],
  },
  evaluate: (configuration) => network.evaluate({ momentum: 0.9, layers: 2, norm: true, ...configuration }),
}

/** The same, where large networks run out of memory and high rates diverge. */
const failing: Problem = {
  ...network,
  evaluate: (configuration) =>
    Number(configuration['units']) * Number(configuration['layers']) > 400 || Number(configuration['rate']) > 0.1
      ? undefined
      : network.evaluate(configuration),
}

function played(name: string, problem: Problem, seed: number, evaluations: number): SearchTrial[] {
  const history: SearchTrial[] = []
  const sampler = createSampler(name)
  for (let number = 0; number < evaluations; number++) {
    const suggestion = sampler.suggest(problem, [...history], { seed, number })
    if (suggestion.kind === 'exhausted') break
    const { configuration } = suggestion
    const values = problem.evaluate(configuration)
    history.push({
      number,
      configuration,
      intermediate: [],
      ...(values ? { state: 'complete', values } : { state: 'failed' }),
    })
  }
  return history
}

function median(name: string, problem: Problem, of: (history: readonly SearchTrial[]) => number): number {
  const figures = [0, 1, 2, 3, 4].map((seed) => of(played(name, problem, seed, 60))).sort((a, b) => a - b)
  return figures[2] as number
}

const volume = (problem: Problem) => (history: readonly SearchTrial[]) =>
  hypervolume(
    history.flatMap(({ values }) =>
      values ? [values.map((value, k) => (problem.directions[k] === 'minimise' ? value : -value))] : [],
    ),
    problem.reference,
  )

describe('hypervolume after 60 evaluations, in the median of five seeds', () => {
  it.each([
    ['ZDT1', zdt1],
    ['a mixed space', network],
  ])('is larger by TPE than by NSGA-II on %s', (_, problem) => {
    expect(median('tpe', problem, volume(problem))).toBeGreaterThan(median('nsga2', problem, volume(problem)))
  })

  it('is larger by the Gaussian process than by TPE and NSGA-II on a mixed space', () => {
    const byModel = median('gp', smallNetwork, volume(smallNetwork))
    for (const other of ['tpe', 'nsga2'])
      expect(byModel).toBeGreaterThan(median(other, smallNetwork, volume(smallNetwork)))
  }, 120_000)
})

describe('trials that fail', () => {
  it('are avoided by the Gaussian process where they have failed before', () => {
    const failures = (history: readonly SearchTrial[]): number =>
      history.filter(({ number, state }) => number >= 10 && state === 'failed').length
    const history = (name: string): number => failures(played(name, failing, 1, 40))
    expect(history('gp')).toBeLessThan(0.7 * history('random'))
  })
})
