import type { EventName } from '../../../preload/contract/api.ts'
import { limits } from '../../../preload/contract/bounds.ts'
import type { HostCall } from '../../../preload/contract/calls.ts'

/** What an outbox writes to. */
export interface Transport {
  send(call: HostCall): void
  /** Bytes that were sent and have not left yet. */
  waitingBytes(): number
  /** Ends a connection that has fallen too far behind; its client connects again and asks for the state. */
  giveUp(): void
}

export interface Outbox {
  answer(call: HostCall): void
  event(subscription: number, event: EventName, payload: unknown): void
  /** Sends what waits, as far as the transport has drained. */
  flush(): void
  /** Whether events wait for `flush`. */
  readonly held: boolean
  drop(): void
}

/** Above this, events wait and are merged; answers are sent regardless. */
const congestedBytes = 256 * 1024
/** A client this far behind is better served by starting afresh. */
const hopelessBytes = 64 * 1024 * 1024
const mostWaitingItems = 200_000

interface Waiting {
  readonly event: EventName
  payload: Record<string, unknown>
}

/** Lists inside events; when events wait, their lists are joined. The other events replace one another. */
const lists: Partial<Record<EventName, { readonly list: string; readonly key?: string }>> = {
  'trials.changed': { list: 'rows', key: 'number' },
  'epochs.reported': { list: 'reports' },
  'messages.added': { list: 'messages' },
}

/**
 * Holds events back while the transport is congested: newer states replace older ones, batches are joined, nothing
 * final is dropped. `flush` is called when the transport may have drained.
 */
export function createOutbox(transport: Transport): Outbox {
  const waiting = new Map<string, Waiting>()

  function send(subscription: number, { event, payload }: Waiting): void {
    const batch = lists[event]
    const items = batch ? (payload[batch.list] as unknown[]) : []
    if (!batch || items.length <= limits.rows) {
      transport.send({ kind: 'event', id: subscription, payload })
      return
    }
    for (let from = 0; from < items.length; from += limits.rows)
      transport.send({
        kind: 'event',
        id: subscription,
        payload: { ...payload, [batch.list]: items.slice(from, from + limits.rows) },
      })
  }

  return {
    answer(call: HostCall): void {
      if (transport.waitingBytes() > hopelessBytes) transport.giveUp()
      else transport.send(call)
    },

    event(subscription: number, event: EventName, payload: unknown): void {
      const item = { event, payload: payload as Record<string, unknown> }
      if (waiting.size === 0 && transport.waitingBytes() <= congestedBytes) {
        send(subscription, item)
        return
      }
      const key = `${subscription} ${String(item.payload.study ?? '')}`
      const earlier = waiting.get(key)
      const batch = lists[event]
      if (earlier && batch) {
        earlier.payload = {
          ...item.payload,
          [batch.list]: join(earlier.payload[batch.list], item.payload[batch.list], batch.key),
        }
        if ((earlier.payload[batch.list] as unknown[]).length > mostWaitingItems) transport.giveUp()
      } else waiting.set(key, item)
    },

    flush(): void {
      for (const [key, item] of waiting) {
        if (transport.waitingBytes() > congestedBytes) return
        waiting.delete(key)
        send(Number(key.slice(0, key.indexOf(' '))), item)
      }
    },

    get held() {
      return waiting.size > 0
    },

    drop(): void {
      waiting.clear()
    },
  }
}

function join(earlier: unknown, later: unknown, key: string | undefined): unknown[] {
  const all = [...(earlier as unknown[]), ...(later as unknown[])]
  if (key === undefined) return all
  return [...new Map(all.map((item) => [(item as Record<string, unknown>)[key], item])).values()]
}
