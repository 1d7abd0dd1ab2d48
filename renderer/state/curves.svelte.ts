import type { EpochReport, LearningCurve } from '../../preload/contract/types.ts'

export interface Curve {
  readonly trial: number
  /** [epoch, objective], ascending; epochs whose value was not a number are left out. */
  readonly points: readonly (readonly [epoch: number, value: number])[]
}

/** Learning curves of a study's trials. A curve that grows is replaced; `version` says that some have been. */
export class Curves {
  // Not reactive by itself: `version` tells of many changes at once.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  #curves = new Map<number, Curve>()
  #version = $state(0)
  #dirty = false

  get version(): number {
    return this.#version
  }

  get(trial: number): Curve | undefined {
    return this.#curves.get(trial)
  }

  /** What main knows of these trials; points that events brought later are kept. */
  load(curves: readonly LearningCurve[]): void {
    for (const { trial, epochs, values } of curves) {
      const points: (readonly [number, number])[] = []
      for (const [at, epoch] of epochs.entries()) {
        const value = values[at]
        if (typeof value === 'number') points.push([epoch, value])
      }
      const last = epochs.at(-1) ?? 0
      const later = this.#curves.get(trial)?.points.filter(([epoch]) => epoch > last) ?? []
      this.#curves.set(trial, { trial, points: [...points, ...later] })
      this.#dirty = true
    }
  }

  report(reports: readonly EpochReport[]): void {
    for (const { trial, epoch, value } of reports) {
      const curve = this.#curves.get(trial) ?? { trial, points: [] }
      const before = curve.points.filter(([earlier]) => earlier < epoch)
      this.#curves.set(trial, { trial, points: value === null ? before : [...before, [epoch, value]] })
      this.#dirty = true
    }
  }

  /** A trial has gone back to an earlier epoch: it goes on from a checkpoint. */
  forget(trial: number, afterEpoch: number): void {
    const curve = this.#curves.get(trial)
    if (!curve) return
    this.#curves.set(trial, { trial, points: curve.points.filter(([epoch]) => epoch <= afterEpoch) })
    this.#dirty = true
  }

  publish(): void {
    if (!this.#dirty) return
    this.#dirty = false
    this.#version += 1
  }
}
