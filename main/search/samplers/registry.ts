import { withinMemory } from '../cost/within-memory.ts'
import { completeOptions, named, type OptionSpec, type OptionValues } from '../options.ts'
import type { Sampler } from '../sampler.ts'
import { startingFrom } from '../transfer/starts.ts'
import { autoSampler } from './auto.ts'
import { cmaEsSampler } from './cma-es.ts'
import { differentialEvolutionSampler } from './differential-evolution.ts'
import { explained } from './explained.ts'
import { gaussianProcessSampler } from './gaussian-process.ts'
import { geneticSampler } from './genetic.ts'
import { gridSampler } from './grid.ts'
import { haltonSampler } from './halton.ts'
import { singleObjectiveOnly } from './one-direction.ts'
import { randomSampler } from './random.ts'
import { regularisedEvolutionSampler } from './regularised-evolution.ts'
import { sobolSampler } from './sobol.ts'
import { tpeSampler } from './tpe.ts'

export interface SamplerEntry {
  /** As a list of choices shows it. */
  readonly title: string
  /** One sentence on when to use it. */
  readonly about: string
  /** It refuses a study with several objectives. */
  readonly oneObjective?: true
  readonly options: readonly OptionSpec[]
  /** @param options complete and checked */
  create(options: OptionValues): Sampler
}

const startupTrials = (trials: number): OptionSpec => ({
  kind: 'number',
  name: 'startupTrials',
  title: 'Trials before the first model',
  about: 'These cover the space evenly, so that there is something to learn from.',
  default: trials,
  min: 2,
  max: 10_000,
  whole: true,
})

const deterministic: OptionSpec = {
  kind: 'switch',
  name: 'deterministic',
  title: 'Same settings, same result',
  about: 'Switch on only if training twice with the same settings gives exactly the same value, whatever the seed.',
  default: false,
}

const whole = (name: string, title: string, about: string, value: number, min: number): OptionSpec => ({
  kind: 'number',
  name,
  title,
  about,
  default: value,
  min,
  max: 10_000,
  whole: true,
})

const genetic = (population: number): readonly OptionSpec[] => [
  whole('population', 'Population', 'The best so many trials are the parents.', population, 2),
  whole('tournament', 'Tournament', 'Parents that compete for each place; more is greedier.', 3, 1),
]

const geneticOptions = (options: OptionValues) => ({
  population: Number(options['population']),
  tournament: Number(options['tournament']),
})

/** Every sampler, by the name that study.json keeps. */
export const samplers: Readonly<Record<string, SamplerEntry>> = {
  auto: {
    title: 'Automatic',
    about:
      'Chooses for you by space, objectives and results, and says why; the best choice if you have no other reason.',
    options: [deterministic],
    create: (options) => autoSampler({ deterministic: options['deterministic'] === true }),
  },
  gp: {
    title: 'Gaussian process',
    about: 'Bayesian optimisation: the fewest trials to a good result, up to about a thousand of them.',
    options: [startupTrials(10), deterministic],
    create: (options) =>
      gaussianProcessSampler({
        startupTrials: Number(options['startupTrials']),
        deterministic: options['deterministic'] === true,
      }),
  },
  tpe: {
    title: 'Tree-structured Parzen estimator',
    about: 'Fast, for any space, thousands of trials and many workers.',
    options: [
      startupTrials(10),
      {
        kind: 'number',
        name: 'candidates',
        title: 'Candidates',
        about: 'Configurations drawn from what was good, of which the most promising is tried.',
        default: 24,
        min: 1,
        max: 10_000,
        whole: true,
      },
    ],
    create: (options) =>
      tpeSampler({ startupTrials: Number(options['startupTrials']), candidates: Number(options['candidates']) }),
  },
  cma: {
    title: 'CMA-ES',
    about: 'An evolution strategy for many trials of numeric parameters.',
    oneObjective: true,
    options: [
      {
        kind: 'number',
        name: 'sigma',
        title: 'First step',
        about: 'Standard deviation of the first generation, as a share of each range.',
        default: 1 / 6,
        min: 1e-6,
        max: 1,
        whole: false,
      },
      whole('population', 'Population', 'Trials of a generation; 0: 4 + 3 ln(parameters).', 0, 0),
    ],
    create: (options) => cmaEsSampler({ sigma: Number(options['sigma']), population: Number(options['population']) }),
  },
  ga: {
    title: 'Genetic algorithm',
    about: 'Crosses and mutates the best trials; robust, for many trials of any parameters.',
    options: genetic(12),
    create: (options) => geneticSampler('ga', geneticOptions(options)),
  },
  nsga2: {
    title: 'NSGA-II',
    about: 'A genetic algorithm for several objectives and thousands of trials.',
    options: genetic(50),
    create: (options) => geneticSampler('nsga2', geneticOptions(options)),
  },
  de: {
    title: 'Differential evolution',
    about: 'Moves by differences between trials; robust, for many trials of mostly numeric parameters.',
    oneObjective: true,
    options: [
      whole('population', 'Population', 'Places, each held by the best of its trials.', 15, 4),
      {
        kind: 'number',
        name: 'crossover',
        title: 'Crossover',
        about: 'Chance of each parameter to change; low for parameters that act independently.',
        default: 0.7,
        min: 0,
        max: 1,
        whole: false,
      },
    ],
    create: (options) =>
      differentialEvolutionSampler({
        population: Number(options['population']),
        crossover: Number(options['crossover']),
      }),
  },
  regularisedEvolution: {
    title: 'Regularised evolution',
    about: 'Mutates the best of the youngest trials, so that luck does not last; made for architectures.',
    oneObjective: true,
    options: [
      whole('population', 'Population', 'The youngest so many trials are alive.', 20, 2),
      whole('sample', 'Sample', 'Of which so many compete to be the parent; more is greedier.', 5, 1),
    ],
    create: (options) =>
      regularisedEvolutionSampler({ population: Number(options['population']), sample: Number(options['sample']) }),
  },
  random: {
    title: 'Random',
    about: 'Independent draws; a control to compare with.',
    options: [],
    create: randomSampler,
  },
  sobol: {
    title: 'Sobol sequence',
    about: 'Covers the space evenly; good for a first look and for many workers.',
    options: [],
    create: sobolSampler,
  },
  halton: {
    title: 'Halton sequence',
    about: 'Covers the space evenly at any number of trials.',
    options: [],
    create: haltonSampler,
  },
  grid: {
    title: 'Grid',
    about: 'Every combination once; for few parameters with few values.',
    options: [
      {
        kind: 'number',
        name: 'levels',
        title: 'Values per continuous parameter',
        about: 'Numbers without a step are divided into this many values, ends included.',
        default: 5,
        min: 1,
        max: 1000,
        whole: true,
      },
      {
        kind: 'choice',
        name: 'order',
        title: 'Order',
        about: 'Shuffled covers the grid evenly when the budget ends early.',
        default: 'shuffled',
        choices: ['shuffled', 'listed'],
      },
    ],
    create: (options) =>
      gridSampler({ levels: Number(options['levels']), order: options['order'] === 'listed' ? 'listed' : 'shuffled' }),
  },
}

/** @throws SearchError 'unknown-sampler' or 'bad-option', with a sentence that says what there is */
export function createSampler(name: string, options: OptionValues = {}): Sampler {
  const entry = named(samplers, name, 'sampler', 'unknown-sampler')
  const sampler = entry.create(completeOptions(`The ${name} sampler`, entry.options, options))
  return explained(startingFrom(withinMemory(sampler)))
}

/** Refuses a sampler that knows one objective only where a study has several. @throws SearchError 'single-objective-only' */
export function checkSamplerFor(name: string, objectives: number): void {
  const entry = samplers[name]
  if (objectives > 1 && entry?.oneObjective) singleObjectiveOnly(entry.title)
}
