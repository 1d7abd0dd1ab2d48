/** How a configuration is scored: which rows train and validate, how often, and what stays sealed. Plain data. */
export interface EvaluationProtocol {
  /** holdout: one split. kfold: every fold validates once and the objective is the mean over folds. */
  readonly kind: 'holdout' | 'kfold'
  /** Share of the rows outside the sealed test set that validate; holdout only, 0 to 1. */
  readonly validationShare?: number
  /** k-fold only, at least 2. */
  readonly folds?: number
  /** How rows are divided; group and time need `column`. */
  readonly by: 'stratified' | 'random' | 'group' | 'time'
  readonly column?: string
  /** Share of all rows sealed as test set; 'official' takes the dataset's own test part. */
  readonly sealed: 'official' | number
  /** Trainings per split with fresh seeds, whose mean is the objective; at least 1. */
  readonly repeats: number
  /** Seeds the split, which is the same for every trial of a study unless `reshuffle` says otherwise. */
  readonly splitSeed: number
  /**
   * When the rows that are not sealed are divided anew: for each repeat (repeated k-fold) or for each trial and repeat; absent:
   * never. What is new for each trial cannot be compared fold by fold.
   *
   * @see Nagler et al. 2024, arXiv 2405.15393: a split of its own for each trial keeps the search from fitting one of them
   */
  readonly reshuffle?: 'never' | 'repeats' | 'trials'
  /**
   * What a pruner lets a trial have more of as long as it is promising: epochs of the first training (absent: these), folds
   * and repeats, or rows to train on.
   */
  readonly fidelity?: 'epochs' | 'folds' | 'rows'
  /** Fidelity rows: shares of the training rows, ascending, the last one 1; a trial trains on each in turn, from the beginning. */
  readonly shares?: readonly number[]
  readonly confirm: ConfirmationProtocol
}

/** What follows the search. What is absent, as in studies of earlier versions, is not done. */
export interface ConfirmationProtocol {
  /** How many of the best configurations train again; 0 switches confirmation off. */
  readonly top: number
  /** With how many fresh seeds each. */
  readonly seeds: number
  /**
   * Finalists that cannot be told from the leader train on, with up to so many fresh seeds each (race.ts); absent: `seeds`
   * decide.
   */
  readonly race?: number
  /** The template's defaults train again beside them, and are kept unless another is better beyond noise. */
  readonly defaults?: boolean
  /** The chosen one alone trains with so many more fresh seeds: what is reported, because nothing was chosen by them. */
  readonly winner?: number
  /** Which finalist is chosen, see choice.ts; absent: the best mean. */
  readonly rule?: 'best' | 'one-standard-error'
  /** fresh: every index of fresh seeds divides the rows anew, the same for all who train; the sealed rows stay sealed. */
  readonly splits?: 'fixed' | 'fresh'
  /** What trains beside the finalists to be beaten: the commonest class or the mean, and a linear model. */
  readonly baselines?: readonly BaselineName[]
}

export type BaselineName = 'constant' | 'linear'

/**
 * Why a training runs: to score a trial, to confirm a finalist with a fresh seed, to report on the chosen one with a
 * fresh seed that nothing was chosen by, to have something to compare it with, or to score it on the sealed test set.
 * Baselines are runs of trial 0 whose network is not the trial's.
 */
export type RunPurpose = 'search' | 'confirmation' | 'verification' | BaselineName | 'test'

/** Names a run within its trial, in journal lines and file names: purpose and index. */
export type RunName = `${RunPurpose}/${number}`

export function runName(plan: Pick<RunPlan, 'purpose' | 'index'>): RunName {
  return `${plan.purpose}/${plan.index}`
}

/** One training within a trial: where its rows come from and what seeds it. */
export interface RunPlan {
  readonly purpose: RunPurpose
  /** Position among the trial's runs of this purpose, from 0. */
  readonly index: number
  /** k-fold: the fold that validates; absent for holdout. */
  readonly fold?: number
  /** Divides the rows in place of the protocol's split seed. */
  readonly split?: number
  /** Of the training rows, above 0 and below 1; absent: all of them. */
  readonly share?: number
  /** Seeds initial weights, batch order and dropout. */
  readonly seed: number
}

/** Trainings whose mean is a trial's objective: folds times repeats; with fidelity rows one for each share. */
export function runsPerTrial(protocol: EvaluationProtocol): number {
  if (protocol.fidelity === 'rows') return protocol.shares?.length ?? 1
  return (protocol.kind === 'kfold' ? (protocol.folds ?? 5) : 1) * protocol.repeats
}

/** The search runs of a trial in the order in which they start. */
export function searchRunNames(protocol: EvaluationProtocol): readonly RunName[] {
  const names = Array.from({ length: runsPerTrial(protocol) }, (_, index): RunName => `search/${index}`)
  // The one on all rows is the first by name, as everywhere the one that is looked at, and the last to start.
  return protocol.fidelity === 'rows' ? names.reverse() : names
}

/**
 * The search run `index` (0 to runsPerTrial - 1) of a trial: all folds of the first repeat come before the second repeat.
 * With fidelity rows, index 0 trains on all rows, those after it on ever fewer. Seeds and splits depend on (study seed,
 * split seed, trial number, index) alone, so that a trial run again gives the same result.
 */
export function searchRun(protocol: EvaluationProtocol, studySeed: number, trial: number, index: number): RunPlan {
  const { kind, folds = 5, shares = [1], fidelity } = protocol
  const repeat = kind === 'kfold' ? Math.floor(index / folds) : index
  const byRows = fidelity === 'rows'
  const split = splitOfRepeat(protocol, trial, byRows ? 0 : repeat)
  const share = byRows ? (shares.at(-1 - index) ?? 1) : 1
  return {
    purpose: 'search',
    index,
    ...(kind === 'kfold' ? { fold: index % folds } : {}),
    ...(split === undefined ? {} : { split }),
    ...(share < 1 ? { share } : {}),
    seed: deriveSeed(studySeed, trial, index),
  }
}

/** Apart from the splits of runs after the search, which are drawn for trial -1. */
const repeatSplits = -2

function splitOfRepeat(
  { reshuffle, splitSeed }: EvaluationProtocol,
  trial: number,
  repeat: number,
): number | undefined {
  if (reshuffle === 'trials') return deriveSeed(splitSeed, trial, repeat)
  return reshuffle === 'repeats' && repeat > 0 ? deriveSeed(splitSeed, repeatSplits, repeat) : undefined
}

/** Where the seeds of each purpose begin, far enough apart that no two runs of a trial share one. */
const firstSeed = { confirmation: 1_000_000, verification: 2_000_000, constant: 3_000_000, linear: 4_000_000 } as const

/** Which splits are the same: baselines train on those of the runs that they are compared with. */
function firstSplit(purpose: keyof typeof firstSeed, { confirm }: EvaluationProtocol): number {
  if (purpose === 'confirmation') return 1_000_000
  return purpose === 'verification' || confirm.winner ? 2_000_000 : 1_000_000
}

/** The run `index` of a trial after the search: with a seed that no other run has used, on the first split or a fresh one. */
export function freshRun(
  protocol: EvaluationProtocol,
  studySeed: number,
  trial: number,
  purpose: 'confirmation' | 'verification' | BaselineName,
  index: number,
): RunPlan {
  return {
    purpose,
    index,
    seed: deriveSeed(studySeed, trial, firstSeed[purpose] + index),
    ...(protocol.kind === 'kfold' ? { fold: 0 } : {}),
    ...(protocol.confirm.splits === 'fresh'
      ? { split: deriveSeed(protocol.splitSeed, -1, firstSplit(purpose, protocol) + index) }
      : {}),
  }
}

/** How many runs of each baseline there are: as many as they are compared with. */
export function baselineRuns({ confirm }: EvaluationProtocol): number {
  return confirm.winner || confirm.seeds
}

/** Validation rows by training rows of a split, where runs after the search have splits of their own; 0 where they share one. */
export function splitOverlap(protocol: EvaluationProtocol): number {
  if (protocol.confirm.splits !== 'fresh') return 0
  const { validationShare = 0.2, folds = 5 } = protocol
  return protocol.kind === 'kfold' ? 1 / (folds - 1) : validationShare / (1 - validationShare)
}

/** Scores a trial on the sealed test set: the network of its first search run, trained as then if its weights are gone. */
export function testRun(protocol: EvaluationProtocol, studySeed: number, trial: number): RunPlan {
  return { ...searchRun(protocol, studySeed, trial, 0), purpose: 'test', index: 0 }
}

/** A 31-bit seed from three whole numbers, by rounds of the murmur3 finaliser; neighbouring inputs give unrelated seeds. */
export function deriveSeed(studySeed: number, trial: number, index: number): number {
  let hash = 0x9e3779b9
  for (const part of [studySeed, trial, index]) hash = mix(Math.imul(hash, 31) ^ (part | 0))
  return hash >>> 1
}

function mix(value: number): number {
  let x = value | 0
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}
