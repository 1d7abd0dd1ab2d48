import type { Exit } from './fork.ts'
import type { Failure } from './protocol.ts'
import type { PoolLimits, TrialLimits } from './limits.ts'

/** What the supervisor knows of a training that it watches; times in ms of the pool's clock. */
export interface Watched {
  /** When anything was last heard of the worker. */
  readonly heardAt: number
  /** Time spent on the assignment, without the time in which main itself was asleep. */
  readonly spentMs: number
  readonly rssBytes: number | undefined
  readonly limits: TrialLimits
}

/** Whether a training must be ended now, and why. Memory first: it is what endangers the machine. */
export function faultOf(
  watched: Watched,
  now: number,
  limits: Pick<PoolLimits, 'heartbeatTimeoutMs'>,
): Failure | undefined {
  const { memoryBytes, timeMs } = watched.limits
  if (memoryBytes !== undefined && watched.rssBytes !== undefined && watched.rssBytes > memoryBytes)
    return {
      reason: 'out-of-memory',
      message:
        `Training took ${megabytes(watched.rssBytes)} of memory, more than the limit of ${megabytes(memoryBytes)}, and was ended. ` +
        `Lower the largest batch size or network, or raise the limit.`,
    }
  if (timeMs !== undefined && watched.spentMs > timeMs)
    return {
      reason: 'time-limit',
      message:
        `Training took longer than the limit of ${seconds(timeMs)} and was ended. ` +
        `Lower the largest network or the number of epochs, or raise the limit.`,
    }
  if (now - watched.heardAt > limits.heartbeatTimeoutMs)
    return {
      reason: 'hang',
      message: `The training process said nothing for ${seconds(limits.heartbeatTimeoutMs)} and was ended: it was stuck or had been stopped.`,
    }
  return undefined
}

const outOfMemory = /heap out of memory|std::bad_alloc|out of memory|cannot allocate memory/i

/** Why a worker that nobody ended is gone, from how it ended and what it last wrote. */
export function faultOfExit(exit: Exit, lastLines: readonly string[], rssBytes: number | undefined): Failure {
  const memory = rssBytes === undefined ? '' : ` It last used ${megabytes(rssBytes)} of memory.`
  if (lastLines.some((line) => outOfMemory.test(line)))
    return {
      reason: 'out-of-memory',
      message: `The training process ran out of memory and ended.${memory} Lower the largest batch size or network.`,
    }
  if (exit.error !== undefined) return { reason: 'crash', message: `The training process failed: ${exit.error}.` }
  if (exit.signal === 'SIGKILL' && exit.systemOutOfMemory)
    return {
      reason: 'out-of-memory',
      message: `The system ended the training process because memory ran out.${memory} Lower the largest batch size or network, or use fewer workers.`,
    }
  if (exit.signal === 'SIGKILL')
    return {
      reason: 'crash',
      message: `The training process was killed from outside (SIGKILL): by hand, or by the system because memory ran out.${memory}`,
    }
  const how = exit.signal === null ? `with exit code ${exit.code}` : `by ${exit.signal}`
  return { reason: 'crash', message: `The training process ended unexpectedly ${how}.${memory}` }
}

/** Why a training ended that shared its process with another, for whose sake the process was ended. */
export function endedWith(other: string, { message }: Failure): Failure {
  return { reason: 'crash', message: `The training shared a process with ${other}, which was ended: ${message}` }
}

/** Why a process is ended that was forked and never became ready. */
export function tooSlowToStart({ startTimeoutMs }: Pick<PoolLimits, 'startTimeoutMs'>): Failure {
  return { reason: 'hang', message: `The training process was not ready ${seconds(startTimeoutMs)} after its start.` }
}

/** Why a process is ended that talks nonsense: nothing that it says can be trusted. */
export function notInProtocol(fault: string): Failure {
  return {
    reason: 'crash',
    message: `The training process sent something that is not in the protocol (${fault}) and was ended.`,
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MB`
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toPrecision(3))} s`
}
