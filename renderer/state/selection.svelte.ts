import type { TrialState } from '../../preload/contract/types.ts'
import { noFilter, select, type Brush, type Filter } from './brush.ts'
import type { StudyState } from './study.svelte.ts'

const mostUndone = 200
const mostPinned = 5

/** One selection for all views: filter, what it selects, what is hovered and pinned. Each change is a step back. */
export class Selection {
  #study: StudyState
  #filter = $state.raw<Filter>(noFilter)
  #hovered = $state<number | undefined>()
  #pinned = $state.raw<readonly number[]>([])
  #past: Filter[] = $state.raw([])
  #future: Filter[] = $state.raw([])
  #gesture: 'none' | 'begun' | 'changed' = 'none'
  #selected = $derived.by(() => select(this.#study.rows, this.#study.parameters, this.#filter))

  constructor(study: StudyState) {
    this.#study = study
  }

  get filter() {
    return this.#filter
  }
  get selected(): ReadonlySet<number> {
    return this.#selected
  }
  get hovered() {
    return this.#hovered
  }
  get pinned() {
    return this.#pinned
  }
  get isFiltered(): boolean {
    return this.#filter.hidden.length > 0 || Object.values(this.#filter.brushes).some((brushes) => brushes.length > 0)
  }
  get canUndo() {
    return this.#past.length > 0
  }
  get canRedo() {
    return this.#future.length > 0
  }

  brush(axis: string, brushes: readonly Brush[]): void {
    const next = { ...this.#filter.brushes, [axis]: brushes }
    if (brushes.length === 0) delete next[axis]
    this.#change({ ...this.#filter, brushes: next })
  }

  toggleState(state: TrialState): void {
    const hidden = this.#filter.hidden.includes(state)
      ? this.#filter.hidden.filter((one) => one !== state)
      : [...this.#filter.hidden, state]
    this.#change({ ...this.#filter, hidden })
  }

  reset(): void {
    if (this.isFiltered) this.#change(noFilter)
  }

  hover(trial: number | undefined): void {
    this.#hovered = trial
  }

  togglePin(trial: number): void {
    this.#pinned = this.#pinned.includes(trial)
      ? this.#pinned.filter((one) => one !== trial)
      : [...this.#pinned, trial].slice(-mostPinned)
  }

  /** All changes until `endGesture` are one step: a drag. */
  beginGesture(): void {
    this.#gesture = 'begun'
  }

  endGesture(): void {
    this.#gesture = 'none'
  }

  undo(): void {
    const earlier = this.#past.at(-1)
    if (!earlier) return
    this.#past = this.#past.slice(0, -1)
    this.#future = [...this.#future, this.#filter]
    this.#filter = earlier
  }

  redo(): void {
    const later = this.#future.at(-1)
    if (!later) return
    this.#future = this.#future.slice(0, -1)
    this.#past = [...this.#past, this.#filter]
    this.#filter = later
  }

  #change(next: Filter): void {
    if (JSON.stringify(next) === JSON.stringify(this.#filter)) return
    if (this.#gesture !== 'changed') this.#past = [...this.#past, this.#filter].slice(-mostUndone)
    if (this.#gesture === 'begun') this.#gesture = 'changed'
    this.#future = []
    this.#filter = next
  }
}
