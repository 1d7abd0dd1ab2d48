import type { DeviceReport } from '../../preload/contract/types.ts'
import type { Client } from '../client/client.ts'
import { faultInWords } from '../words/faults.ts'

/** What is known of the engines of this computer, and the test that finds it out. */
export class Doctor {
  readonly #client: Client
  #report = $state.raw<DeviceReport | undefined>()
  #problem = $state<string | undefined>()

  constructor(client: Client) {
    this.#client = client
  }

  get report() {
    return this.#report
  }
  get problem() {
    return this.#problem ?? this.#report?.problem
  }

  /** @returns a function that stops following */
  follow(): () => void {
    const ends = [
      this.#client.subscribe('devices.changed', (report) => (this.#report = report)),
      this.#client.onState((state) => {
        if (state === 'open') void this.#ask('devices.report')
      }),
    ]
    return () => ends.forEach((end) => end())
  }

  test(): Promise<void> {
    return this.#ask('devices.test')
  }
  stop(): Promise<void> {
    return this.#ask('devices.stop')
  }

  async #ask(request: 'devices.report' | 'devices.test' | 'devices.stop'): Promise<void> {
    this.#problem = undefined
    try {
      this.#report = await this.#client.request(request, {})
    } catch (error) {
      this.#problem = faultInWords(error).message
    }
  }
}
