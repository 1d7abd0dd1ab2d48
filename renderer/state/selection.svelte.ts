import type { TrialState } from '../../preload/contract/types.ts'
import { narrows, noFilter, type Brush, type Filter, type FilterStep } from './brush.ts'
import { firstLook, type AxisLook, type Look, type Slot } from './look.ts'
import { countOn, numbersOn, selectedOf, trialsOf, wholeOf } from './mask.ts'
import { endedBy } from './replay.ts'
import type { StudyState } from './study.svelte.ts'

const mostUndone = 200
const mostPinned = 5

/** One selection for all views: filter, what it selects, how axes are drawn, what is hovered and pinned. Each change is a step back. */
export class Selection {
  #study: StudyState
  #look = $state.raw<Look>(firstLook)
  #hovered = $state<number | undefined>()
  #pinned = $state.raw<readonly number[]>([])
  #replayed = $state<number | undefined>()
  #past: Look[] = $state.raw([])
  #future: Look[] = $state.raw([])
  #gesture: 'none' | 'begun' | 'changed' = 'none'
  // Each part by itself: who reads how axes are drawn does nothing when a brush moves.
  #filter = $derived.by(() => this.#look.filter)
  #looks = $derived.by(() => this.#look.looks)
  #order = $derived.by(() => this.#look.order)
  #axes = $derived.by(() => this.#look.axes)
  #colour = $derived.by(() => this.#look.colour)
  #drawing = $derived.by(() => this.#look.drawing)
  #slots = $derived.by(() => this.#look.slots)
  #trials = $derived.by(() =>
    trialsOf(this.#study.rows, this.#study.parameters, this.#study.report?.objective.direction),
  )
  #shown = $derived.by(() => (this.#replayed === undefined ? undefined : endedBy(this.#study.rows, this.#replayed)))
  #steps = $derived.by(() => this.#filter.steps)
  #whole = $derived.by(() =>
    wholeOf(this.#trials, this.#steps ? { ...noFilter, steps: this.#steps } : noFilter, this.#shown),
  )
  #mask = $derived.by(() => selectedOf(this.#trials, this.#filter, this.#whole))
  #count = $derived.by(() => countOn(this.#mask))
  #all = $derived.by(() => countOn(this.#whole))
  #selected = $derived.by(() => numbersOn(this.#mask))
  #rows = $derived.by(() =>
    this.#all === this.#study.rows.length
      ? this.#study.rows
      : this.#study.rows.filter((row) => this.#whole[row.number] === 1),
  )

  constructor(study: StudyState) {
    this.#study = study
  }

  get look() {
    return this.#look
  }
  get filter() {
    return this.#filter
  }
  /** How axes are drawn, by key. */
  get looks() {
    return this.#looks
  }
  get axisOrder() {
    return this.#order
  }
  /** Axes shown or hidden by choice. */
  get axesChosen() {
    return this.#axes
  }
  get colour() {
    return this.#colour
  }
  get drawing() {
    return this.#drawing
  }
  /** The views that stand there; undefined: those that stand there first. */
  get slots() {
    return this.#slots
  }
  get selected(): ReadonlySet<number> {
    return this.#selected
  }
  /** By trial number, 1 where it is selected. */
  get mask(): Uint8Array {
    return this.#mask
  }
  /** By trial number, 1 where it counts. */
  get whole(): Uint8Array {
    return this.#whole
  }
  get columns() {
    return this.#trials.columns
  }
  /** How many are selected. */
  get count(): number {
    return this.#count
  }
  /** The trials that count: what was kept, up to the moment of the replay. */
  get rows() {
    return this.#rows
  }
  get hovered() {
    return this.#hovered
  }
  get pinned() {
    return this.#pinned
  }
  get isFiltered(): boolean {
    return narrows(this.#filter)
  }
  get canReset(): boolean {
    return this.isFiltered || (this.#filter.steps?.length ?? 0) > 0
  }
  get canUndo() {
    return this.#past.length > 0
  }
  get canRedo() {
    return this.#future.length > 0
  }
  /** How many trials of the study have ended at the moment shown; undefined: now. */
  get replayed() {
    return this.#replayed
  }

  replay(ended: number | undefined): void {
    this.#replayed = ended
  }

  brush(axis: string, brushes: readonly Brush[]): void {
    this.brushAll({ [axis]: brushes })
  }

  /** Brushes of several axes in one step. */
  brushAll(brushes: Readonly<Record<string, readonly Brush[]>>): void {
    const next = { ...this.#filter.brushes, ...brushes }
    for (const [axis, each] of Object.entries(brushes)) if (each.length === 0) delete next[axis]
    this.#changeFilter({ ...this.#filter, brushes: next })
  }

  toggleState(state: TrialState): void {
    const hidden = this.#filter.hidden.includes(state)
      ? this.#filter.hidden.filter((one) => one !== state)
      : [...this.#filter.hidden, state]
    this.#changeFilter({ ...this.#filter, hidden })
  }

  /** The best share of complete trials, above 0 to 1. */
  top(share: number): void {
    const { top: _before, ...rest } = this.#filter
    this.#changeFilter(share >= 1 ? rest : { ...rest, top: Math.max(1e-6, share) })
  }

  /** Makes the selection the whole, or takes it out of the whole. */
  step(act: FilterStep['act']): void {
    if (!this.isFiltered) return
    const { steps = [], ...now } = this.#filter
    this.#changeFilter({ ...noFilter, steps: [...steps, { act, ...now }] })
  }

  /** Back to the whole as it was after so many steps of keeping and excluding. */
  backTo(steps: number): void {
    const kept = (this.#filter.steps ?? []).slice(0, steps)
    this.#changeFilter(kept.length > 0 ? { ...noFilter, steps: kept } : noFilter)
  }

  reset(): void {
    if (this.canReset) this.#changeFilter(noFilter)
  }

  order(keys: readonly string[]): void {
    this.#change({ ...this.#look, order: keys })
  }

  showAxes(axes: Readonly<Record<string, boolean>>): void {
    this.#change({ ...this.#look, axes })
  }

  drawAxis(key: string, look: AxisLook): void {
    this.#change({ ...this.#look, looks: { ...this.#look.looks, [key]: look } })
  }

  colourBy(key: string): void {
    this.#change({ ...this.#look, colour: key })
  }

  draw(drawing: Look['drawing']): void {
    this.#change({ ...this.#look, drawing })
  }

  arrange(slots: readonly Slot[]): void {
    this.#change({ ...this.#look, slots })
  }

  /** A saved view, or the one in the address. */
  restore(look: Look): void {
    this.#change(look)
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
    this.#future = [...this.#future, this.#look]
    this.#look = earlier
  }

  redo(): void {
    const later = this.#future.at(-1)
    if (!later) return
    this.#future = this.#future.slice(0, -1)
    this.#past = [...this.#past, this.#look]
    this.#look = later
  }

  #changeFilter(filter: Filter): void {
    this.#change({ ...this.#look, filter })
  }

  #change(next: Look): void {
    if (JSON.stringify(next) === JSON.stringify(this.#look)) return
    if (this.#gesture !== 'changed') this.#past = [...this.#past, this.#look].slice(-mostUndone)
    if (this.#gesture === 'begun') this.#gesture = 'changed'
    this.#future = []
    this.#look = next
  }
}
