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
  /** Seeds the split, which is the same for every trial of a study. */
  readonly splitSeed: number
  /** Once the search is over: how many of the best configurations train again, with how many fresh seeds each. 0 switches it off. */
  readonly confirm: { readonly top: number; readonly seeds: number }
}

/** Why a training runs: to score a trial, to confirm one with a fresh seed, or to score it on the sealed test set. */
export type RunPurpose = 'search' | 'confirmation' | 'test'

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
  /** Seeds initial weights, batch order and dropout. */
  readonly seed: number
}

/** Trainings whose mean is a trial's objective: folds times repeats. */
export function runsPerTrial(protocol: EvaluationProtocol): number {
  return (protocol.kind === 'kfold' ? (protocol.folds ?? 5) : 1) * protocol.repeats
}

/**
 * The search run `index` (0 to runsPerTrial - 1) of a trial: all folds of the first repeat come before the second repeat.
 * Seeds depend on (study seed, trial number, index) alone, so that a trial run again gives the same result.
 */
export function searchRun(protocol: EvaluationProtocol, studySeed: number, trial: number, index: number): RunPlan {
  const seed = deriveSeed(studySeed, trial, index)
  if (protocol.kind === 'holdout') return { purpose: 'search', index, seed }
  return { purpose: 'search', index, fold: index % (protocol.folds ?? 5), seed }
}

/** The confirmation run `index` of a trial: the first split again, with a seed that no search run has used. */
export function confirmationRun(
  protocol: EvaluationProtocol,
  studySeed: number,
  trial: number,
  index: number,
): RunPlan {
  const seed = deriveSeed(studySeed, trial, 1_000_000 + index)
  return { purpose: 'confirmation', index, seed, ...(protocol.kind === 'kfold' ? { fold: 0 } : {}) }
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
