import type { Suggestion } from '../../search/sampler.ts'
import type { SearchTrial } from '../../search/trial.ts'
import { basisOf, underWay } from '../../study/basis.ts'
import { mayAsk } from '../../study/budget.ts'
import type { StudyState } from '../../study/state.ts'
import type { SuggestionBasis } from '../../study/suggestion.ts'

/** A suggestion, and what it was made from. */
export interface BasedSuggestion {
  readonly suggestion: Suggestion
  readonly basis: SuggestionBasis
}

/**
 * Has the sampler suggest trial `number` from the trials as they are at the call, and from those that are assumed to follow.
 * @param seconds that the search may take in all, where it ends by time
 */
export type AskSampler = (
  number: number,
  assumed: readonly SearchTrial[],
  seconds: number | undefined,
) => Promise<Suggestion>

interface Prepared {
  readonly number: number
  /** What was known at the request: of the study, and of suggestions before it in the queue. */
  readonly key: string
  readonly basis: SuggestionBasis
  /** Suggestions that it takes to be queued before it. */
  readonly assumed: readonly SearchTrial[]
  readonly asked: Promise<Suggestion>
  /** Set once it is there. */
  suggestion?: Suggestion
}

/** A sampler that answers sooner than this (ms) is asked afresh: no result is left out for the sake of so short a wait. */
const shortWait = 20

/**
 * Suggestions prepared while workers train, so that a worker that becomes free need not wait for a model to be fitted.
 *
 * - Nothing is prepared for a study with one worker: its trials then follow from its seed alone, each knowing all before it.
 * - Nothing is prepared while the sampler answers at once.
 * - The next suggestion is prepared from all results, with what runs as pending; with three workers or more the one after
 *   it too, with the first as pending. A result makes both stale: the first is prepared again as soon as the thread has
 *   finished what it is at, and the newest that is ready is what a worker gets.
 *
 * A worker that asks is served from here at once even if its own result, of a moment ago, is not yet in: one result less
 * costs the search less than waiting for a model does (the same as one more worker would). What each suggestion knew is
 * its basis, in the journal.
 */
export class SuggestionQueue {
  readonly #state: StudyState
  readonly #ask: AskSampler
  readonly #now: () => number
  /** Ascending by number; of one number the newest last. */
  #prepared: Prepared[] = []
  /** How long the sampler took the last time, ms. */
  #took = 0
  /** The trial that was asked for last: until it is queued, what comes after it cannot be prepared. */
  #given = -1
  #busy = false
  #closed = false
  #due: NodeJS.Immediate | undefined

  constructor(state: StudyState, ask: AskSampler, now: () => number = () => performance.now()) {
    this.#state = state
    this.#ask = ask
    this.#now = now
  }

  /** A suggestion for the trial that comes next: one that waits, or one that is asked for now. Rejects as the sampler does. */
  async take(number: number): Promise<BasedSuggestion> {
    this.#given = number
    this.#dropVoid()
    const own = this.#prepared.filter((each) => each.number === number)
    const ready = own.findLast(({ suggestion }) => suggestion !== undefined)
    const current = ready?.key === this.#key()
    if (ready && (current || this.#took > shortWait)) return this.#served(ready, ready.suggestion!)
    const coming = own.at(-1)
    if (coming) {
      const suggestion = await coming.asked.catch(() => undefined)
      if (suggestion) return this.#served(coming, suggestion)
    }
    const basis = basisOf(this.#state)
    return { suggestion: await this.#timed(number, [], basis), basis }
  }

  /** To be called when the study has changed; what is worth preparing is asked for once whoever is free has been served. */
  changed(): void {
    if (this.#closed) return
    this.#due ??= setImmediate(() => {
      this.#due = undefined
      this.#prepareNext()
    })
  }

  /** Nothing is prepared any more. */
  close(): void {
    this.#closed = true
    clearImmediate(this.#due)
    this.#prepared = []
  }

  #served({ number, basis }: Prepared, suggestion: Suggestion): BasedSuggestion {
    this.#prepared = this.#prepared.filter((each) => each.number > number)
    return { suggestion, basis }
  }

  #prepareNext(): void {
    const { status, stage, exhausted, trials, definition } = this.#state
    const number = trials.length
    if (this.#busy || status !== 'running' || stage !== 'search' || exhausted || number <= this.#given) return
    if (definition.workers === 1 || this.#took <= shortWait || !mayAsk(this.#state)) return
    this.#dropVoid()
    const key = this.#key()
    const first = this.#prepared.findLast((each) => each.number === number)
    if (first?.key !== key) return this.#prepare(number, key, [])
    if (definition.workers < 3 || !mayAsk(this.#state, 1) || first.suggestion?.kind !== 'configuration') return
    if (this.#prepared.some((each) => each.number === number + 1)) return
    this.#prepare(number + 1, key, [underWay(number, first.suggestion.configuration)])
  }

  #prepare(number: number, key: string, assumed: readonly SearchTrial[]): void {
    const { running, ...rest } = basisOf(this.#state)
    const basis = { ...rest, running: [...running, ...assumed.map((trial) => trial.number)] }
    this.#busy = true
    const asked = this.#timed(number, assumed, basis)
    const prepared: Prepared = { number, key, basis, assumed, asked }
    // What was built on the suggestion that this one replaces goes with it.
    this.#prepared = [...this.#prepared.filter((each) => each.number <= number), prepared]
    asked
      .then(
        (suggestion) => {
          prepared.suggestion = suggestion
          this.#prepared = this.#prepared.filter((each) => each.number !== number || each === prepared)
        },
        () => {
          // Asked again by whoever needs it, who is then told why it cannot be.
          this.#prepared = this.#prepared.filter((each) => each !== prepared)
          this.#took = 0
        },
      )
      .finally(() => {
        this.#busy = false
        this.changed()
      })
  }

  /** Of numbers that are taken; and what followed a suggestion in whose place another trial was queued, by hand. */
  #dropVoid(): void {
    const { trials } = this.#state
    this.#prepared = this.#prepared.filter(
      ({ number, assumed }) =>
        number >= trials.length &&
        assumed.every((each) => [undefined, each.configuration].includes(trials[each.number]?.configuration)),
    )
  }

  async #timed(number: number, assumed: readonly SearchTrial[], { seconds }: SuggestionBasis): Promise<Suggestion> {
    const started = this.#now()
    const suggestion = await this.#ask(number, assumed, seconds)
    this.#took = this.#now() - started
    return suggestion
  }

  /** The same while nothing has happened that a sampler would want to know. */
  #key(): string {
    const { trials, ended, revised } = this.#state
    return `${trials.length} ${ended} ${revised}`
  }
}
