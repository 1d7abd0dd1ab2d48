import type { Explanation } from '../search/explanation.ts'
import type { Configuration } from '../search/space/types.ts'
import type { StartFrom } from '../search/start-from.ts'
import type { SearchTrial, TrialState } from '../search/trial.ts'
import type { Curve } from './curve.ts'
import type { FailureReason } from './failure.ts'
import type { ResultLine } from './journal-line.ts'
import type { RunName, RunPlan } from './protocol.ts'
import type { SuggestionBasis, TrialOrigin } from './suggestion.ts'
import { costOf } from './trial-time.ts'

/** One training of a trial's network, over all its attempts. */
export interface Run {
  readonly plan: RunPlan
  readonly name: RunName
  /** dropped: it was running when its trial was pruned or cancelled, or ended otherwise. */
  state: 'queued' | 'running' | 'done' | 'failed' | 'dropped'
  /** Times it has been started. */
  attempts: number
  /** Failures since the last retry by hand. */
  failures: number
  /** Epoch of the newest checkpoint on disk; 0: none. */
  checkpoint: number
  readonly curve: Curve
  /** Of its network, known once it has begun. */
  size?: { readonly parameters: number; readonly modelBytes: number }
  engine: string
  device: string
  result?: ResultLine
}

/** One configuration and everything known of it. Changed only by `apply` in state.ts. */
export interface Trial {
  readonly number: number
  readonly configuration: Configuration
  readonly origin: TrialOrigin
  readonly because: string
  readonly basis?: SuggestionBasis
  readonly explanation?: Explanation
  /** Where its training begins and stops; see Suggestion. */
  readonly startFrom?: StartFrom
  readonly share?: number
  state: TrialState
  /** In the order in which they are first started. */
  readonly runs: Run[]
  /**
   * First objective by epoch, of the first search run. With fidelity folds: the mean of so many; with rows: by how many times
   * the least share of them.
   */
  readonly intermediate: (readonly [epoch: number, value: number])[]
  /** The further objectives at each place of `intermediate`; empty where the study has one objective. */
  readonly others: (readonly number[])[]
  values?: readonly number[]
  failure?: { readonly reason: FailureReason; readonly message: string; readonly log: readonly string[] }
  prunedBecause?: string
  /** Pruned, but not for good: it waits after so many epochs (folds, ...), and may be promoted. */
  rung?: number
  /** The rung that it was last promoted from. */
  promotedFrom?: number
  /** Study time (s of running) of its first start and of its end. */
  startedAt?: number
  endedAt?: number
  /** Seconds in the hands of workers, waiting in between left out, up to `runningSince`. */
  workedSeconds?: number
  /** Study time since which it is running; absent while it is not. */
  runningSince?: number
  /** Suggested after the sealed test set had been opened: its score is no longer blind. */
  readonly afterTest: boolean
  /** Rises with every change; tells a search thread what it has not seen yet. */
  revision: number
}

const legal: Readonly<Record<TrialState, readonly TrialState[]>> = {
  queued: ['running', 'cancelled', 'complete', 'failed', 'pruned'],
  running: ['queued', 'complete', 'pruned', 'failed', 'cancelled'],
  complete: [],
  pruned: ['queued'],
  failed: ['queued', 'complete'],
  cancelled: ['queued'],
}

/**
 * Whether a trial may pass from one state to the other. queued and failed reach complete by a late result only, queued
 * reaches pruned between two folds, and pruned queued by a promotion.
 */
export function mayBecome(from: TrialState, to: TrialState): boolean {
  return legal[from].includes(to)
}

/** The journal or a caller asks a trial for a step that its state does not allow. */
export class IllegalTransition extends Error {
  override readonly name = 'IllegalTransition'
  readonly code = 'illegal-transition'
  constructor(trial: Trial, to: TrialState) {
    super(`Trial ${trial.number} is ${trial.state} and cannot become ${to}.`)
  }
}

/** @throws IllegalTransition */
export function become(trial: Trial, to: TrialState): void {
  if (!mayBecome(trial.state, to)) throw new IllegalTransition(trial, to)
  trial.state = to
}

/** complete, pruned, failed and cancelled trials have ended; a failed or cancelled one may be queued again. */
export function hasEnded(state: TrialState): boolean {
  return state !== 'queued' && state !== 'running'
}

export function findRun(trial: Trial, name: RunName): Run | undefined {
  return trial.runs.find((run) => run.name === name)
}

/** The newest value of each objective; undefined before the first epoch. */
export function lastReport({ intermediate, others }: Trial): readonly number[] | undefined {
  const last = intermediate.at(-1)
  return last && [last[1], ...(others.at(-1) ?? [])]
}

const views = new WeakMap<Trial, { revision: number; view: SearchTrial }>()

/** What samplers and pruners may know of a trial. The same object until the trial changes. */
export function asSearchTrial(trial: Trial): SearchTrial {
  const cached = views.get(trial)
  if (cached?.revision === trial.revision) return cached.view
  const cost = costOf(trial)
  const values = trial.values ?? (trial.state === 'pruned' ? lastReport(trial) : undefined)
  const view: SearchTrial = {
    number: trial.number,
    configuration: trial.configuration,
    state: trial.state,
    intermediate: trial.intermediate,
    ...(trial.others.length > 0 ? { others: trial.others } : {}),
    ...(values ? { values } : {}),
    ...(trial.rung === undefined ? {} : { rung: trial.rung }),
    ...foldsOf(trial),
    ...(trial.startFrom ? { startFrom: trial.startFrom } : {}),
    ...(trial.share === undefined ? {} : { share: trial.share }),
    ...(cost && hasEnded(trial.state) ? { cost } : {}),
    ...(trial.state === 'failed' && trial.failure?.reason === 'out-of-memory' ? { outOfMemory: true as const } : {}),
  }
  views.set(trial, { revision: trial.revision, view })
  return view
}

/** Values of the search runs by index, where a trial has several. */
function foldsOf({ runs }: Trial): Pick<SearchTrial, 'folds'> {
  const folds: number[] = []
  for (const { plan, result } of runs)
    if (plan.purpose === 'search' && plan.share === undefined && result) {
      while (folds.length < plan.index) folds.push(Number.NaN)
      folds[plan.index] = result.value
    }
  return folds.length > 1 || runs.some(({ name }) => name === 'search/1') ? { folds } : {}
}
