import type { Bridge } from '../../preload/contract/bridge.ts'
import { bridgeWire } from './bridge.ts'
import { createClient, type Client } from './client.ts'
import { browserHandOver, electronHandOver, type HandOver } from './handed-over.ts'
import { webSocketWire } from './web-socket.ts'

declare global {
  interface Window {
    /** Present under Electron only. */
    readonly sweetspot?: Bridge
  }
}

/** How this shell learns where files lie that the user drops or chooses. */
export function connectFiles(): HandOver {
  const bridge = window.sweetspot
  return bridge ? electronHandOver((file) => bridge.pathOf(file)) : browserHandOver(window.location.origin)
}

/** The client of the shell that this page runs in. */
export function connect(): Client {
  return createClient(window.sweetspot ? bridgeWire(window.sweetspot) : webSocketWire(window.location.origin))
}
