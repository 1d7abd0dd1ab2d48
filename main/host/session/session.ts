import type { Backend, Call, EventName, RequestName } from '../../../preload/contract/api.ts'
import { fitsBounds, requestBounds } from '../../../preload/contract/bounds.ts'
import { clientCall, type ClientCall, type HostCall } from '../../../preload/contract/calls.ts'
import { events } from '../../../preload/contract/events.ts'
import { requests } from '../../../preload/contract/requests.ts'
import type { Fault } from '../../../preload/contract/fault.ts'
import { asFault } from './fault.ts'

/** One window or browser tab, over whatever transport: calls go in, answers and events come out. */
export interface Session {
  /** Never throws, whatever arrives. */
  receive(call: unknown): void
  /** Takes back what is being answered and ends all subscriptions. */
  close(): void
}

/** Where a session's answers and events go. */
export interface SessionOutput {
  answer(call: Extract<HostCall, { kind: 'result' | 'fault' }>): void
  event(subscription: number, event: EventName, payload: unknown): void
}

/** Requests and subscriptions that one session may have open at a time. */
const mostOpen = 64

type AnyHandler = (params: unknown, call: Call) => unknown

/** Binds a backend to one client. Knows no request's name: everything follows from the tables of the contract. */
export function openSession(backend: Backend, output: SessionOutput): Session {
  const running = new Map<number, AbortController>()
  const subscriptions = new Map<number, () => void>()
  let closed = false

  const refuse = (id: number, fault: Fault) => output.answer({ kind: 'fault', id, fault })

  async function answer(call: Extract<ClientCall, { kind: 'request' }>): Promise<void> {
    const { id, name } = call
    if (running.has(id)) return
    if (!Object.hasOwn(requests, name))
      return refuse(id, { code: 'unknown-request', message: `There is no request called ${name}.` })
    if (running.size >= mostOpen)
      return refuse(id, { code: 'busy', message: `${mostOpen} requests are waiting already. Try again shortly.` })
    const params = requests[name as RequestName].params.safeParse(call.params)
    if (!params.success)
      return refuse(id, { code: 'bad-request', message: `${name}: ${firstIssue(params.error)}`.slice(0, 1_000) })
    const controller = new AbortController()
    running.set(id, controller)
    try {
      const handler = backend.handlers[name as RequestName] as AnyHandler
      const result = await handler(params.data, { signal: controller.signal })
      if (running.get(id) === controller) output.answer({ kind: 'result', id, result })
    } catch (error) {
      if (running.get(id) === controller) refuse(id, asFault(error, name))
    } finally {
      if (running.get(id) === controller) running.delete(id)
    }
  }

  function cancel(id: number): void {
    const controller = running.get(id)
    if (!controller) return
    running.delete(id)
    controller.abort()
    refuse(id, { code: 'cancelled', message: 'The request was taken back.' })
  }

  function subscribe(call: Extract<ClientCall, { kind: 'subscribe' }>): void {
    const { id, event, study } = call
    if (subscriptions.has(id) || running.has(id)) return
    if (!Object.hasOwn(events, event))
      return refuse(id, { code: 'unknown-request', message: `There is no event called ${event}.` })
    if (subscriptions.size >= mostOpen)
      return refuse(id, { code: 'busy', message: `One window may follow ${mostOpen} kinds of events at most.` })
    const name = event as EventName
    const end = backend.subscribe(name, (payload) => {
      if (study !== undefined && (payload as { study?: string }).study !== study) return
      output.event(id, name, payload)
    })
    subscriptions.set(id, end)
  }

  function unsubscribe(id: number): void {
    subscriptions.get(id)?.()
    subscriptions.delete(id)
  }

  return {
    receive(raw) {
      if (closed) return
      const call = fitsBounds(raw, requestBounds) ? clientCall.safeParse(raw) : undefined
      if (!call?.success) {
        const id = callId(raw)
        if (id !== undefined)
          refuse(id, { code: 'bad-request', message: 'The call is malformed, or larger than a request may be.' })
        return
      }
      if (call.data.kind === 'request') void answer(call.data)
      else if (call.data.kind === 'cancel') cancel(call.data.id)
      else if (call.data.kind === 'subscribe') subscribe(call.data)
      else unsubscribe(call.data.id)
    },
    close() {
      closed = true
      for (const controller of running.values()) controller.abort()
      for (const end of subscriptions.values()) end()
      running.clear()
      subscriptions.clear()
    },
  }
}

function firstIssue(error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] }): string {
  const issue = error.issues[0]
  if (!issue) return 'the parameters do not fit.'
  const where = issue.path.map(String).join('.')
  return where ? `${where}: ${issue.message}` : issue.message
}

function callId(raw: unknown): number | undefined {
  const id = (Object(raw) as { id?: unknown }).id
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 1 ? id : undefined
}
