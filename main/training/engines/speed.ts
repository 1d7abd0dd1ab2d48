import type { EngineName } from './engine.ts'

/** The time of a step as measured: what it costs whatever the network, and what each multiply-add of its forward pass adds. */
export interface EngineSpeed {
  readonly engine: EngineName
  readonly fixedMs: number
  readonly msPerWork: number
}

/**
 * A line through measured steps, never falling and never below zero. One measurement tells nothing of the fixed cost: all of
 * it is then taken to be per multiply-add.
 * @param measured  multiply-adds of a step's forward pass, and the milliseconds that the step took
 */
export function speedOf(
  engine: EngineName,
  measured: readonly { readonly work: number; readonly ms: number }[],
): EngineSpeed {
  const small = measured.reduce((least, each) => (each.work < least.work ? each : least))
  const large = measured.reduce((most, each) => (each.work > most.work ? each : most))
  if (large.work <= small.work) return { engine, fixedMs: 0, msPerWork: small.ms / Math.max(1, small.work) }
  const msPerWork = Math.max(0, (large.ms - small.ms) / (large.work - small.work))
  return { engine, fixedMs: Math.max(0, small.ms - msPerWork * small.work), msPerWork }
}

/** Milliseconds that a step of so many multiply-adds should take. */
export const stepMs = ({ fixedMs, msPerWork }: EngineSpeed, work: number): number => fixedMs + msPerWork * work

/**
 * The engines in the order in which they should be the quickest for a network of this size; those that were not measured
 * keep their order, after the others.
 */
export function quickestFirst(
  engines: readonly EngineName[],
  speeds: readonly EngineSpeed[],
  work: number,
): readonly EngineName[] {
  const expected = (engine: EngineName): number => {
    const speed = speeds.find((each) => each.engine === engine)
    return speed === undefined ? Infinity : stepMs(speed, work)
  }
  const places = new Map(engines.map((engine, place) => [engine, place]))
  return engines.toSorted((a, b) => {
    const [one, other] = [expected(a), expected(b)]
    return one === other ? places.get(a)! - places.get(b)! : one - other
  })
}
