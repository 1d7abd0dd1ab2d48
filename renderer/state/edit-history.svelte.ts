/** Steps that can be undone. Changes under one key, one after the other, are one step: a drag, a word being typed. */
export class EditHistory<Value> {
  #now: Value
  #before = $state.raw<readonly Value[]>([])
  #after = $state.raw<readonly Value[]>([])
  #key: string | undefined
  static readonly #most = 200

  constructor(value: Value) {
    this.#now = $state.raw(value)
  }

  get value(): Value {
    return this.#now
  }
  get canUndo(): boolean {
    return this.#before.length > 0
  }
  get canRedo(): boolean {
    return this.#after.length > 0
  }

  change(value: Value, key?: string): void {
    if (key === undefined || key !== this.#key) this.#before = [...this.#before, this.#now].slice(-EditHistory.#most)
    this.#key = key
    this.#after = []
    this.#now = value
  }

  /** What comes next is a step of its own. */
  settle(): void {
    this.#key = undefined
  }

  undo(): void {
    const last = this.#before.at(-1)
    if (last === undefined) return
    this.#after = [this.#now, ...this.#after]
    this.#before = this.#before.slice(0, -1)
    this.#now = last
    this.#key = undefined
  }

  redo(): void {
    const [next, ...rest] = this.#after
    if (next === undefined) return
    this.#before = [...this.#before, this.#now]
    this.#after = rest
    this.#now = next
    this.#key = undefined
  }
}
