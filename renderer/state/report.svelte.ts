import type { ReportDocument } from '../../preload/contract/types.ts'
import type { Client } from '../client/client.ts'
import { faultInWords } from '../words/faults.ts'

/** The report of a study, as it stood when it was last asked for. */
export class ReportState {
  readonly #client: Client
  readonly #study: string
  #document = $state.raw<ReportDocument | undefined>()
  #problem = $state<string | undefined>()
  #asking = $state(false)
  #saving = $state(false)
  /** Something happened while the answer was on its way. */
  #again = false

  constructor(client: Client, study: string) {
    this.#client = client
    this.#study = study
  }

  get document() {
    return this.#document
  }
  get problem() {
    return this.#problem
  }
  get asking() {
    return this.#asking
  }
  get saving() {
    return this.#saving
  }

  async ask(): Promise<void> {
    this.#again = this.#asking
    if (this.#asking) return
    this.#asking = true
    this.#problem = undefined
    try {
      this.#document = await this.#client.request('reports.document', { study: this.#study })
    } catch (error) {
      this.#problem = faultInWords(error).message
    } finally {
      this.#asking = false
      if (this.#again) void this.ask()
    }
  }

  /** The report as one HTML file; undefined where it could not be made, which `problem` says. */
  async file(): Promise<{ readonly name: string; readonly html: string } | undefined> {
    this.#saving = true
    this.#problem = undefined
    try {
      return await this.#client.request('reports.file', { study: this.#study })
    } catch (error) {
      this.#problem = faultInWords(error).message
      return undefined
    } finally {
      this.#saving = false
    }
  }
}
