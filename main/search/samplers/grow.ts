import { knowledgeOf } from '../observations.ts'
import type { Sampler, SearchProblem, Suggestion } from '../sampler.ts'
import { defaultConfiguration, configurationKey } from '../space/configuration.ts'
import { compileSpace } from '../space/compiled.ts'
import type { Configuration, Parameter, SearchSpace } from '../space/types.ts'
import { deeper, sizeKey, sizesIn, smallest, twiceAsWide, type SizeNames } from '../growing/sizes.ts'
import type { SearchTrial } from '../trial.ts'
import { gaussianProcessSampler } from './gaussian-process.ts'
import { oneDirection } from './one-direction.ts'
import { seenKeys } from './seen.ts'

export interface GrowOptions {
  /** Trials at each size before it is judged. */
  readonly trialsPerSize: number
  /** Larger networks start with the weights of the best smaller one. */
  readonly carryWeights: boolean
}

/** Half width of the box around the best configuration of a size, as a share of each range. */
const REACH = 0.25

/** Points before the first local model. */
const LOCAL_START = 4

/**
 * Starts with the smallest network of the space and grows it: once a size has had its trials, twice as wide and one layer
 * deeper are tried, and the better of them, if it is better than the best so far, is grown on. Where neither is better the
 * search stays. The other parameters are tuned at each size by a Gaussian process in a box around the best of the size, or
 * of the size before.
 *
 * What says how large a network is comes with the problem (`problem.sizes`); without any it is a local search.
 *
 * @throws SearchError 'single-objective-only' if the study has several
 * @see Chen, Goodfellow, Shlens 2016, "Net2Net", ICLR, for weights that are carried over; constructive search as such is old:
 *      Ash 1989, "Dynamic node creation in backpropagation networks"
 */
export function growSampler(options: Partial<GrowOptions> = {}): Sampler {
  const { trialsPerSize = 6, carryWeights = false } = options
  return {
    name: 'grow',
    suggest(problem, history, ask) {
      const { space, directions, sizes = { depth: [], width: [] } } = problem
      const direction = oneDirection(directions, 'Growing')
      const names = sizesIn(space, sizes)
      const { observations } = knowledgeOf(history, direction)
      const bySize = new Map<string, SearchTrial[]>()
      for (const trial of history)
        if (trial.state !== 'cancelled') {
          const key = sizeKey(trial.configuration, names)
          bySize.set(key, [...(bySize.get(key) ?? []), trial])
        }
      const bestAt = (key: string) =>
        observations
          .filter(({ trial, kind }) => kind === 'complete' && sizeKey(trial.configuration, names) === key)
          .sort((a, b) => a.loss - b.loss || a.trial.number - b.trial.number)[0]
      const isFull = (key: string): boolean => (bySize.get(key)?.length ?? 0) >= trialsPerSize
      const isJudged = (key: string): boolean =>
        bySize.get(key)?.every(({ state }) => state !== 'running' && state !== 'queued') ?? false

      let base = smallest(space, defaultConfiguration(space), names) ?? defaultConfiguration(space)
      let grownFrom: number | undefined
      for (;;) {
        const key = sizeKey(base, names)
        const best = bestAt(key)
        if (!isFull(key))
          return at(problem, history, ask, names, best?.trial.configuration ?? base, because(key, 'tuning'), grownFrom)
        if (!best) return at(problem, history, ask, names, base, because(key, 'tuning'), grownFrom)
        const larger = [
          twiceAsWide(space, best.trial.configuration, names),
          deeper(space, best.trial.configuration, names),
        ]
        const candidates = larger.flatMap((each) => (each ? [{ each, key: sizeKey(each, names) }] : []))
        const open = candidates.find((candidate) => !isFull(candidate.key))
        if (open) {
          const known = bestAt(open.key)?.trial.configuration
          return at(problem, history, ask, names, known ?? open.each, because(open.key, 'growing'), best.trial.number)
        }
        const better = candidates
          .flatMap((candidate) => {
            const own = isJudged(candidate.key) ? bestAt(candidate.key) : undefined
            return own && own.loss < best.loss ? [own] : []
          })
          .sort((a, b) => a.loss - b.loss)[0]
        if (!better)
          return at(problem, history, ask, names, best.trial.configuration, because(key, 'staying'), grownFrom)
        base = better.trial.configuration
        grownFrom = best.trial.number
      }
    },
  }

  /** A configuration of the size of `centre`, near to it. */
  function at(
    problem: SearchProblem,
    history: readonly SearchTrial[],
    ask: Parameters<Sampler['suggest']>[2],
    names: SizeNames,
    centre: Configuration,
    why: string,
    parent: number | undefined,
  ): Suggestion {
    const compiled = compileSpace(problem.space)
    const start = carryWeights && parent !== undefined ? { startFrom: { trial: parent, as: 'grown' as const } } : {}
    if (!seenKeys(compiled, history).has(configurationKey(compiled, centre)))
      return { kind: 'configuration', configuration: centre, because: why, ...start }
    const near = { ...problem, space: boxAround(problem.space, centre, names) }
    const key = sizeKey(centre, names)
    const own = history.map((trial): SearchTrial => {
      if (sizeKey(trial.configuration, names) === key) return trial
      const { number, configuration } = trial
      return { number, configuration, state: 'cancelled', intermediate: [] }
    })
    const local = gaussianProcessSampler({ startupTrials: 0 })
    const told = own.filter(({ state }) => state !== 'cancelled').length
    const sampler = told < LOCAL_START ? gaussianProcessSampler({ startupTrials: Infinity }) : local
    const suggestion = sampler.suggest(near, own, ask)
    if (suggestion.kind === 'exhausted') return fallback(problem, history, ask)
    return { ...suggestion, because: `${why} ${suggestion.because}`, ...start }
  }

  /** Nothing is left near the best: anywhere. */
  function fallback(...[problem, history, ask]: Parameters<Sampler['suggest']>): Suggestion {
    return gaussianProcessSampler().suggest(problem, history, ask)
  }
}

function because(key: string, why: 'tuning' | 'growing' | 'staying'): string {
  if (key === '') return 'Near the best.'
  if (why === 'staying') return `Nothing larger was better than ${key}.`
  return why === 'growing' ? `Larger than the best so far: ${key}.` : `At the size ${key}.`
}

/** The space with sizes as they are and numbers no further than a share of their range from a configuration. */
function boxAround(space: SearchSpace, centre: Configuration, { depth, width }: SizeNames): SearchSpace {
  return {
    ...space,
    parameters: space.parameters.map((parameter): Parameter => {
      const value = centre[parameter.name]
      if (parameter.kind === 'fixed' || value === undefined) return parameter
      const when = parameter.when ? { when: parameter.when } : {}
      if (depth.includes(parameter.name) || width.includes(parameter.name))
        return { kind: 'fixed', name: parameter.name, value, ...when }
      if (parameter.kind !== 'float' || parameter.step !== undefined || typeof value !== 'number') return parameter
      const log = parameter.scale === 'log'
      const [low, high, middle] = [parameter.low, parameter.high, value].map((x) => (log ? Math.log(x) : x)) as [
        number,
        number,
        number,
      ]
      const reach = REACH * (high - low)
      const back = (x: number): number => (log ? Math.exp(x) : x)
      return {
        ...parameter,
        low: Math.max(parameter.low, back(middle - reach)),
        high: Math.min(parameter.high, back(middle + reach)),
        default: value,
      }
    }),
  }
}
