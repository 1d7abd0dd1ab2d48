import { withinMemory } from '../cost/within-memory.ts'
import { completeOptions, named, type OptionSpec, type OptionValues } from '../options.ts'
import type { Sampler } from '../sampler.ts'
import { startingFrom } from '../transfer/starts.ts'
import { autoSampler } from './auto.ts'
import { bohbSampler } from './bohb.ts'
import { cmaEsSampler } from './cma-es.ts'
import { differentialEvolutionSampler } from './differential-evolution.ts'
import { explained } from './explained.ts'
import { gaussianProcessSampler } from './gaussian-process.ts'
import { geneticSampler } from './genetic.ts'
import { gridSampler } from './grid.ts'
import { growSampler } from './grow.ts'
import { haltonSampler } from './halton.ts'
import { singleObjectiveOnly } from './one-direction.ts'
import { populationBasedSampler } from './population-based.ts'
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
  /** Whether its trials start where others ended, so that what they end with must be kept. */
  readonly keepsStates?: (options: OptionValues) => boolean
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
  bohb: {
    title: 'BOHB',
    about: 'Hyperband with a model: choose it together with the pruner hyperband, for long trainings and a short time.',
    oneObjective: true,
    options: [
      {
        kind: 'choice',
        name: 'model',
        title: 'Model',
        about: 'Fitted to trials at the highest fidelity that enough of them have reached.',
        default: 'tpe',
        choices: ['tpe', 'gp'],
      },
      {
        kind: 'number',
        name: 'randomShare',
        title: 'At random',
        about: 'Share of configurations that are drawn at random whatever the model says.',
        default: 1 / 3,
        min: 0,
        max: 1,
        whole: false,
      },
    ],
    create: (options) =>
      bohbSampler({ model: options['model'] === 'gp' ? 'gp' : 'tpe', randomShare: Number(options['randomShare']) }),
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
  grow: {
    title: 'Grow',
    about: 'Starts with the smallest network and makes it wider or deeper as long as that helps.',
    options: [
      whole('trialsPerSize', 'Trials per size', 'So many before a size is judged.', 6, 2),
      {
        kind: 'switch',
        name: 'carryWeights',
        title: 'Carry weights over',
        about: 'A larger network begins as the best smaller one computes (dense networks only), instead of anew.',
        default: false,
      },
    ],
    keepsStates: (options) => options['carryWeights'] === true,
    create: (options) =>
      growSampler({
        trialsPerSize: Number(options['trialsPerSize']),
        carryWeights: options['carryWeights'] === true,
      }),
  },
  pbt: {
    title: 'Population-based training',
    about:
      'Finds a schedule: networks train side by side in parts, and the worst go on from the best, with new settings.',
    options: [
      whole('population', 'Population', 'Networks that train side by side.', 8, 2),
      whole('slices', 'Parts', 'Of each training; after each, settings may change.', 10, 2),
      {
        kind: 'number',
        name: 'truncation',
        title: 'Share that gives way',
        about: 'Of the population after a part: so many go on from the weights of as many of the best.',
        default: 0.25,
        min: 0.01,
        max: 0.5,
        whole: false,
      },
    ],
    keepsStates: () => true,
    create: (options) =>
      populationBasedSampler({
        population: Number(options['population']),
        slices: Number(options['slices']),
        truncation: Number(options['truncation']),
      }),
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

/** Whether a sampler's trials start where others ended. @throws as `createSampler` */
export function keepsStates(name: string, options: OptionValues = {}): boolean {
  const entry = named(samplers, name, 'sampler', 'unknown-sampler')
  return entry.keepsStates?.(completeOptions(`The ${name} sampler`, entry.options, options)) ?? false
}
