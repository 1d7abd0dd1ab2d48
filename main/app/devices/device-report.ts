import { platform } from 'node:os'
import type { DeviceReport } from '../../../preload/contract/types.ts'
import { engineNames } from '../../training/engines/registry.ts'
import { adviceFor } from './advice.ts'
import { defaultEngines, explainChoice } from './choice.ts'
import { agrees, largestError, referenceEngine } from './engine-probe.ts'
import type { EngineProbe } from './engine-probe.ts'
import { describeEngines } from './engine-states.ts'
import { probeNetworks } from './probe-networks.ts'

interface Known {
  readonly probes: readonly EngineProbe[] | undefined
  readonly probedAt: number | undefined
  readonly testing: { readonly done: number; readonly last: EngineProbe | undefined } | undefined
  readonly problem: string | undefined
}

/** What is known of the engines of this computer, as the Doctor page shows it. */
export function reportDevices({ probes, probedAt, testing, problem }: Known): DeviceReport {
  const choice = probes && explainChoice(probes)
  return {
    engines: describeEngines(engineNames, probes),
    probes: (probes ?? []).map(probeOf),
    ...(probedAt === undefined ? {} : { probedAt }),
    ...(testing ? { testing: progressOf(testing) } : {}),
    ...(problem === undefined ? {} : { problem: problem.slice(0, 1_000) }),
    order: defaultEngines(probes ?? []),
    ...(choice ? { small: choice.small } : {}),
    ...(choice?.large ? { large: choice.large } : {}),
    reference: referenceEngine,
    largestError,
    advice: probes ? adviceFor(probes, platform()) : [],
  }
}

function probeOf(probe: EngineProbe): DeviceReport['probes'][number] {
  const { engine, network, device, stepsPerSecond, error, because } = probe
  return {
    engine,
    network,
    agrees: agrees(probe),
    ...(device === undefined ? {} : { device }),
    ...(stepsPerSecond !== undefined && Number.isFinite(stepsPerSecond) ? { stepsPerSecond } : {}),
    ...(error !== undefined && Number.isFinite(error) ? { error } : {}),
    ...(because === undefined ? {} : { because: because.slice(0, 1_000) }),
  }
}

/** At most so many trainings: engines that cannot start at all are not asked again. */
function progressOf({ done, last }: NonNullable<Known['testing']>): NonNullable<DeviceReport['testing']> {
  const of = engineNames.length * probeNetworks.length
  return {
    done,
    of: Math.max(of, done),
    ...(last ? { last: `${last.engine}, ${last.network}: ${last.works ? 'trained' : 'not available'}` } : {}),
  }
}
