import type { Direction, SearchTrial } from './trial.ts'

export type Decision = { readonly stop: false } | { readonly stop: true; readonly because: string }

/** Stops poor trials early. Asked after every reported epoch; a pure function of its arguments. */
export interface Pruner {
  readonly name: string
  /** @param trial the running trial, its newest intermediate value last */
  decide(trial: SearchTrial, history: readonly SearchTrial[], direction: Direction): Decision
}
