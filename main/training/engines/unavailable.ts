import type { EngineName } from './engine.ts'

/** The engine cannot start on this machine: a package, library or device is missing. Another engine may. */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable'
  readonly code = 'engine-unavailable'
  readonly engine: EngineName
  constructor(engine: EngineName, reason: string, options?: { cause?: unknown }) {
    super(`The ${engine} engine cannot start: ${reason}`, options)
    this.engine = engine
  }
}
