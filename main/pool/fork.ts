import type { ToWorker } from './protocol.ts'

/** How a worker process ended. */
export interface Exit {
  readonly code: number | null
  /** The signal that ended it, where the platform says so. */
  readonly signal: string | null
  /** Why it could not be started at all. */
  readonly error?: string
  /** The system is known to have ended a process for want of memory while this one ran. */
  readonly systemOutOfMemory?: boolean
}

/**
 * A worker as a process, whoever forked it. Listeners are registered in the same turn as the fork; each has one.
 * test/pool/fork-contract.ts holds every implementation to this.
 */
export interface WorkerProcess {
  /** Undefined until it runs, and if it could not be started. */
  readonly pid: number | undefined
  /** Structured-clones the message to the worker. Never throws: what a process that has gone is sent is lost. */
  send(message: ToWorker): void
  onMessage(listener: (message: unknown) => void): void
  /** Called exactly once, after the last message, also if the process could not be started. */
  onExit(listener: (exit: Exit) => void): void
  /** Asks it to end: SIGTERM, which a hung process may leave waiting. Harmless once it has gone. */
  kill(): void
  /** Ends it, whatever it is doing, also when it is stopped: SIGKILL. Harmless once it has gone. */
  killHard(): void
  /** The last lines that it wrote to its output and error streams, oldest first. */
  lastLines(): readonly string[]
  /** Its resident memory in bytes, measured from outside, where the platform can do so cheaply. */
  readRss?(): number | undefined
}

/** The way to start a worker, given to the pool by the shell. Never throws: a failed start is an exit with an error. */
export type Fork = (options: {
  readonly name: string
  /** Variables beside those of this process. */
  readonly environment?: Readonly<Record<string, string>> | undefined
}) => WorkerProcess

/** What a fork returns that has failed at once. */
export function neverStarted(error: unknown): WorkerProcess {
  const message = error instanceof Error ? error.message : String(error)
  const nothing = (): void => undefined
  return {
    pid: undefined,
    send: nothing,
    onMessage: nothing,
    // Not in the same turn: the listener's owner is not complete before its fork has returned.
    onExit: (listener) => void queueMicrotask(() => listener({ code: null, signal: null, error: message })),
    kill: nothing,
    killHard: nothing,
    lastLines: () => [],
  }
}
