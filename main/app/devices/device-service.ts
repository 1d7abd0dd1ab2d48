import type { AppInfo } from '../../../preload/contract/types.ts'
import { processClock } from '../../pool/process-clock.ts'
import type { Fork } from '../../pool/fork.ts'
import type { EngineName } from '../../training/engines/engine.ts'
import { engineNames } from '../../training/engines/registry.ts'
import type { EngineSpeed } from '../../training/engines/speed.ts'
import { defaultEngines, explainChoice, speedsOf } from './choice.ts'
import { readDeviceCache, writeDeviceCache } from './device-cache.ts'
import type { EngineProbe } from './engine-probe.ts'
import { describeEngines } from './engine-states.ts'
import { fingerprintDevices } from './fingerprint.ts'
import { probeEngines } from './probe.ts'
import { readSettings } from './settings.ts'
import type { Settings } from './settings.ts'

export interface DeviceServiceOptions {
  readonly fork: Fork
  readonly resources: string
  readonly settingsFolder: string | undefined
  readonly version: string
  readonly now: () => number
  /** A study trains: figures would be wrong, and it would be held up. */
  readonly isBusy: () => boolean
  /** The engines were probed. */
  readonly onProbed: () => void
}

/** The window opens first; and what trains is waited for. */
const patienceMs = 3_000

/** What this computer can train with: remembered from an earlier start, or probed once in the background. */
export class DeviceService {
  readonly #options: DeviceServiceOptions
  readonly #abort = new AbortController()
  #probes: readonly EngineProbe[] | undefined
  #settings: Settings = {}
  #loading: Promise<string> | undefined
  #probing: Promise<void> | undefined

  constructor(options: DeviceServiceOptions) {
    this.#options = options
  }

  get librariesFolder(): string | undefined {
    return this.#settings.librariesFolder
  }

  /** Reads settings and what is remembered. Called before anything is asked. @returns the fingerprint */
  load(): Promise<string> {
    this.#loading ??= (async () => {
      const { settingsFolder, version } = this.#options
      this.#settings = await readSettings(settingsFolder)
      const fingerprint = await fingerprintDevices(version, this.#settings.librariesFolder)
      this.#probes = await readDeviceCache(settingsFolder, fingerprint)
      return fingerprint
    })()
    return this.#loading
  }

  /**
   * Probes what is not remembered, in the background, when nothing trains; at most once. Without a folder to remember it in,
   * or with SWEETSPOT_PROBE=0, not at all: engines are then tried in the usual order.
   */
  probeInBackground(): void {
    if (this.#options.settingsFolder === undefined || process.env['SWEETSPOT_PROBE'] === '0') return
    this.#probing ??= this.#probe().catch(() => undefined)
  }

  async #probe(): Promise<void> {
    const fingerprint = await this.load()
    if (this.#probes !== undefined || this.#abort.signal.aborted) return
    const { fork, resources, settingsFolder, now, isBusy, onProbed } = this.#options
    do await this.#wait()
    while (isBusy() && !this.#abort.signal.aborted)
    if (this.#abort.signal.aborted) return
    const probes = await probeEngines({ fork, clock: processClock, resources, signal: this.#abort.signal })
    if (this.#abort.signal.aborted) return
    this.#probes = probes
    await writeDeviceCache(settingsFolder, { fingerprint, probedAt: now(), probes })
    onProbed()
  }

  #wait(): Promise<void> {
    const { signal } = this.#abort
    return new Promise((resolve) => {
      if (signal.aborted) return resolve()
      const stop = processClock.after(patienceMs, resolve)
      signal.addEventListener('abort', () => {
        stop()
        resolve()
      })
    })
  }

  /** For the window: every engine, what it did or why not. */
  engines(): AppInfo['engines'] {
    return describeEngines(engineNames, this.#probes)
  }

  /** What a study uses unless it says otherwise. */
  defaultEngines(): readonly EngineName[] {
    return defaultEngines(this.#probes ?? [])
  }

  speeds(): readonly EngineSpeed[] {
    return speedsOf(this.#probes ?? [])
  }

  /** One sentence: where a small network trains, and a large one if that is elsewhere. */
  summary(): string {
    const choice = this.#probes && explainChoice(this.#probes)
    if (!choice) return 'Trains on the processor.'
    const { small, large } = choice
    if (large === undefined || large.engine === small.engine) return `Trains with ${small.engine}: ${small.because}`
    return `Small networks train with ${small.engine}, large ones with ${large.engine}: measured.`
  }

  async close(): Promise<void> {
    this.#abort.abort()
    await this.#probing
  }
}
