import type { Configuration } from '../../search/space/types.ts'
import type { EpochLine, JournalLine, ResultLine } from '../../study/journal-line.ts'

/** What a journal tells of one trial's training. */
export interface Training {
  readonly trial: number
  readonly configuration: Configuration
  /** Its epochs, in order; those before an interruption included. */
  readonly epochs: readonly Pick<EpochLine, 'epoch' | 'train' | 'validation' | 'seconds'>[]
  /** Absent while it has not ended, and for good where it failed. */
  readonly result?: ResultLine
  /** Why it has no result, a sentence. */
  readonly failure?: string
  readonly diverged: boolean
}

/** The trainings of a study from its journal lines, by trial number. Only the first search run of each trial counts. */
export function trainingsOf(lines: readonly JournalLine[]): readonly Training[] {
  const trainings: {
    trial: number
    configuration: Configuration
    epochs: EpochLine[]
    result?: ResultLine
    failure?: string
    diverged: boolean
  }[] = []
  for (const line of lines) {
    if (line.type === 'trial')
      trainings[line.trial] = { trial: line.trial, configuration: line.configuration, epochs: [], diverged: false }
    if (!('run' in line) || line.run !== 'search/0') continue
    const training = trainings[line.trial]!
    if (line.type === 'epoch' && line.epoch > (training.epochs.at(-1)?.epoch ?? 0)) training.epochs.push(line)
    else if (line.type === 'result') {
      training.result = line
      delete training.failure
      training.diverged = false
    } else if (line.type === 'failed' && !line.again) {
      training.failure = line.message
      training.diverged = line.reason === 'nan-loss'
    }
  }
  return trainings
}
