import type { Direction, SearchTrial } from '../trial.ts'

/** A member of a population: the newest of the trials that followed one another in its place. */
export interface Member {
  readonly trial: SearchTrial
  /** Share of a whole training that it has behind it, or will have. */
  readonly share: number
  /** To be minimised; infinite where it has failed. Undefined while it runs. */
  readonly loss?: number
}

/** The members of a population by the trials of a study, in the order of their numbers; trials without a share are others. */
export function membersOf(history: readonly SearchTrial[], direction: Direction): readonly Member[] {
  const sign = direction === 'minimise' ? 1 : -1
  const parts = history.filter(({ share, state }) => share !== undefined && state !== 'cancelled')
  const followed = new Set(parts.map(({ startFrom }) => startFrom?.insteadOf ?? startFrom?.trial))
  return parts
    .filter(({ number }) => !followed.has(number))
    .map((trial): Member => {
      const share = trial.share!
      if (trial.state === 'running' || trial.state === 'queued') return { trial, share }
      const value = trial.state === 'complete' ? trial.values?.[0] : undefined
      return { trial, share, loss: value === undefined || !Number.isFinite(value) ? Infinity : sign * value }
    })
}
