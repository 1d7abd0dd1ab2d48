import { expect } from 'vitest'
import type { PoolEvent } from '../../main/pool/pool.ts'

type Ended = Extract<PoolEvent, { type: 'finished' | 'cancelled' | 'failed' }>

/** Keeps what a pool says, and lets tests wait for it. */
export class Recorder {
  readonly events: PoolEvent[] = []
  #wake: (() => void)[] = []

  readonly onEvent = (event: PoolEvent): void => {
    this.events.push(event)
    for (const wake of this.#wake.splice(0)) wake()
  }

  of<Type extends PoolEvent['type']>(type: Type): Extract<PoolEvent, { type: Type }>[] {
    return this.events.filter((event): event is Extract<PoolEvent, { type: Type }> => event.type === type)
  }

  endings(id?: string): Ended[] {
    return [...this.of('finished'), ...this.of('cancelled'), ...this.of('failed')].filter(
      (event) => id === undefined || event.id === id,
    )
  }

  /** The one ending of an assignment. */
  ending(id: string): Ended {
    const endings = this.endings(id)
    expect(endings, `endings of ${id}`).toHaveLength(1)
    return endings[0] as Ended
  }

  async until(condition: () => boolean, ms = 20_000): Promise<void> {
    const deadline = Date.now() + ms
    while (!condition()) {
      const left = deadline - Date.now()
      if (left <= 0) throw new Error(`waited ${ms} ms in vain; heard: ${this.#summary()}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, 100))
        this.#wake.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }

  async ended(...ids: string[]): Promise<void> {
    await this.until(() => ids.every((id) => this.endings(id).length > 0))
  }

  #summary(): string {
    const said = this.events.filter(({ type }) => type !== 'worker')
    return JSON.stringify(said.map((event) => ('id' in event ? `${event.type} ${event.id}` : event.type)))
  }
}
