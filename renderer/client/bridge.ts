import type { Bridge } from '../../preload/contract/bridge.ts'
import type { ClientCall } from '../../preload/contract/calls.ts'
import type { Wire } from './wire.ts'

/** The wire under Electron: the functions that preload exposes. It is open as long as the window lives. */
export function bridgeWire(bridge: Bridge): Wire {
  return {
    send(call: ClientCall) {
      if (call.kind === 'request') bridge.request(call.id, call.name, call.params)
      else if (call.kind === 'cancel') bridge.cancel(call.id)
      else if (call.kind === 'subscribe') bridge.subscribe(call.id, call.event, call.study)
      else bridge.unsubscribe(call.id)
    },
    listen(listener) {
      bridge.receive((call) => listener.call(call))
      listener.state('open')
    },
  }
}
