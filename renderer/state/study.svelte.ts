import type { EventName, EventPayload } from '../../preload/contract/api.ts'
import type {
  Budget,
  Configuration,
  Message,
  ProjectInfo,
  StudyReport,
  TrialRow,
  WorkerState,
} from '../../preload/contract/types.ts'
import type { Client } from '../client/client.ts'
import { faultInWords } from '../words/faults.ts'
import { Curves } from './curves.svelte.ts'

/** Views redraw from batches at most this often; with thousands of trials less often. */
const batchMs = { few: 100, many: 500 } as const
const manyTrials = 2_000
/** Learning curves that are loaded without being asked for: of the newest trials and of the best. */
const curvesKept = { newest: 300, best: 60 } as const
const pageRows = 1_000
const curvesPerRequest = 200
const messagesKept = 300

/** The same sentence twice in a moment: two things happened that read alike. */
function repeats(message: Message, before: Message | undefined): boolean {
  return before?.text === message.text && message.time - before.time < 2_000
}

/**
 * One study as main knows it: report, trials, curves, messages, workers. It follows the events, and asks for everything
 * again whenever the connection opens, since events may have been missed.
 */
export class StudyState {
  readonly id: string
  readonly folder: string
  readonly curves = new Curves()
  #client: Client
  #project = $state.raw<ProjectInfo | undefined>()
  #report = $state.raw<StudyReport | undefined>()
  #parameters = $state.raw<readonly string[]>([])
  #rows = $state.raw<readonly TrialRow[]>([])
  #workers = $state.raw<readonly WorkerState[]>([])
  #messages = $state.raw<readonly Message[]>([])
  #loaded = $state(false)
  #expected = $state(0)
  #problem = $state<string | undefined>()
  #acting = $state<string | undefined>()
  #ends: (() => void)[] = []
  // Not reactive: what waits for the next batch.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  #changedRows = new Map<number, TrialRow>()
  #nextReport: StudyReport | undefined
  #nextWorkers: readonly WorkerState[] | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #loading = 0

  constructor(client: Client, folder: string, id: string) {
    this.#client = client
    this.folder = folder
    this.id = id
    const follow = <Name extends EventName>(event: Name, take: (payload: EventPayload<Name>) => void, all = false) =>
      this.#ends.push(client.subscribe(event, take, all ? {} : { study: id }))
    follow('study.changed', ({ report }) => {
      this.#nextReport = report
      this.#batch()
    })
    follow('trials.changed', ({ parameters, rows }) => {
      this.#parameters = parameters
      for (const row of rows) this.#changedRows.set(row.number, row)
      this.#batch()
    })
    follow('epochs.reported', ({ reports }) => {
      this.curves.report(reports)
      this.#batch()
    })
    follow('messages.added', ({ messages }) => this.#addMessages(messages))
    follow(
      'pool.changed',
      ({ workers }) => {
        this.#nextWorkers = workers
        this.#batch()
      },
      true,
    )
    this.#ends.push(
      client.onState((state) => {
        if (state === 'open') void this.load()
      }),
    )
  }

  /** Its project: whether it may be changed here, and what opening had to mend. */
  get project() {
    return this.#project
  }
  get report() {
    return this.#report
  }
  /** Names of the parameters, in the order of a row's configuration. */
  get parameters() {
    return this.#parameters
  }
  /** By number, without gaps. */
  get rows() {
    return this.#rows
  }
  get workers() {
    return this.#workers
  }
  get messages() {
    return this.#messages
  }
  get loaded() {
    return this.#loaded
  }
  /** Trials that there are to load. */
  get expected() {
    return this.#expected
  }
  get problem() {
    return this.#problem
  }
  /** The change that main is carrying out. */
  get acting() {
    return this.#acting
  }

  async load(): Promise<void> {
    this.#loading += 1
    const loading = this.#loading
    const current = () => loading === this.#loading
    try {
      const project = await this.#client.request('projects.open', { folder: this.folder })
      const report = await this.#client.request('studies.report', { study: this.id })
      if (!current()) return
      this.#project = project
      this.#report = report
      this.#problem = undefined
      const [{ workers }, { messages }] = await Promise.all([
        this.#client.request('pool.state', {}),
        this.#client.request('messages.recent', { study: this.id, count: messagesKept }),
      ])
      if (!current()) return
      this.#workers = workers
      this.#messages = []
      this.#addMessages(messages)
      await this.#loadTrials(current)
      if (current()) this.#loaded = true
      await this.#loadCurves(current)
    } catch (error) {
      if (current()) this.#problem = faultInWords(error).message
    }
  }

  async #loadTrials(current: () => boolean): Promise<void> {
    const rows: TrialRow[] = []
    for (;;) {
      const page = await this.#client.request('trials.page', { study: this.id, from: rows.length, count: pageRows })
      if (!current()) return
      rows.push(...page.rows)
      this.#parameters = page.parameters
      this.#expected = page.total
      if (page.rows.length === 0 || rows.length >= page.total) break
    }
    for (const row of rows) if (!this.#changedRows.has(row.number)) this.#changedRows.set(row.number, row)
    this.#flush()
  }

  async #loadCurves(current: () => boolean): Promise<void> {
    const started = this.#rows.filter((row) => row.epochs > 0)
    const direction = this.#report?.objective.direction === 'minimise' ? 1 : -1
    const best = started
      .filter((row) => row.value !== undefined && row.state === 'complete')
      .toSorted((a, b) => direction * ((a.value ?? 0) - (b.value ?? 0)))
      .slice(0, curvesKept.best)
    // eslint-disable-next-line svelte/prefer-svelte-reactivity
    const wanted = new Set([...started.slice(-curvesKept.newest), ...best].map((row) => row.number))
    await this.#fetchCurves([...wanted], current)
  }

  async #fetchCurves(numbers: readonly number[], current: () => boolean): Promise<void> {
    for (let from = 0; from < numbers.length; from += curvesPerRequest) {
      const trials = numbers.slice(from, from + curvesPerRequest)
      const { curves } = await this.#client.request('trials.curves', { study: this.id, trials })
      if (!current()) return
      this.curves.load(curves)
    }
    this.curves.publish()
  }

  /** Loads the curve of a trial that is looked at, if it is not there yet. A curve that does not come is an empty plot. */
  async needCurve(trial: number): Promise<void> {
    const loading = this.#loading
    if (this.curves.get(trial) || (this.#rows[trial]?.epochs ?? 0) === 0) return
    await this.#fetchCurves([trial], () => loading === this.#loading).catch(() => undefined)
  }

  #batch(): void {
    const wait = this.#rows.length > manyTrials ? batchMs.many : batchMs.few
    this.#timer ??= setTimeout(() => this.#flush(), wait)
  }

  /** Everything at once, so that no view is ahead of another. Rows are replaced, never changed. */
  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.curves.publish()
    if (this.#nextReport) this.#report = this.#nextReport
    if (this.#nextWorkers) this.#workers = this.#nextWorkers
    this.#nextReport = undefined
    this.#nextWorkers = undefined
    if (this.#changedRows.size === 0) return
    const rows = [...this.#rows]
    for (const row of [...this.#changedRows.values()].toSorted((a, b) => a.number - b.number)) {
      const known = rows[row.number]
      if (known && row.epochs < known.epochs) this.curves.forget(row.number, row.epochs)
      if (row.number <= rows.length) rows[row.number] = row
    }
    this.#changedRows.clear()
    this.#rows = rows
  }

  #addMessages(added: readonly Message[]): void {
    const newest = this.#messages.at(-1)?.id ?? -1
    const fresh = added
      .filter((message) => message.id > newest)
      .filter((message, at, all) => !repeats(message, all[at - 1] ?? this.#messages.at(-1)))
    if (fresh.length > 0) this.#messages = [...this.#messages, ...fresh].slice(-messagesKept)
  }

  start = () => this.#act('Starting', () => this.#client.request('studies.start', { study: this.id }))
  pause = () => this.#act('Pausing', () => this.#client.request('studies.pause', { study: this.id }))
  resume = () => this.#act('Resuming', () => this.#client.request('studies.resume', { study: this.id }))
  stop = (confirm: boolean) =>
    this.#act('Stopping', () => this.#client.request('studies.stop', { study: this.id, confirm }))
  extend = (budget: Budget) =>
    this.#act('Extending', () => this.#client.request('studies.extend', { study: this.id, budget }))
  enqueue = (configuration: Configuration) =>
    this.#act('Queueing', () =>
      this.#client.request('studies.enqueue', { study: this.id, configuration, because: 'Added by hand.' }),
    )
  retryFailed = () => this.#act('Queueing', () => this.#client.request('studies.retry', { study: this.id }))
  openTest = () => this.#act('Opening', () => this.#client.request('studies.openTest', { study: this.id }))

  /** @returns whether it was carried out; if not, `problem` says why */
  async #act(doing: string, ask: () => Promise<object>): Promise<boolean> {
    if (this.#acting !== undefined) return false
    this.#acting = doing
    this.#problem = undefined
    try {
      const answer = await ask()
      if ('definition' in answer) {
        this.#nextReport = answer as StudyReport
        this.#flush()
      }
      return true
    } catch (error) {
      this.#problem = faultInWords(error).message
      return false
    } finally {
      this.#acting = undefined
    }
  }

  dismissProblem(): void {
    this.#problem = undefined
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#loading += 1
    for (const end of this.#ends) end()
  }
}
