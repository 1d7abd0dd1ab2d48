import type { EffectEntry, EffectRun, EffectTable, EffectVersionName } from '../../preload/contract/types.ts'
import type { Client } from '../client/client.ts'
import { faultInWords } from '../words/faults.ts'

/** The nine effect studies: how far each version is, and the tables of those that are done. */
export class Effects {
  readonly #client: Client
  #entries = $state.raw<readonly EffectEntry[] | undefined>()
  #tables = $state.raw<Readonly<Record<string, EffectTable>>>({})
  #problem = $state<string | undefined>()

  constructor(client: Client) {
    this.#client = client
  }

  get entries() {
    return this.#entries
  }
  get problem() {
    return this.#problem
  }
  runOf(effect: string, version: EffectVersionName): EffectRun | undefined {
    return this.#entries?.find((entry) => entry.effect === effect)?.runs.find((run) => run.version === version)
  }
  table(effect: string, version: EffectVersionName): EffectTable | undefined {
    return this.#tables[keyOf(effect, version)]
  }

  /** @returns a function that stops following */
  follow(): () => void {
    const ends = [
      this.#client.subscribe('effects.changed', ({ runs }) => this.#update(runs)),
      this.#client.onState((state) => {
        if (state === 'open') void this.#load()
      }),
    ]
    return () => ends.forEach((end) => end())
  }

  /** Fetches the tables of an effect that are done and not here yet. */
  async need(effect: string): Promise<void> {
    const done = this.#entries?.find((entry) => entry.effect === effect)?.runs.filter(({ state }) => state === 'done')
    for (const { version } of done ?? []) {
      if (this.table(effect, version)) continue
      await this.#asking(async () => {
        const { table } = await this.#client.request('effects.table', { effect, version })
        if (table) this.#tables = { ...this.#tables, [keyOf(effect, version)]: table }
      })
    }
  }

  start(effect: string, version: EffectVersionName): Promise<void> {
    return this.#asking(async () => {
      this.#update([await this.#client.request('effects.start', { effect, version })])
    })
  }

  pause(effect: string, version: EffectVersionName): Promise<void> {
    return this.#asking(async () => {
      this.#update([await this.#client.request('effects.pause', { effect, version })])
    })
  }

  /** All that are not done yet, one after the other. */
  async startAll(version: EffectVersionName): Promise<void> {
    for (const { effect } of this.#entries ?? [])
      if (this.runOf(effect, version)?.state !== 'done') await this.start(effect, version)
  }

  async #load(): Promise<void> {
    await this.#asking(async () => {
      this.#entries = (await this.#client.request('effects.list', {})).effects
    })
  }

  #update(runs: readonly EffectRun[]): void {
    this.#entries = this.#entries?.map((entry) => ({
      ...entry,
      runs: entry.runs.map(
        (run) => runs.find(({ effect, version }) => effect === run.effect && version === run.version) ?? run,
      ),
    }))
  }

  async #asking(ask: () => Promise<void>): Promise<void> {
    this.#problem = undefined
    try {
      await ask()
    } catch (error) {
      this.#problem = faultInWords(error).message
    }
  }
}

const keyOf = (effect: string, version: EffectVersionName): string => `${effect} ${version}`
