import type { EngineName } from '../../training/engines/engine.ts'
import { speedOf } from '../../training/engines/speed.ts'
import type { EngineSpeed } from '../../training/engines/speed.ts'
import { agrees, intendedDevice } from './engine-probe.ts'
import type { EngineProbe } from './engine-probe.ts'

/** What a study tries when nothing is known yet of this computer: the processor, natively, then by what always runs. */
export const untestedEngines: readonly EngineName[] = ['compiled', 'compiled-wasm', 'tfjs-wasm', 'tfjs-cpu']

/**
 * The engines that a study uses unless it says otherwise: all that train as the reference does, the quickest with the small
 * network first. Those that fail a network but the small one stay in: they are passed over, aloud, by trials that need it.
 */
export function defaultEngines(probes: readonly EngineProbe[]): readonly EngineName[] {
  const working = probes.filter((probe) => probe.network === 'mlp' && agrees(probe) && !isSoftware(probe))
  if (working.length === 0) return untestedEngines
  return working.toSorted((a, b) => (b.stepsPerSecond ?? 0) - (a.stepsPerSecond ?? 0)).map(({ engine }) => engine)
}

/** A device that its driver says is the processor in disguise. */
const isSoftware = ({ device }: EngineProbe): boolean => device?.includes('software') === true

/** How the time of a step grows with the network, for each engine that was measured. */
export function speedsOf(probes: readonly EngineProbe[]): readonly EngineSpeed[] {
  return defaultEngines(probes).flatMap((engine) => {
    const measured = probes.flatMap((probe) =>
      probe.engine === engine && agrees(probe) && (probe.network === 'mlp' || probe.network === 'mlp-large')
        ? [{ work: probe.work ?? 0, ms: 1000 / (probe.stepsPerSecond ?? Infinity) }]
        : [],
    )
    return measured.length === 0 ? [] : [speedOf(engine, measured)]
  })
}

export interface Choice {
  readonly engine: EngineName
  readonly because: string
}

/** What a trial of the small network, and one of the large, would run on, and why: measured. */
export function explainChoice(
  probes: readonly EngineProbe[],
): { readonly small: Choice; readonly large?: Choice } | null {
  const small = fastest(probes, 'mlp')
  if (small === undefined) return null
  const large = fastest(probes, 'mlp-large')
  return {
    small: { engine: small.best.engine, because: reasonFor(small) },
    ...(large && { large: { engine: large.best.engine, because: reasonFor(large) } }),
  }
}

interface Race {
  readonly best: EngineProbe
  readonly next: EngineProbe | undefined
}

function fastest(probes: readonly EngineProbe[], network: EngineProbe['network']): Race | undefined {
  const eligible = new Set(defaultEngines(probes))
  const [best, next] = probes
    .filter((probe) => probe.network === network && agrees(probe) && eligible.has(probe.engine))
    .toSorted((a, b) => (b.stepsPerSecond ?? 0) - (a.stepsPerSecond ?? 0))
  return best && { best, next }
}

function reasonFor({ best, next }: Race): string {
  const speed = `${Math.round(best.stepsPerSecond ?? 0)} steps a second on ${best.device ?? intendedDevice(best.engine)}`
  if (next === undefined) return `${speed}; nothing else works here.`
  const times = (best.stepsPerSecond ?? 0) / (next.stepsPerSecond ?? Infinity)
  return `${speed}, ${times.toFixed(1)} times the next one, ${next.engine} on ${next.device ?? intendedDevice(next.engine)}.`
}
