import type { Api, EventName, EventPayload, Params, RequestName, Result, Scope } from '../../preload/contract/api.ts'
import { answerBounds, fitsBounds } from '../../preload/contract/bounds.ts'
import { hostCall } from '../../preload/contract/calls.ts'
import { events } from '../../preload/contract/events.ts'
import { ContractError } from '../../preload/contract/fault.ts'
import { requests } from '../../preload/contract/requests.ts'
import type { Wire, WireState } from './wire.ts'

/** The contract's client, over any wire: what arrives is parsed, subscriptions outlive a broken connection. */
export interface Client extends Api {
  /** Told at once and at every change. After `open`, what was known may be stale: ask again. */
  onState(listener: (state: WireState) => void): () => void
}

interface Waiting {
  readonly name: RequestName
  readonly resolve: (result: never) => void
  readonly reject: (fault: ContractError) => void
}

interface Subscription {
  readonly event: EventName
  readonly study: string | undefined
  readonly listener: (payload: never) => void
}

export function createClient(wire: Wire): Client {
  const waiting = new Map<number, Waiting>()
  const subscriptions = new Map<number, Subscription>()
  const stateListeners = new Set<(state: WireState) => void>()
  let state: WireState = 'connecting'
  let nextId = 1

  const open = (id: number, { event, study }: Subscription) =>
    wire.send({ kind: 'subscribe', id, event, ...(study === undefined ? {} : { study }) })

  function fail(id: number, fault: ContractError): void {
    const call = waiting.get(id)
    waiting.delete(id)
    call?.reject(fault)
  }

  function receive(raw: unknown): void {
    const call = fitsBounds(raw, answerBounds) ? hostCall.safeParse(raw) : undefined
    if (!call?.success) return
    const { data } = call
    if (data.kind === 'event') return receiveEvent(data.id, data.payload)
    if (data.kind === 'fault') return fail(data.id, new ContractError(data.fault))
    const asked = waiting.get(data.id)
    if (!asked) return
    const result = requests[asked.name].result.safeParse(data.result)
    if (!result.success) {
      const { path, message } = result.error.issues[0] ?? { path: [], message: '' }
      const where = path.map(String).join('.')
      return fail(
        data.id,
        new ContractError({
          code: 'bad-answer',
          message: `The answer to ${asked.name} cannot be read (${where}: ${message}).`,
        }),
      )
    }
    waiting.delete(data.id)
    asked.resolve(result.data as never)
  }

  function receiveEvent(id: number, payload: unknown): void {
    const subscription = subscriptions.get(id)
    if (!subscription) return
    const parsed = events[subscription.event].safeParse(payload)
    if (parsed.success) subscription.listener(parsed.data as never)
  }

  function changeState(next: WireState): void {
    state = next
    if (next === 'closed' || next === 'refused')
      for (const id of [...waiting.keys()])
        fail(id, new ContractError({ code: 'disconnected', message: 'The connection to Sweetspot ended.' }))
    if (next === 'open') for (const [id, subscription] of subscriptions) open(id, subscription)
    for (const listener of stateListeners) listener(next)
  }

  wire.listen({ call: receive, state: changeState })

  return {
    request<Name extends RequestName>(name: Name, params: Params<Name>, options: { signal?: AbortSignal } = {}) {
      return new Promise<Result<Name>>((resolve, reject) => {
        if (state !== 'open')
          return reject(new ContractError({ code: 'disconnected', message: 'Sweetspot cannot be reached.' }))
        const id = nextId++
        waiting.set(id, { name, resolve, reject })
        options.signal?.addEventListener('abort', () => wire.send({ kind: 'cancel', id }), { once: true })
        wire.send({ kind: 'request', id, name, params })
      })
    },
    subscribe<Name extends EventName>(event: Name, listener: (payload: EventPayload<Name>) => void, scope: Scope = {}) {
      const id = nextId++
      const subscription: Subscription = { event, study: scope.study, listener }
      subscriptions.set(id, subscription)
      if (state === 'open') open(id, subscription)
      return () => {
        subscriptions.delete(id)
        wire.send({ kind: 'unsubscribe', id })
      }
    },
    onState(listener) {
      stateListeners.add(listener)
      listener(state)
      return () => stateListeners.delete(listener)
    },
  }
}
