import type { Clock } from '../clock.ts'

/** What an engine is given by the process that it lives in. */
export interface EngineOptions {
  readonly clock: Clock
}
