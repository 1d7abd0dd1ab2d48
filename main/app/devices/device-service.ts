import type { AppInfo, DeviceReport } from '../../../preload/contract/types.ts'
import { processClock } from '../../pool/process-clock.ts'
import type { Fork } from '../../pool/fork.ts'
import type { EngineName } from '../../training/engines/engine.ts'
import { engineNames } from '../../training/engines/registry.ts'
import type { EngineSpeed } from '../../training/engines/speed.ts'
import { AppError } from '../app-error.ts'
import { defaultEngines, explainChoice, speedsOf } from './choice.ts'
import { readDeviceCache, writeDeviceCache } from './device-cache.ts'
import type { EngineProbe } from './engine-probe.ts'
import { reportDevices } from './device-report.ts'
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
  /** A test began, went on, or ended. */
  readonly onChanged?: () => void
}

interface RunningTest {
  readonly abort: AbortController
  /** Trainings that ended, and the newest of them. */
  done: number
  last?: EngineProbe
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
  #probedAt: number | undefined
  #test: RunningTest | undefined
  #testing: Promise<void> | undefined
  #problem: string | undefined

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
      const remembered = await readDeviceCache(settingsFolder, fingerprint)
      this.#probes = remembered?.probes
      this.#probedAt = remembered?.probedAt
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
    await this.load()
    if (this.#probes !== undefined || this.#abort.signal.aborted) return
    do await this.#wait()
    while (this.#options.isBusy() && !this.#abort.signal.aborted)
    // The user may have asked for a test meanwhile.
    if (this.#probes !== undefined || this.#testing !== undefined || this.#abort.signal.aborted) return
    await this.#startTest()
  }

  /**
   * Tests every engine, whatever is remembered, in the background: `report` and `onChanged` say how far it is.
   * @throws AppError not-now while a study trains: figures would be wrong
   */
  testAgain(): void {
    if (this.#testing !== undefined) return
    if (this.#options.isBusy())
      throw new AppError('not-now', 'A study is training: it would be held up, and the figures wrong. Pause it first.')
    void this.#startTest()
  }

  /** Breaks a test off; what was known before stays. */
  async stopTest(): Promise<void> {
    this.#test?.abort.abort()
    await this.#testing
  }

  #startTest(): Promise<void> {
    this.#testing ??= this.#runTest()
      .catch((error: unknown) => void (this.#problem = error instanceof Error ? error.message : String(error)))
      .finally(() => {
        this.#test = undefined
        this.#testing = undefined
        this.#options.onChanged?.()
      })
    return this.#testing
  }

  async #runTest(): Promise<void> {
    const { fork, resources, settingsFolder, now, onProbed, onChanged } = this.#options
    const test: RunningTest = { abort: new AbortController(), done: 0 }
    this.#test = test
    this.#problem = undefined
    onChanged?.()
    const fingerprint = await this.load()
    const signal = AbortSignal.any([this.#abort.signal, test.abort.signal])
    const onProbe = (probe: EngineProbe): void => {
      test.done += 1
      test.last = probe
      onChanged?.()
    }
    const probes = await probeEngines({ fork, clock: processClock, resources, signal, onProbe })
    if (signal.aborted) return
    this.#probes = probes
    this.#probedAt = now()
    await writeDeviceCache(settingsFolder, { fingerprint, probedAt: this.#probedAt, probes })
    onProbed()
  }

  /** Everything that the Doctor page says. */
  report(): DeviceReport {
    return reportDevices({
      probes: this.#probes,
      probedAt: this.#probedAt,
      testing: this.#test && { done: this.#test.done, last: this.#test.last },
      problem: this.#problem,
    })
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
    await this.#testing
  }
}
