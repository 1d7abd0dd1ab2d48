import type { Bridge } from '../../preload/contract/bridge.ts'
import { bridgeWire } from './bridge.ts'
import { createClient, type Client } from './client.ts'
import { webSocketWire } from './web-socket.ts'

declare global {
  interface Window {
    /** Present under Electron only. */
    readonly sweetspot?: Bridge
  }
}

/** The client of the shell that this page runs in. */
export function connect(): Client {
  return createClient(window.sweetspot ? bridgeWire(window.sweetspot) : webSocketWire(window.location.origin))
}
