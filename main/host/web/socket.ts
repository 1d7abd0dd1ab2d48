import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Backend } from '../../../preload/contract/api.ts'
import type { HostCall } from '../../../preload/contract/calls.ts'
import { createOutbox } from '../session/outbox.ts'
import { openSession } from '../session/session.ts'

const largestCallBytes = 1024 * 1024
const mostConnections = 64
const pingEveryMs = 15_000
const flushEveryMs = 50

export interface SocketServer {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): void
}

/** Speaks the contract over web sockets: one session a connection, JSON text messages. */
export function createSocketServer(backend: Backend): SocketServer {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    maxPayload: largestCallBytes,
    perMessageDeflate: false,
  })
  const alive = new WeakSet<WebSocket>()
  const pinging = setInterval(() => {
    for (const socket of server.clients) {
      if (!alive.has(socket)) socket.terminate()
      alive.delete(socket)
      socket.ping()
    }
  }, pingEveryMs)
  pinging.unref()

  function serve(socket: WebSocket): void {
    const outbox = createOutbox({
      send: (call: HostCall) => {
        if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(call))
      },
      waitingBytes: () => socket.bufferedAmount,
      giveUp: () => socket.terminate(),
    })
    let flushing: NodeJS.Timeout | undefined
    const session = openSession(backend, {
      answer: (call) => outbox.answer(call),
      event: (subscription, event, payload) => {
        outbox.event(subscription, event, payload)
        if (outbox.held) flushing ??= setInterval(flush, flushEveryMs)
      },
    })
    function flush(): void {
      outbox.flush()
      if (outbox.held) return
      clearInterval(flushing)
      flushing = undefined
    }
    alive.add(socket)
    socket.on('pong', () => alive.add(socket))
    socket.on('message', (data, isBinary) => {
      const call = isBinary ? undefined : parse(String(data))
      if (call === undefined) socket.close(1003, 'JSON text expected')
      else session.receive(call)
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      clearInterval(flushing)
      outbox.drop()
      session.close()
    })
  }

  return {
    upgrade(request, socket, head) {
      if (server.clients.size >= mostConnections) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n')
        return
      }
      server.handleUpgrade(request, socket, head, serve)
    },
    close() {
      clearInterval(pinging)
      for (const socket of server.clients) socket.close(1001, 'Sweetspot is closing')
      for (const socket of server.clients) setTimeout(() => socket.terminate(), 500).unref()
      server.close()
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
