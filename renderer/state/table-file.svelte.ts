import type { TableChoices, TableInspection } from '../../preload/contract/types.ts'
import type { Client } from '../client/client.ts'
import type { ColumnRole, ColumnType } from '../words/columns.ts'
import { faultInWords } from '../words/faults.ts'
import { EditHistory } from './edit-history.svelte.ts'
import { importIntoProject } from './import-into-project.ts'
import type { Route } from './route.ts'

/** A CSV or TSV file that is about to become a dataset: what is in it, and what the user decides about it. */
export class TableFile {
  readonly path: string
  #client: Client
  #table = $state.raw<TableInspection | undefined>()
  #problem = $state<string | undefined>()
  #share = $state(0)
  #reading = $state(false)
  #importing = $state(false)
  #column = $state<string | undefined>()
  readonly #choices = new EditHistory<TableChoices>({})
  #asked: AbortController | undefined

  constructor(client: Client, path: string) {
    this.#client = client
    this.path = path
  }

  get table() {
    return this.#table
  }
  get problem() {
    return this.#problem
  }
  /** Of the file, read so far. */
  get share() {
    return this.#share
  }
  get reading() {
    return this.#reading
  }
  get importing() {
    return this.#importing
  }
  get choices() {
    return this.#choices.value
  }
  get canUndo() {
    return this.#choices.canUndo
  }
  get canRedo() {
    return this.#choices.canRedo
  }
  /** The one that is looked at. */
  get column() {
    return this.#table?.columns.find(({ name }) => name === this.#column) ?? this.#table?.columns[0]
  }
  get ready() {
    const features = this.#table?.columns.some(({ role }) => role === 'feature') ?? false
    return this.#table?.target !== undefined && features && !this.#reading && !this.#importing && !this.#problem
  }

  /** Follows how far main is. @returns the end of it */
  follow(): () => void {
    return this.#client.subscribe('datasets.importing', ({ path, share }) => {
      if (path === this.path) this.#share = share
    })
  }

  look(column: string): void {
    this.#column = column
  }

  change(choices: TableChoices): void {
    this.#choices.change(choices)
    void this.load()
  }
  /** Another way of reading may give other columns: what was said of the old ones is dropped. */
  readAs(how: TableChoices): void {
    const { target: _, task: _t, types: _y, roles: _r, ...reading } = this.choices
    this.change({ ...reading, ...how })
  }
  undo(): void {
    this.#choices.undo()
    void this.load()
  }
  redo(): void {
    this.#choices.redo()
    void this.load()
  }

  setRole(column: string, role: ColumnRole): void {
    const { target, task, roles, ...others } = this.choices
    const rest = { ...others, ...this.#usableAs(column, role) }
    const kept = Object.fromEntries(Object.entries(roles ?? {}).filter(([name]) => name !== column))
    if (role === 'target') return this.change({ ...rest, roles: kept, target: column })
    const gaveUp = column === (target ?? this.#table?.target?.column)
    this.change({
      ...rest,
      ...(gaveUp || target === undefined ? {} : { target }),
      ...(gaveUp || task === undefined ? {} : { task }),
      roles: { ...kept, [column]: role },
    })
  }

  /** A network reads no identifiers and dates: one that it is to see all the same is read as numbers or categories. */
  #usableAs(column: string, role: ColumnRole): Pick<TableChoices, 'types'> {
    const profile = this.#table?.columns.find(({ name }) => name === column)
    const unreadable = profile?.type === 'id' || profile?.type === 'date'
    if (!unreadable || (role !== 'feature' && role !== 'target')) return {}
    return { types: { ...this.choices.types, [column]: profile.numbers ? 'integer' : 'category' } }
  }

  setType(column: string, type: ColumnType): void {
    this.change({ ...this.choices, types: { ...this.choices.types, [column]: type } })
  }

  /** The newest answer counts; what was asked before is given up. */
  async load(): Promise<void> {
    this.#asked?.abort()
    const asked = new AbortController()
    this.#asked = asked
    this.#reading = true
    this.#share = 0
    try {
      const table = await this.#client.request(
        'datasets.inspectTable',
        { path: this.path, choices: this.choices },
        { signal: asked.signal },
      )
      if (asked !== this.#asked) return
      this.#table = table
      this.#problem = undefined
    } catch (error) {
      if (asked === this.#asked) this.#problem = faultInWords(error).message
    } finally {
      if (asked === this.#asked) this.#reading = false
    }
  }

  stop(): void {
    this.#asked?.abort()
  }

  /** Makes a project of the file's name, with the file as its dataset. */
  async import(): Promise<Route | undefined> {
    if (!this.#table || this.#importing) return undefined
    this.#importing = true
    this.#problem = undefined
    try {
      return await importIntoProject(this.#client, this.#table.name, (folder) =>
        this.#client.request('datasets.importTable', { folder, path: this.path, choices: this.choices }),
      )
    } catch (error) {
      this.#problem = faultInWords(error).message
      return undefined
    } finally {
      this.#importing = false
    }
  }
}
