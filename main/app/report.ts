import { limits } from '../../preload/contract/bounds.ts'
import type { HealthNote, ScoredTrial, StudyReport, StudySummary } from '../../preload/contract/types.ts'
import type { TrialState } from '../search/trial.ts'
import type { StudyCore } from '../study/core.ts'
import { progressOf } from '../study/progress.ts'
import type { StudyState } from '../study/state.ts'
import { confirmation } from '../study/confirmation.ts'
import { frontOf, thinnedFront } from '../study/front.ts'
import { frontVerdictOf } from '../study/front-verdict.ts'
import { hypervolumeOf } from '../study/hypervolume.ts'
import { hasSeveral } from '../study/objectives.ts'
import { bestTrial } from '../study/selection.ts'
import { unbeaten, verdictOf } from '../study/verdict.ts'
import { findRun } from '../study/trial.ts'
import type { Trial } from '../study/trial.ts'
import { withinRange } from '../training/metrics/range.ts'
import { healthOf } from './health.ts'

/** Where a study lives, beside what its core knows. */
export interface Whereabouts {
  /** Folder of its project. */
  readonly project: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

/** A study in a list. */
export function summaryOf({ state }: StudyCore, { project, createdAt }: Whereabouts): StudySummary {
  const { id, name, dataset, objective, furtherObjectives } = state.definition
  const best = bestTrial(state)
  const baseline = state.trials[0]
  const chosen = state.stage === 'done' && state.chosen !== undefined ? state.trials[state.chosen] : undefined
  return {
    id,
    name,
    project,
    datasetId: dataset.id,
    status: state.status,
    stage: state.stage,
    because: state.because,
    trials: state.trials.length,
    objective,
    ...(furtherObjectives ? { furtherObjectives } : {}),
    ...(best ? { best: scoreOf(best) } : {}),
    ...(chosen?.state === 'complete' ? { chosen: scoreOf(chosen) } : {}),
    ...(baseline?.state === 'complete' ? { baseline: scoreOf(baseline) } : {}),
    createdAt,
  }
}

/** Where a study stands: everything that a page or a report of a few lines needs. O(trials). */
export function reportOf(core: StudyCore, where: Whereabouts): StudyReport {
  const { state, seconds } = core
  const health: readonly HealthNote[] = healthOf(state)
  return {
    ...summaryOf(core, where),
    definition: state.definition,
    budget: state.budget,
    counts: countStates(state.trials),
    seconds,
    epochs: Math.round(state.epochs),
    progress: progressOf(state, seconds),
    finalists: state.finalists.map((number) => scoreOf(state.trials[number]!)),
    ...verdictFor(state),
    ...frontFor(state),
    ...(state.test
      ? {
          test: {
            openedAt: state.test.openedAt,
            afterTrials: state.test.trials,
            tunedSince: state.trials.some((trial) => trial.afterTest),
          },
        }
      : {}),
    engines: enginesOf(state.trials),
    health,
  }
}

function verdictFor(state: StudyState): Pick<StudyReport, 'verdict'> {
  const verdict = verdictOf(state)
  if (!verdict) return {}
  const baselines = verdict.baselines.map(({ values, name, mean, gain, beaten }) => ({
    name,
    mean,
    seeds: values.length,
    ...(gain ? { gain } : {}),
    beaten,
  }))
  const { metric } = state.definition.objective
  const interval = verdict.interval && withinRange(metric, verdict.interval)
  return {
    verdict: {
      ...verdict,
      ...(interval ? { interval } : {}),
      standings: [...verdict.standings],
      baselines,
      unbeaten: [...unbeaten(verdict)],
    },
  }
}

/** Trials of a front that are sent with all that is known of them. */
const mostShown = 10

function frontFor(state: StudyState): Pick<StudyReport, 'front'> {
  if (!hasSeveral(state.definition) || state.completed === 0) return {}
  const hypervolume = hypervolumeOf(state)
  const verdict = frontVerdictOf(state)
  return {
    front: {
      trials: frontOf(state)
        .slice(0, limits.list)
        .map(({ number }) => number),
      shown: thinnedFront(state, mostShown).map(scoreOf),
      ...(hypervolume ? { hypervolume } : {}),
      ...(verdict ? { verdict } : {}),
    },
  }
}

/** A complete trial's score, with what fresh seeds and the opened test set say of it. */
export function scoreOf(trial: Trial): ScoredTrial {
  const run = findRun(trial, 'search/0')
  const confirmed = confirmation(trial)
  const test = findRun(trial, 'test/0')?.result?.test
  return {
    trial: trial.number,
    configuration: trial.configuration,
    value: trial.values![0]!,
    ...(trial.values!.length > 1 ? { values: trial.values! } : {}),
    validation: run?.result?.validation ?? {},
    ...(confirmed ? { confirmed: confirmedOf(confirmed) } : {}),
    ...(test ? { test } : {}),
  }
}

/** Fresh seeds' objective as it crosses the contract. */
export function confirmedOf({ mean, deviation, values }: NonNullable<ReturnType<typeof confirmation>>): {
  readonly mean: number
  readonly deviation?: number
  readonly seeds: number
} {
  return { mean, ...(deviation === undefined ? {} : { deviation }), seeds: values.length }
}

function countStates(trials: readonly Trial[]): Record<TrialState, number> {
  const counts = { queued: 0, running: 0, complete: 0, pruned: 0, failed: 0, cancelled: 0 }
  for (const trial of trials) counts[trial.state]++
  return counts
}

/** What trained the trials, the most used first. */
function enginesOf(trials: readonly Trial[]): StudyReport['engines'] {
  const used = new Map<string, { engine: string; device: string; trials: number }>()
  for (const trial of trials) {
    const run = findRun(trial, 'search/0')
    if (!run?.engine) continue
    const key = `${run.engine} ${run.device}`
    const entry = used.get(key) ?? { engine: run.engine, device: run.device, trials: 0 }
    entry.trials++
    used.set(key, entry)
  }
  return [...used.values()].sort((a, b) => b.trials - a.trials)
}
