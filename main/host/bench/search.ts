import { createSampler } from '../../search/samplers/registry.ts'
import type { SearchTrial } from '../../search/trial.ts'
import type { Figure } from './figure.ts'
import { median } from './search/play.ts'
import { measurePortfolioOfRuns } from './search/portfolio-of-runs.ts'
import { portfolioFigure } from './search/portfolio.ts'
import { pruningFigures } from './search/pruning.ts'
import { problems, type BenchProblem } from './search/problems.ts'
import { bars, equalBelow, optuna } from './search/reference.ts'
import { repeat, type Entry } from './search/repeated.ts'
import { measureServed } from './search/served.ts'
import { readTables } from './search/tables.ts'

const problem = (name: string): BenchProblem => problems[name as keyof typeof problems]
const entry = (name: string, sampler: string, options: Record<string, boolean> = {}): Entry => ({
  problem: problem(name),
  make: () => createSampler(sampler, options),
})
const short = (value: number): string => String(Number(value.toPrecision(3)))
const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value) / values.length, 0))
const listed = (names: readonly string[], values: readonly number[]): string =>
  names.map((name, index) => `${name} ${short(values[index] as number)}`).join(', ')

const vsBar: Figure = {
  name: 'search.auto.vs_bar',
  unit: 'ratio',
  goal: { op: '<=', value: 1 },
  async measure() {
    const known = Object.entries(bars.noiseKnown)
    const inferred = Object.entries(bars.noiseInferred)
    const { medians, seeds } = await repeat([
      ...known.map(([name]) => entry(name, 'auto', { deterministic: true })),
      ...inferred.map(([name]) => entry(name, 'auto')),
    ])
    const limits = [...known, ...inferred].map(([, bar]) => bar)
    const names = [...known.map(([name]) => name), ...inferred.map(([name]) => `${name} (noise inferred)`)]
    return {
      value: Math.max(...medians.map((value, index) => value / (limits[index] as number))),
      how: `Worst ratio of the median regret after 100 evaluations, ${seeds} seeds, to its bar: ${listed(names, medians)}.`,
    }
  },
}

const vsOptuna: Figure = {
  name: 'search.auto.vs_optuna',
  unit: 'problems',
  goal: { op: '>=', value: 8 },
  async measure() {
    const names = Object.keys(optuna.tpe) as (keyof typeof optuna.tpe)[]
    const { medians, seeds } = await repeat(names.map((name) => entry(name, 'auto')))
    const reached = names.filter((name, index) => {
      const best = Math.min(optuna.gp[name], optuna.tpe[name], optuna.cmaes[name])
      return (medians[index] as number) <= Math.max(best, equalBelow[name] ?? 0)
    })
    return {
      value: reached.length,
      how: `Of nine problems, those where the median after 100 evaluations, ${seeds} seeds, noise inferred, is at or below the best of Optuna 5's GP, TPE and CMA-ES (stored figures): ${listed(names, medians)}.`,
    }
  },
}

const tables: Figure = {
  name: 'search.tables.regret',
  unit: 'share',
  goal: { op: '<=', value: 0.01 },
  async measure() {
    const names = ['fcnet-protein-structure', 'fcnet-parkinsons-telemonitoring', 'mlp-phoneme', 'mlp-vehicle']
    const read = readTables(names)
    if (!read) return { value: null, how: 'The reference tables are not beside the repository (../shared).' }
    const { medians, seeds } = await repeat(
      read.map((table) => ({ problem: table, make: () => createSampler('auto', { deterministic: true }) })),
    )
    const regrets = medians.map((value, index) => value / (read[index]?.scale as number))
    return {
      value: Math.max(...regrets),
      how: `Worst of four tables of real networks, median regret over (median - best configuration) after 100, ${seeds} seeds: ${listed(names, regrets)}.`,
    }
  },
}

function ratioFigure(
  name: string,
  goal: number,
  sampler: string,
  reference: Readonly<Record<string, number>>,
  worst: boolean,
): Figure {
  return {
    name,
    unit: 'ratio',
    goal: { op: '<=', value: goal },
    async measure() {
      const names = Object.keys(reference)
      const { medians, seeds } = await repeat(names.map((problemName) => entry(problemName, sampler)))
      const ratios = medians.map((value, index) => value / (reference[names[index] as string] as number))
      return {
        value: worst ? Math.max(...ratios) : geometricMean(ratios),
        how: `${worst ? 'Worst' : 'Geometric mean'} of the ratios of median regrets after 100, ${seeds} seeds, to Optuna 5's (stored figures): ${listed(names, ratios)}.`,
      }
    },
  }
}

const boxes = Object.fromEntries(Object.entries(optuna.cmaes).filter(([name]) => name !== 'mixed9' && name !== 'cond'))

/** A history of random trials of ten-dimensional Rosenbrock. */
function randomHistory(count: number): SearchTrial[] {
  const random = createSampler('random')
  return Array.from({ length: count }, (_, number): SearchTrial => {
    const suggestion = random.suggest({ space: problems.rosen10.space, directions: ['minimise'] }, [], {
      seed: 1,
      number,
    })
    if (suggestion.kind === 'exhausted') throw new Error(suggestion.because)
    const { configuration } = suggestion
    return {
      number,
      configuration,
      state: 'complete',
      values: [problems.rosen10.evaluate(configuration)],
      intermediate: [],
    }
  })
}

function timeFigure(name: string, goal: number, sampler: string, percentile: number): Figure {
  return {
    name,
    unit: 'ms',
    goal: { op: '<=', value: goal },
    async measure() {
      const history = randomHistory(1000)
      const made = createSampler(sampler)
      const times: number[] = []
      for (let number = 1000; number < 1045; number++) {
        const start = performance.now()
        made.suggest({ space: problems.rosen10.space, directions: ['minimise'] }, history, { seed: 1, number })
        times.push(performance.now() - start)
      }
      // The first five warm the just-in-time compiler up.
      const sorted = times.slice(5).sort((a, b) => a - b)
      const value =
        percentile === 50 ? median(sorted) : (sorted[Math.ceil((percentile / 100) * sorted.length) - 1] as number)
      return { value, how: `${percentile}th percentile of 40 suggestions after 1000 trials in ten dimensions.` }
    },
  }
}

function parallelFigure(name: string, goal: number, sampler: string): Figure {
  return {
    name,
    unit: 'ratio',
    goal: { op: '<=', value: goal },
    async measure() {
      const names = ['sphere10s', 'rosen10', 'mixed9', 'cond']
      const make = () => createSampler(sampler)
      const { medians, seeds } = await repeat([
        ...names.map((problemName) => ({ problem: problem(problemName), make, workers: 4 })),
        ...names.map((problemName) => ({ problem: problem(problemName), make, evaluations: 50 })),
      ])
      const ratios = names.map((_, index) => (medians[index] as number) / (medians[index + names.length] as number))
      return {
        value: median(ratios),
        how: `Median of the ratios of median regrets, 4 at a time after 100 to one at a time after 50, ${seeds} seeds: ${listed(names, ratios)}.`,
      }
    },
  }
}

/** Without a bar: it says whether a portfolio made from so many runs is better than the default, and what it would hold. */
const portfolioOfRuns: Figure = {
  name: 'search.portfolio.real',
  unit: 'share',
  measure: () =>
    measurePortfolioOfRuns({
      template: 'mlp',
      datasets: ['iris', 'wine', 'penguins', 'breast-cancer', 'concrete', 'digits-8x8'],
      configurations: 100,
      seconds: 120,
      size: 4,
    }),
}

/** The bars of the search that can be measured so far. */
export const searchFigures: readonly Figure[] = [
  vsBar,
  vsOptuna,
  tables,
  ratioFigure('search.tpe.vs_optuna', 0.75, 'tpe', optuna.tpe, false),
  ratioFigure('search.ga.vs_nsga2', 0.6, 'ga', optuna.nsga2, false),
  ratioFigure('search.cma.vs_optuna', 1.15, 'cma', boxes, true),
  timeFigure('search.ask.tpe.n1000', 15, 'tpe', 95),
  { name: 'search.ask.gp.n1000', unit: 'ms', goal: { op: '<=', value: 5 }, measure: measureServed },
  timeFigure('search.prepare.gp.n1000', 250, 'gp', 50),
  parallelFigure('search.parallel.gp', 1, 'gp'),
  parallelFigure('search.parallel.tpe', 1.5, 'tpe'),
  portfolioFigure,
  ...pruningFigures,
  portfolioOfRuns,
]
