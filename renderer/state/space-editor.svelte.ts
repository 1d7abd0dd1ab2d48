import type {
  HyperparameterEntry,
  Parameter,
  ParameterValue,
  SearchSpace,
  SpaceCheck,
  SpaceProblem,
  TemplateEntry,
} from '../../preload/contract/types.ts'
import type { Client } from '../client/client.ts'
import { faultInWords } from '../words/faults.ts'
import { EditHistory } from './edit-history.svelte.ts'
import { canAct, fix, leaveOut, parameterOf, put, vary } from './space-edit.ts'
import { formatSpace, readSpace } from './space-json.ts'

/** Checks follow an edit within this, so that a word being typed is not judged letter by letter. */
const patienceMs = 90

/** The search space of a template while it is edited: as a table and as JSON, with one undo, checked by main. */
export class SpaceEditor {
  readonly template: TemplateEntry
  readonly #client: Client
  readonly #onSound: () => void
  readonly #history: EditHistory<SearchSpace>
  #check = $state.raw<SpaceCheck | undefined>()
  #fault = $state<string | undefined>()
  #text = $state<string | undefined>()
  #textProblem = $state<string | undefined>()
  #unread = $state.raw<readonly string[]>([])
  #asked = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param onSound  an edit was found to be in order */
  constructor(client: Client, template: TemplateEntry, onSound: () => void) {
    this.template = template
    this.#client = client
    this.#onSound = onSound
    this.#history = new EditHistory(template.space)
    void this.#ask()
  }

  get entries(): readonly HyperparameterEntry[] {
    return this.template.hyperparameters
  }
  get space(): SearchSpace {
    return this.#history.value
  }
  /** It is not the template's own. */
  get edited(): boolean {
    return JSON.stringify(this.space) !== JSON.stringify(this.template.space)
  }
  get problems(): readonly SpaceProblem[] {
    return this.#check?.problems ?? []
  }
  /** Undefined while unknown, or without end. */
  get configurations(): number | undefined {
    return this.#check?.configurations
  }
  get fault() {
    return this.#fault
  }
  /** Nothing is wrong, and everything that was typed could be read. */
  get sound(): boolean {
    return this.problems.length === 0 && this.#unread.length === 0 && this.#textProblem === undefined && !this.#fault
  }
  /** Sentences and fields to mend. */
  get wrong(): number {
    return this.problems.length + this.#unread.length + (this.#textProblem === undefined ? 0 : 1)
  }
  get canUndo() {
    return this.#history.canUndo
  }
  get canRedo() {
    return this.#history.canRedo
  }

  parameter(name: string): Parameter | undefined {
    return parameterOf(this.space, name)
  }
  canAct(entry: HyperparameterEntry): boolean {
    return canAct(entry, this.space, this.entries)
  }
  problemsOf(name: string): readonly SpaceProblem[] {
    return this.problems.filter(({ parameter }) => parameter === name)
  }

  vary(entry: HyperparameterEntry): void {
    this.#change(vary(this.space, entry, this.template.space, this.entries))
  }
  fix(name: string, value: ParameterValue): void {
    this.#change(fix(this.space, name, value, this.entries), `fix ${name}`)
  }
  leaveOut(name: string): void {
    this.#change(leaveOut(this.space, name))
  }
  /** @param key  edits under one key are one step */
  put(parameter: Parameter, key?: string): void {
    this.#change(put(this.space, parameter, this.entries), key)
  }
  setRelations(relations: readonly string[], key?: string): void {
    this.#change({ ...this.space, relations }, key)
  }
  reset(): void {
    if (this.edited) this.#change(this.template.space)
  }
  settle(): void {
    this.#history.settle()
  }
  undo(): void {
    this.#history.undo()
    this.#changed()
  }
  redo(): void {
    this.#history.redo()
    this.#changed()
  }

  /** A field holds something that is no number, or does so no more. */
  unread(field: string, is: boolean): void {
    if (this.#unread.includes(field) === is) return
    this.#unread = is ? [...this.#unread, field] : this.#unread.filter((other) => other !== field)
  }

  /** As it is being typed, or the space as it is. */
  get json(): string {
    return this.#text ?? formatSpace(this.space)
  }
  get jsonProblem() {
    return this.#textProblem
  }
  /** The space follows as soon as the text is one. */
  editJson(text: string): void {
    const read = readSpace(text)
    if ('space' in read) this.#change(read.space, 'json')
    this.#text = text
    this.#textProblem = 'problem' in read ? read.problem : undefined
  }
  /** Text that was understood is set in order again; other text stays to be mended. */
  endJson(): void {
    this.settle()
    if (this.#textProblem === undefined) this.#text = undefined
  }
  dropJson(): void {
    this.#text = undefined
    this.#textProblem = undefined
  }

  #change(space: SearchSpace, key?: string): void {
    this.#history.change(space, key)
    this.#changed()
  }

  #changed(): void {
    this.dropJson()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#ask().then(() => this.sound && this.#onSound()), patienceMs)
  }

  /** The newest answer counts. */
  async #ask(): Promise<void> {
    this.#asked += 1
    const asked = this.#asked
    try {
      const check = await this.#client.request('spaces.check', { template: this.template.name, space: this.space })
      if (asked !== this.#asked) return
      this.#check = check
      this.#fault = undefined
    } catch (error) {
      if (asked === this.#asked) this.#fault = faultInWords(error).message
    }
  }
}
