import type { EngineName } from '../training/engines/engine.ts'
import type { Assignment } from './protocol.ts'

/** Engines that compute on a graphics card, whichever way they reach it. */
const onCard = /-(cuda|directml|coreml|webgpu|node-gpu)$/

export const usesCard = (engine: EngineName): boolean => onCard.test(engine)

/** Whether a training may come to compute on the card: by its first engine, or by any where the quickest is chosen. */
export function mayUseCard({ engines, speeds }: Pick<Assignment, 'engines' | 'speeds'>): boolean {
  return speeds === undefined ? engines[0] !== undefined && usesCard(engines[0]) : engines.some(usesCard)
}

/**
 * Who may be on the graphics card at once. Several workers share one as long as their memory fits; trainings that do not need
 * it are not held up by those that do.
 */
export class DeviceSlots {
  readonly #slots: () => number
  /** Trainings that are, or may come to be, on the card. */
  readonly #onCard = new Set<string>()

  /** @param slots  trainings that the card has room for now; at least one is let on it */
  constructor(slots: () => number) {
    this.#slots = slots
  }

  get taken(): number {
    return this.#onCard.size
  }

  admits(assignment: Assignment): boolean {
    return !mayUseCard(assignment) || this.#onCard.size < Math.max(1, this.#slots())
  }

  /** How many of these would be let on one after the other, in this order. */
  admitted(assignments: readonly Assignment[]): number {
    let room = Math.max(1, this.#slots()) - this.#onCard.size
    return assignments.filter((assignment) => !mayUseCard(assignment) || room-- > 0).length
  }

  take(assignment: Assignment): void {
    if (mayUseCard(assignment)) this.#onCard.add(assignment.id)
  }

  /** A training says where it really computes: one that fell back to the processor gives its place up. */
  began(id: string, device: string): void {
    if (device === 'cpu') this.#onCard.delete(id)
    else this.#onCard.add(id)
  }

  leave(id: string): void {
    this.#onCard.delete(id)
  }
}
