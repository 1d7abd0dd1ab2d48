import type { Insights } from '../../preload/contract/types.ts'
import type { Client } from '../client/client.ts'
import { faultInWords } from '../words/faults.ts'

/** What the trials of a study say about its parameters, asked for when somebody looks. */
export class InsightsState {
  readonly #client: Client
  readonly #study: string
  #insights = $state.raw<Insights | undefined>()
  #problem = $state<string | undefined>()
  #asking = $state(false)

  constructor(client: Client, study: string) {
    this.#client = client
    this.#study = study
  }

  get insights() {
    return this.#insights
  }
  get problem() {
    return this.#problem
  }
  get asking() {
    return this.#asking
  }

  async ask(): Promise<void> {
    if (this.#asking) return
    this.#asking = true
    this.#problem = undefined
    try {
      this.#insights = await this.#client.request('studies.insights', { study: this.#study })
    } catch (error) {
      this.#problem = faultInWords(error).message
    } finally {
      this.#asking = false
    }
  }
}
