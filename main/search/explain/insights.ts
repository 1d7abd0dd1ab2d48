import { fanova, type Importance } from '../importance/fanova.ts'
import { pedAnova, type LocalImportance } from '../importance/ped-anova.ts'
import { knowledgeOf } from '../observations.ts'
import type { SearchProblem } from '../sampler.ts'
import { defaultConfiguration } from '../space/configuration.ts'
import type { Configuration } from '../space/types.ts'
import type { StoppingAdvice } from '../stopping/advice.ts'
import { adviceBy } from '../stopping/rules.ts'
import type { SearchTrial } from '../trial.ts'
import { ablationPath, type AblationPath } from './ablation.ts'
import { boundaryWarnings, type BoundaryWarning } from './boundaries.ts'
import { partialDependence, type PartialDependence } from './partial-dependence.ts'
import { permutationImportance, type PermutationImportance } from './permutation.ts'
import { sensitivityAround, type Sensitivity } from './sensitivity.ts'
import { shapleyValues, type ShapleyExplanation } from './shapley.ts'
import { surrogateOf } from './surrogate.ts'

/** What the trials of a study say about its parameters. Absent parts have too little to go by. */
export interface Insights {
  /** Finished trials with a value. */
  readonly trials: number
  /** How well the surrogate ranks trials that it has not seen, -1 to 1; below 0.3 there is not enough evidence. */
  readonly reliability?: number
  /** Over the whole space. */
  readonly importance?: Importance
  /** For being among the best tenth of all trials, and for being so among the better half: what is left to be got right. */
  readonly local: readonly LocalImportance[]
  readonly nearBest: readonly LocalImportance[]
  /** What the surrogate relies on. */
  readonly permutation: readonly PermutationImportance[]
  /** Of the most important parameters first. */
  readonly dependence: readonly PartialDependence[]
  /** From the defaults to the best complete trial. */
  readonly best?: { readonly trial: number; readonly ablation: AblationPath; readonly shapley: ShapleyExplanation }
  /** Around the best. */
  readonly sensitivity: readonly Sensitivity[]
  readonly boundaries: readonly BoundaryWarning[]
  readonly advice: readonly StoppingAdvice[]
}

const criteria = ['stagnation', 'regret-bound', 'expected-improvement'] as const
const mostDependences = 8
const leastTrials = 10

/**
 * @param seed of forests and samples
 * @param noise deviation of a score between trainings of one configuration, where it is known
 * @param groups of parameters, to sum their importance by
 */
export function insightsOf(
  { space, directions }: SearchProblem,
  history: readonly SearchTrial[],
  seed: number,
  noise?: number,
  groups: Readonly<Record<string, string>> = {},
): Insights {
  const direction = directions[0] ?? 'minimise'
  const complete = knowledgeOf(history, direction).observations.filter(({ kind }) => kind === 'complete')
  const surrogate = complete.length >= leastTrials ? surrogateOf(space, history, direction) : undefined
  const boundaries = boundaryWarnings(space, history, direction)
  const advice = criteria.flatMap(
    (criterion) => adviceBy({ criterion, action: 'tell' }, space, history, direction, noise) ?? [],
  )
  const local = pedAnova(space, history, direction)
  const nearBest = pedAnova(space, history, direction, { region: 0.5 })
  const base = { trials: complete.length, local, nearBest, boundaries, advice }
  if (surrogate === undefined) return { ...base, permutation: [], dependence: [], sensitivity: [] }

  const importance = fanova(space, history, direction, { seed, groups })
  const measured = complete.map(({ trial }) => ({ configuration: trial.configuration, value: trial.values?.[0] ?? 0 }))
  const tried = complete.map(({ trial }) => trial.configuration)
  const dependence = importance.mains
    .slice(0, mostDependences)
    .flatMap(({ parameters: [name = ''] }) => partialDependence(surrogate, name, tried) ?? [])
  const best = complete.reduce((leader, each) => (each.loss < leader.loss ? each : leader)).trial
  const defaults: Configuration = defaultConfiguration(space)
  return {
    ...base,
    ...(Number.isNaN(surrogate.reliability) ? {} : { reliability: surrogate.reliability }),
    importance,
    permutation: permutationImportance(surrogate, measured, seed),
    dependence,
    best: {
      trial: best.number,
      ablation: ablationPath(surrogate, defaults, best.configuration, direction),
      shapley: shapleyValues(surrogate, defaults, best.configuration, seed),
    },
    sensitivity: sensitivityAround(surrogate, best.configuration),
  }
}
