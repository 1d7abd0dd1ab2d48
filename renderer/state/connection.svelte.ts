import type { Client } from '../client/client.ts'
import type { WireState } from '../client/wire.ts'

/** Whether main can be reached, and how often it has been: state classes ask again at each connection. */
export class Connection {
  #state = $state<WireState>('connecting')
  #opened = $state(0)

  constructor(client: Client) {
    client.onState((state) => {
      this.#state = state
      if (state === 'open') this.#opened += 1
    })
  }

  get state(): WireState {
    return this.#state
  }

  /** Times that the connection has opened; 0 before the first. */
  get opened(): number {
    return this.#opened
  }
}
