import type { Client } from '../client/client.ts'
import type { ChosenFile, HandOver } from '../client/handed-over.ts'
import { faultInWords } from '../words/faults.ts'
import { importIntoProject } from './import-into-project.ts'
import type { Route } from './route.ts'

/** What the user drops or chooses, on its way to a page: a table, a long text, a folder of media, a packed project. */
export class Arrivals {
  #client: Client
  #handOver: HandOver
  #doing = $state<string | undefined>()
  #share = $state<number | undefined>()
  #problem = $state<string | undefined>()
  #stop: AbortController | undefined

  constructor(client: Client, handOver: HandOver) {
    this.#client = client
    this.#handOver = handOver
    client.subscribe('datasets.importing', ({ share }) => {
      if (this.#doing !== undefined) this.#share = share
    })
  }

  /** What is being done, as a sentence; undefined at rest. */
  get doing() {
    return this.#doing
  }
  get share() {
    return this.#share
  }
  get problem() {
    return this.#problem
  }

  stop(): void {
    this.#stop?.abort()
  }

  /** @returns the page that goes on with it; undefined when there was a problem, or it was stopped */
  async take(files: readonly ChosenFile[]): Promise<Route | undefined> {
    if (this.#doing !== undefined) return undefined
    const name = files[0]?.place.split('/')[0]
    if (name === undefined) {
      this.#problem = 'Nothing usable was in it. Choose a CSV or text file, or a folder of pictures or recordings.'
      return undefined
    }
    const stop = new AbortController()
    this.#stop = stop
    this.#problem = undefined
    this.#share = undefined
    this.#doing = `Taking ${name}`
    try {
      const path = await this.#handOver.pathOf(files, (share) => (this.#share = share), stop.signal)
      const isFolder = files.length > 1 || files[0]?.place.includes('/') === true
      return await this.#open(path, name, isFolder, stop.signal)
    } catch (error) {
      if (!stop.signal.aborted) this.#problem = faultInWords(error).message
      return undefined
    } finally {
      this.#doing = undefined
    }
  }

  async #open(path: string, name: string, isFolder: boolean, signal: AbortSignal): Promise<Route | undefined> {
    if (!isFolder && /\.(sweetspot|zip)$/i.test(name)) {
      this.#doing = `Unpacking ${name}`
      const project = await this.#client.request('projects.unpack', { file: path }, { signal })
      const study = project.studies.at(-1)
      return study ? { page: 'study', folder: project.folder, study: study.id, tab: 'live' } : { page: 'home' }
    }
    if (!isFolder) return { page: 'data', path }
    this.#doing = `Reading ${name}`
    return importIntoProject(this.#client, name, (folder) =>
      this.#client.request('datasets.importFolder', { folder, path }, { signal }),
    )
  }
}
