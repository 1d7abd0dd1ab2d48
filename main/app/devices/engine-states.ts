import type { AppInfo } from '../../../preload/contract/types.ts'
import type { EngineName } from '../../training/engines/engine.ts'
import { agrees, intendedDevice } from './engine-probe.ts'
import type { EngineProbe } from './engine-probe.ts'

type EngineState = AppInfo['engines'][number]

/** Every engine as the window shows it: works, works in part, or not and why. */
export function describeEngines(
  names: readonly EngineName[],
  probes: readonly EngineProbe[] | undefined,
): EngineState[] {
  return names.map((engine) => stateOf(engine, probes?.filter((probe) => probe.engine === engine) ?? []))
}

function stateOf(engine: EngineName, probes: readonly EngineProbe[]): EngineState {
  const device = probes.find((probe) => probe.device !== undefined)?.device ?? intendedDevice(engine)
  if (probes.length === 0) return { engine, device, state: 'not-tested', text: 'Not tested yet.' }
  const good = probes.filter(agrees)
  const bad = probes.filter((probe) => !agrees(probe))
  const failures = bad.map((probe) => `${probe.network}: ${reasonOf(probe)}`)
  if (good.length === 0) return { engine, device, state: 'not-available', text: reasonOf(bad[0]!) }
  const text = [...good.map(describe), ...failures].join('. ')
  return { engine, device, state: bad.length === 0 ? 'works' : 'in-part', text: text.slice(0, 500) }
}

const describe = ({ network, stepsPerSecond = 0 }: EngineProbe): string =>
  `${network}: ${Math.round(stepsPerSecond)} steps a second`

const reasonOf = ({ works, error, because }: EngineProbe): string =>
  works ? `its losses differ from the reference's by ${error?.toExponential(1) ?? '?'}` : (because ?? 'it failed.')
