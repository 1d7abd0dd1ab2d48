import type { StudyState } from '../../study/state.ts'
import type { Run } from '../../study/trial.ts'

export interface Cost {
  readonly seconds: number
  readonly confirmationSeconds: number
  readonly trainingSeconds: number
  readonly searchEpochs: number
  readonly freshEpochs: number
  readonly savedShare?: number
  readonly freshTrainings: number
}

/**
 * What a study has taken so far, from its journal.
 *
 * @param seconds of running
 * @param plannedEpochs that a trial's configuration asks for; what pruning saved is counted from it
 */
export function costOf(state: StudyState, seconds: number, plannedEpochs: (trial: number) => number): Cost {
  let [training, confirming, search, fresh, trainings, planned, trained] = [0, 0, 0, 0, 0, 0, 0]
  for (const trial of state.trials) {
    for (const run of trial.runs) {
      const { purpose } = run.plan
      const spent = secondsOf(run)
      training += spent
      if (purpose === 'search') {
        search += run.curve.length
        continue
      }
      confirming += spent
      fresh += run.curve.length
      if (run.state === 'done' && purpose !== 'test') trainings++
    }
    if (trial.state !== 'pruned' && trial.state !== 'complete') continue
    const first = trial.runs.find(({ name }) => name === 'search/0')
    const epochs = first?.curve.length ?? 0
    trained += epochs
    planned += trial.state === 'pruned' ? Math.max(epochs, plannedEpochs(trial.number)) : epochs
  }
  const pruned = state.trials.some((trial) => trial.state === 'pruned')
  return {
    seconds,
    confirmationSeconds: confirming,
    trainingSeconds: training,
    searchEpochs: search,
    freshEpochs: fresh,
    ...(pruned && planned > 0 ? { savedShare: 1 - trained / planned } : {}),
    freshTrainings: trainings,
  }
}

/** Epochs of a predictor without training have no time. */
function secondsOf({ curve, result, plan }: Run): number {
  if (plan.purpose === 'constant') return 0
  const sum = curve.seconds.reduce((total, each) => (each > 0 ? total + each : total), 0)
  return sum > 0 ? sum : (result?.seconds ?? 0)
}
