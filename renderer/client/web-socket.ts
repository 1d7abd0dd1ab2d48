import type { ClientCall } from '../../preload/contract/calls.ts'
import type { Wire, WireState } from './wire.ts'

const firstWaitMs = 250
const longestWaitMs = 5_000

/**
 * The wire in a browser: a web socket to the page's own origin, connected again when it breaks. A refusal is told from a
 * server that is away by asking for the page itself, which answers 403 to a stranger.
 */
export function webSocketWire(origin: string): Wire {
  let socket: WebSocket | undefined
  let wait = firstWaitMs
  let tell: { call(call: unknown): void; state(state: WireState): void } | undefined

  function connect(): void {
    tell?.state('connecting')
    const next = new WebSocket(`${origin.replace(/^http/, 'ws')}/contract`)
    let opened = false
    socket = next
    next.onopen = () => {
      opened = true
      wait = firstWaitMs
      tell?.state('open')
    }
    next.onmessage = (message) => {
      if (typeof message.data !== 'string') return
      try {
        tell?.call(JSON.parse(message.data) as unknown)
      } catch {
        next.close()
      }
    }
    next.onclose = () => {
      if (socket === next) void again(opened)
    }
  }

  async function again(opened: boolean): Promise<void> {
    tell?.state('closed')
    if (!opened && (await refused())) return tell?.state('refused')
    setTimeout(connect, wait)
    wait = Math.min(longestWaitMs, wait * 2)
  }

  async function refused(): Promise<boolean> {
    const answer = await fetch(`${origin}/`, { method: 'HEAD', cache: 'no-store' }).catch(() => undefined)
    return answer?.status === 403
  }

  return {
    send(call: ClientCall) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(call))
    },
    listen(listener) {
      tell = listener
      connect()
    },
  }
}
