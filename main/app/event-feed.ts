import type { Backend, EventName, EventPayload } from '../../preload/contract/api.ts'
import type { EpochReport } from '../../preload/contract/types.ts'
import type { JournalLine } from '../study/journal-line.ts'
import type { App, AppEvent } from './app.ts'
import type { EffectService } from './effects/effect-service.ts'
import { messageOfLine } from './message-log.ts'
import type { MessageLog } from './message-log.ts'
import type { ProjectService } from './project-service.ts'
import { parametersOf, rowOf } from './trial-rows.ts'

/** Changes are gathered for this long before a window is told of them. */
const gatherMs = 300
/** As many as one event may hold. */
const mostAtOnce = 1_000

interface Gathered {
  readonly trials: Set<number>
  epochs: EpochReport[]
  report: boolean
}

export interface FeedOptions {
  readonly subscribe: App['subscribe']
  readonly projects: ProjectService
  readonly messages: MessageLog
  readonly poolState: () => EventPayload<'pool.changed'>
  readonly devices: () => EventPayload<'devices.changed'>
  readonly effects: Pick<EffectService, 'runs' | 'study'>
  readonly now: () => number
}

type Listener = (payload: never) => void

/** Turns what happens in the application into the contract's events, gathered so that a window is not flooded. */
export class EventFeed {
  readonly #options: FeedOptions
  readonly #listeners = new Map<EventName, Set<Listener>>()
  readonly #gathered = new Map<string, Gathered>()
  readonly #unsubscribe: () => void
  #poolChanged = false
  #effectsChanged = false
  #timer: NodeJS.Timeout | undefined

  constructor(options: FeedOptions) {
    this.#options = options
    this.#unsubscribe = options.subscribe((event) => this.#hear(event))
  }

  readonly subscribe: Backend['subscribe'] = (name, listener) => {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener as Listener))
    return () => void listeners.delete(listener as Listener)
  }

  /** Tells what has been gathered, and falls silent. */
  close(): void {
    this.#unsubscribe()
    clearTimeout(this.#timer)
    this.#flush()
  }

  #emit<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as (payload: EventPayload<Name>) => void)(payload)
  }

  #hear(event: AppEvent): void {
    switch (event.type) {
      case 'line':
        return this.#gatherLine(event.study, event.line)
      case 'progress':
        this.#of(event.study).report = true
        if (event.study === this.#options.effects.study) this.#effectsChanged = true
        return this.#later()
      case 'workers':
        this.#poolChanged = true
        return this.#later()
      case 'devices':
        return this.#emit('devices.changed', this.#options.devices())
      case 'effects':
        this.#effectsChanged = true
        return this.#later()
      case 'importing': {
        const { folder, path, share } = event
        return this.#emit('datasets.importing', { ...(folder === undefined ? {} : { folder }), path, share })
      }
      case 'notice':
        return this.#say({
          level: event.level,
          text: event.text,
          ...(event.study === undefined ? {} : { study: event.study }),
        })
      case 'projects':
        return this.#emit('projects.changed', event.folder === undefined ? {} : { folder: event.folder })
    }
  }

  #gatherLine(study: string, line: JournalLine): void {
    const gathered = this.#of(study)
    if ('trial' in line && line.trial !== undefined) gathered.trials.add(line.trial)
    if (line.type === 'epoch' && line.run === 'search/0')
      gathered.epochs.push({
        trial: line.trial,
        epoch: line.epoch,
        value: line.value ?? null,
        ...(line.train['loss'] === undefined ? {} : { trainingLoss: line.train['loss'] }),
      })
    const message = messageOfLine(line)
    if (message) this.#say({ ...message, study })
    // A change of status is told at once, after what led to it.
    if (line.type === 'status') {
      gathered.report = true
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#flush(), 0)
    } else this.#later()
  }

  #say(message: Omit<Parameters<MessageLog['add']>[0], 'time'>): void {
    const { study } = message
    const added = this.#options.messages.add({ time: this.#options.now(), ...message })
    this.#emit('messages.added', { messages: [added], ...(study === undefined ? {} : { study }) })
  }

  #of(study: string): Gathered {
    const gathered = this.#gathered.get(study) ?? { trials: new Set(), epochs: [], report: false }
    this.#gathered.set(study, gathered)
    return gathered
  }

  #later(): void {
    this.#timer ??= setTimeout(() => this.#flush(), gatherMs)
  }

  #flush(): void {
    this.#timer = undefined
    const all = [...this.#gathered]
    this.#gathered.clear()
    for (const [study, gathered] of all) this.#tell(study, gathered)
    if (this.#effectsChanged) {
      this.#effectsChanged = false
      this.#emit('effects.changed', { runs: this.#options.effects.runs() })
    }
    if (this.#poolChanged) {
      this.#poolChanged = false
      this.#emit('pool.changed', this.#options.poolState())
    }
  }

  #tell(study: string, { trials, epochs, report }: Gathered): void {
    const session = this.#options.projects.find(study)
    if (!session) return
    const { state } = session.core
    for (const reports of chunks(epochs)) this.#emit('epochs.reported', { study, reports })
    const parameters = parametersOf(state.definition)
    for (const numbers of chunks([...trials].sort((a, b) => a - b)))
      this.#emit('trials.changed', {
        study,
        parameters,
        rows: numbers.flatMap((number) =>
          state.trials[number] ? [rowOf(state.definition, state.trials[number])] : [],
        ),
      })
    if (report) this.#emit('study.changed', { study, report: session.report() })
  }
}

function* chunks<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += mostAtOnce) yield items.slice(from, from + mostAtOnce)
}
