import { Worker } from 'node:worker_threads'
import type { Suggestion } from '../../search/sampler.ts'
import type { SearchTrial } from '../../search/trial.ts'
import type { StudyDefinition } from '../../study/study.ts'
import { asSearchTrial } from '../../study/trial.ts'
import type { Trial } from '../../study/trial.ts'
import type { FromSearchThread, ToSearchThread } from './messages.ts'

interface Known {
  readonly definition: StudyDefinition
  /** By trial number: the revision that the thread has seen. */
  readonly revisions: number[]
}

interface Waiting {
  readonly study: string
  readonly resolve: (suggestion: Suggestion) => void
  readonly reject: (error: Error) => void
}

/**
 * The main side of the search thread: samplers run there, never on the event loop that serves the window. The thread is
 * started by the first ask; when it dies, what was asked is refused, and the next ask starts another one.
 */
export class SearchThread {
  readonly #entry: string
  readonly #known = new Map<string, Known>()
  readonly #waiting = new Map<string, Waiting>()
  #worker: Worker | undefined

  /** @param entry path of dist/main/search-thread.js */
  constructor(entry: string) {
    this.#entry = entry
  }

  /** Has the study's sampler suggest trial `number` from the trials as they are now. Rejects with the sampler's error. */
  ask(definition: StudyDefinition, trials: readonly Trial[], number: number): Promise<Suggestion> {
    const worker = this.#worker ?? this.#start()
    const known = this.#known.get(definition.id) ?? this.#open(worker, definition)
    const changed: SearchTrial[] = []
    for (const trial of trials) {
      if (known.revisions[trial.number] === trial.revision) continue
      known.revisions[trial.number] = trial.revision
      changed.push(asSearchTrial(trial))
    }
    return new Promise((resolve, reject) => {
      this.#waiting.set(key(definition.id, number), { study: definition.id, resolve, reject })
      this.#send(worker, { type: 'ask', study: definition.id, number, changed })
    })
  }

  /** Forgets a study; what it had asked is never answered. */
  forget(study: string): void {
    for (const [name, waiting] of this.#waiting) if (waiting.study === study) this.#waiting.delete(name)
    if (this.#known.delete(study) && this.#worker) this.#send(this.#worker, { type: 'close', study })
  }

  async close(): Promise<void> {
    this.#waiting.clear()
    this.#known.clear()
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, { name: 'search' })
    this.#worker = worker
    worker.on('message', (message: FromSearchThread) => this.#receive(message))
    worker.on('error', (error) => this.#died(worker, error.message))
    worker.on('exit', () => this.#died(worker, 'it ended'))
    return worker
  }

  #open(worker: Worker, definition: StudyDefinition): Known {
    const known: Known = { definition, revisions: [] }
    this.#known.set(definition.id, known)
    const { space, objective, sampler, seed } = definition
    const problem = { space, directions: [objective.direction] }
    this.#send(worker, { type: 'open', study: definition.id, problem, sampler, seed })
    return known
  }

  #send(worker: Worker, message: ToSearchThread): void {
    worker.postMessage(message)
  }

  #receive(message: FromSearchThread): void {
    const name = key(message.study, message.number)
    const waiting = this.#waiting.get(name)
    this.#waiting.delete(name)
    if (message.type === 'suggested') waiting?.resolve(message.suggestion)
    else waiting?.reject(new Error(message.message))
  }

  #died(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    this.#known.clear()
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const { reject } of waiting) reject(new Error(`The search thread failed: ${reason}.`))
  }
}

function key(study: string, number: number): string {
  return `${study} ${number}`
}
