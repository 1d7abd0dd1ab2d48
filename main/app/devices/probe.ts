import { join } from 'node:path'
import { referToDataset } from '../../data/fingerprint.ts'
import type { DatasetReference } from '../../data/reference.ts'
import type { Clock } from '../../pool/clock.ts'
import type { Fork } from '../../pool/fork.ts'
import { createPool, type PoolEvent } from '../../pool/pool.ts'
import type { EngineName } from '../../training/engines/engine.ts'
import { engineNames } from '../../training/engines/registry.ts'
import type { EpochMetrics } from '../../training/result.ts'
import { intendedDevice, referenceEngine } from './engine-probe.ts'
import type { EngineProbe, ProbeNetwork } from './engine-probe.ts'
import { isComparable, probeAssignment, probeNetworks, workOf } from './probe-networks.ts'

/** A driver that hangs is a "no" too. */
const timeLimitMs = 60_000
/** What takes longer at a large network is of no use for it. */
const largeTimeLimitMs = 15_000

export interface ProbeOptions {
  readonly fork: Fork
  readonly clock: Clock
  /** Folder that holds datasets/. */
  readonly resources: string
  /** Default: all. The reference is always among them. */
  readonly engines?: readonly EngineName[]
  readonly onProbe?: (probe: EngineProbe) => void
  readonly signal?: AbortSignal
}

/**
 * Trains small networks on bundled data with every engine, each in a subprocess of its own, so that a driver that crashes is
 * only a "no". An engine that cannot start is not tried again. Takes some seconds an engine; ends early, with what is known,
 * when the signal is aborted.
 */
export async function probeEngines(options: ProbeOptions): Promise<readonly EngineProbe[]> {
  const probes: EngineProbe[] = []
  const engines = [referenceEngine, ...(options.engines ?? engineNames).filter((name) => name !== referenceEngine)]
  for (const network of probeNetworks) {
    let expected: readonly EpochMetrics[] | undefined
    for (const engine of engines) {
      if (options.signal?.aborted) return probes
      if (!isWorthwhile(engine, network, probes)) continue
      const before = probes.find((probe) => probe.engine === engine && probe.unavailable)
      const outcome = before ? { epochs: [], failure: before.because! } : await train(engine, network, options)
      if (engine === referenceEngine) expected = outcome.epochs
      const probe = describe(engine, network, outcome, expected)
      probes.push(probe)
      options.onProbe?.(probe)
    }
  }
  return probes
}

/** The large network tells the speed of devices apart: only where there are several, and not for the slow forms of tfjs. */
function isWorthwhile(engine: EngineName, network: ProbeNetwork, probes: readonly EngineProbe[]): boolean {
  if (isComparable(network)) return true
  const isQuick = engine === 'compiled' || intendedDevice(engine) !== 'cpu'
  const devices = new Set(probes.filter(({ works }) => works).map(({ device }) => device))
  return isQuick && devices.size > 1 && probes.some((probe) => probe.engine === engine && probe.works)
}

interface Outcome {
  readonly epochs: readonly EpochMetrics[]
  readonly device?: string
  readonly failure?: string
  readonly unavailable?: boolean
}

async function train(engine: EngineName, network: ProbeNetwork, options: ProbeOptions): Promise<Outcome> {
  const { fork, clock, resources, signal } = options
  const assignment = await probeAssignment(engine, network, (id) => referTo(resources, id))
  return new Promise((resolve) => {
    const seen: EpochMetrics[] = []
    let device: string | undefined
    const finish = (failure?: string, unavailable = false) => {
      signal?.removeEventListener('abort', stop)
      void pool
        .close()
        .then(() => resolve({ epochs: seen, unavailable, ...(device && { device }), ...(failure && { failure }) }))
    }
    const stop = () => pool.cancel(assignment.id)
    const onEvent = (event: PoolEvent): void => {
      if (event.type === 'began') device = event.device
      else if (event.type === 'epoch') seen.push(event.metrics)
      else if (event.type === 'finished') finish()
      else if (event.type === 'failed') finish(reasonOf(event.message), saysUnavailable(event.message))
      else if (event.type === 'cancelled') finish('The probe was broken off.')
      else if (event.type === 'cannot-start') finish(event.message)
    }
    const pool = createPool({ fork, clock, size: 1, onEvent })
    signal?.addEventListener('abort', stop)
    pool.dispatch(assignment, { timeMs: isComparable(network) ? timeLimitMs : largeTimeLimitMs })
  })
}

const referTo = (resources: string, id: string): Promise<DatasetReference> =>
  referToDataset(join(resources, 'datasets', id))

/** Told of the engine itself, and not only of this network ("none of ... can run this job"). */
const saysUnavailable = (message: string): boolean => message.split('not available on this machine: ').length > 2

/** The innermost of the sentences that say the same of ever smaller things. */
function reasonOf(message: string): string {
  const said = message.split('not available on this machine: ').at(-1)!
  const own = said.replace(/^.*?can run this job\. /, '').trim()
  return own.charAt(0).toUpperCase() + own.slice(1)
}

function describe(
  engine: EngineName,
  network: ProbeNetwork,
  outcome: Outcome,
  expected: readonly EpochMetrics[] | undefined,
): EngineProbe {
  const { epochs: seen, device, failure, unavailable } = outcome
  const common = { engine, network, ...(device && { device }) }
  if (failure !== undefined) return { ...common, works: false, because: failure, ...(unavailable && { unavailable }) }
  const { batchSize, work } = workOf(network)
  const samples = Math.max(...seen.map((epoch) => epoch.samplesPerSecond))
  const compared = engine !== referenceEngine && expected && expected.length === seen.length
  return {
    ...common,
    works: true,
    work,
    stepsPerSecond: samples / batchSize,
    ...(compared && { error: largestDifference(seen, expected) }),
  }
}

function largestDifference(seen: readonly EpochMetrics[], expected: readonly EpochMetrics[]): number {
  const differences = seen.map((epoch, i) => {
    const [own, other] = [epoch.train['loss'] ?? NaN, expected[i]?.train['loss'] ?? NaN]
    return Math.abs(own - other) / Math.max(Math.abs(other), 1e-12)
  })
  return Math.max(...differences)
}
