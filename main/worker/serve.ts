import type { Assignment, Ending, Report } from '../pool/protocol.ts'
import { checkToWorker } from '../pool/protocol-check.ts'
import { failureOf } from './failure.ts'
import type { Port } from './port.ts'

type WithoutId<Message> = Message extends { id: string } ? Omit<Message, 'id'> : never

/** What a training may do besides computing. */
export interface TrainingContext {
  /** Aborted when the training is to be broken off. */
  readonly signal: AbortSignal
  report(report: WithoutId<Report>): void
  /** To be awaited between slices: lets messages in, so that a cancellation is seen, and the heartbeat out. */
  breathe(): Promise<void>
}

export type Outcome = WithoutId<Exclude<Ending, { type: 'failed' }>>

/** Trains one assignment; what it throws becomes the reason of a failed trial. */
export type Train = (assignment: Assignment, context: TrainingContext) => Promise<Outcome>

export interface ServeOptions {
  readonly port: Port
  readonly train: Train
  /** Ends the process: when told to, or when the supervisor has gone. */
  readonly leave: (why: 'told' | 'alone') => void
  /** Where what went wrong is written in full; the supervisor keeps its last lines. */
  readonly log: (text: string) => void
}

/**
 * The life of a worker: says that it is ready, then trains one assignment after another, or those of one stack at the same
 * time, until it is told to leave.
 */
export function serve({ port, train, leave, log }: ServeOptions): void {
  const current = new Map<string, { readonly assignment: Assignment; readonly abort: AbortController }>()

  const work = async (assignment: Assignment): Promise<void> => {
    const { id, stack } = assignment
    const other = [...current.values()].find((each) => stack === undefined || each.assignment.stack !== stack)
    if (other) return fail(id, new Error(`this worker is training ${other.assignment.id} already`))
    const abort = new AbortController()
    current.set(id, { assignment, abort })
    let ending: Ending
    try {
      ending = { ...(await train(assignment, contextOf(id, abort.signal))), id }
    } catch (error) {
      ending = { type: 'failed', id, ...explained(error) }
    }
    current.delete(id)
    port.send(ending)
  }

  const explained = (error: unknown) => {
    log(error instanceof Error && error.stack ? error.stack : String(error))
    return failureOf(error)
  }
  const fail = (id: string, error: Error): void => port.send({ type: 'failed', id, ...explained(error) })

  const contextOf = (id: string, signal: AbortSignal): TrainingContext => ({
    signal,
    report: (report) => port.send({ ...report, id } as Report),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  })

  port.onMessage((value) => {
    const checked = checkToWorker(value)
    if ('fault' in checked) {
      const id = assignmentIdOf(value)
      const fault = new Error(`the order to this worker is not in the protocol (${checked.fault})`)
      if (id === undefined) log(fault.message)
      else fail(id, fault)
      return
    }
    const { message } = checked
    if (message.type === 'start') void work(message.assignment)
    else if (message.type === 'shutdown') leave('told')
    else current.get(message.id)?.abort.abort()
  })
  port.onLost(() => leave('alone'))
  port.send({ type: 'ready' })
}

/** A start that cannot be understood still costs its trial, and that one only, if it says which. */
function assignmentIdOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('assignment' in value)) return undefined
  const { assignment } = value
  if (typeof assignment !== 'object' || assignment === null || !('id' in assignment)) return undefined
  return typeof assignment.id === 'string' ? assignment.id : undefined
}
