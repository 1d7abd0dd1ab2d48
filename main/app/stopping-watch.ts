import type { StoppingAdvice } from '../search/stopping/advice.ts'
import type { StoppingRule } from '../search/stopping/rules.ts'
import type { AdvisedEvent } from '../study/event.ts'
import type { StudyState } from '../study/state.ts'

/** Results between two looks of a criterion that fits a model. */
const everyResults = 5

/**
 * Looks after a study's stopping criteria: asks what they say when results have come, and has the study told of those that
 * would stop. What the study makes of it is the core's affair.
 */
export class StoppingWatch {
  readonly #state: StudyState
  readonly #advise: (rules: readonly StoppingRule[]) => Promise<readonly StoppingAdvice[]>
  readonly #tell: (event: AdvisedEvent) => void
  /** Ended trials at the last look, by criterion. */
  readonly #looked = new Map<string, number>()
  #asking = false

  constructor(
    state: StudyState,
    advise: (rules: readonly StoppingRule[]) => Promise<readonly StoppingAdvice[]>,
    tell: (event: AdvisedEvent) => void,
  ) {
    this.#state = state
    this.#advise = advise
    this.#tell = tell
  }

  /** To be called when the study has changed. */
  changed(): void {
    const { status, stage, ended } = this.#state
    const due = this.#asking || status !== 'running' || stage !== 'search' ? [] : this.#due()
    if (due.length === 0) return
    for (const { criterion } of due) this.#looked.set(criterion, ended)
    this.#asking = true
    this.#advise(due)
      .then((advice) => {
        for (const { criterion, stop, because } of advice) if (stop) this.#tell({ type: 'advised', criterion, because })
      })
      // The thread has gone: the next result asks again.
      .catch(() => undefined)
      .finally(() => {
        this.#asking = false
        this.changed()
      })
  }

  #due(): readonly StoppingRule[] {
    const { definition, advised, ended } = this.#state
    return (definition.stopping ?? []).filter(({ criterion }) => {
      const since = ended - (this.#looked.get(criterion) ?? 0)
      return !advised.includes(criterion) && since >= (criterion === 'stagnation' ? 1 : everyResults)
    })
  }
}
