import type { FromWorker } from '../../main/pool/protocol.ts'
import type { Port } from '../../main/worker/port.ts'

/** The supervisor's end of the line, for a worker that runs inside the test. */
export class StandInPort implements Port {
  readonly sent: FromWorker[] = []
  #onMessage: (message: unknown) => void = () => undefined
  #onLost: () => void = () => undefined
  #wake: (() => void)[] = []

  send(message: FromWorker): void {
    this.sent.push(message)
    for (const wake of this.#wake.splice(0)) wake()
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage = listener
  }
  onLost(listener: () => void): void {
    this.#onLost = listener
  }

  /** What the supervisor says. */
  tell(message: unknown): void {
    this.#onMessage(message)
  }
  vanish(): void {
    this.#onLost()
  }
  of<Type extends FromWorker['type']>(type: Type): Extract<FromWorker, { type: Type }>[] {
    return this.sent.filter((message): message is Extract<FromWorker, { type: Type }> => message.type === type)
  }
  /** The worker's last word about an assignment. */
  async ending(id: string): Promise<Extract<FromWorker, { type: 'finished' | 'cancelled' | 'failed' }>> {
    for (;;) {
      const found = [...this.of('finished'), ...this.of('cancelled'), ...this.of('failed')].find(
        (ending) => ending.id === id,
      )
      if (found) return found
      await new Promise<void>((resolve) => this.#wake.push(resolve))
    }
  }
}
