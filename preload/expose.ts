/**
 * The only door between the page and main: the four kinds of call as functions, each of which sends what it names and
 * nothing else. Runs sandboxed; what arrives at either end is checked there against the contract.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { channels, type Bridge } from './contract/bridge.ts'

let listener: ((call: unknown) => void) | undefined
ipcRenderer.on(channels.answer, (_event, call: unknown) => listener?.(call))

const bridge: Bridge = {
  request: (id, name, params) => ipcRenderer.send(channels.call, { kind: 'request', id, name, params }),
  cancel: (id) => ipcRenderer.send(channels.call, { kind: 'cancel', id }),
  subscribe: (id, event, study) =>
    ipcRenderer.send(channels.call, { kind: 'subscribe', id, event, ...(study === undefined ? {} : { study }) }),
  unsubscribe: (id) => ipcRenderer.send(channels.call, { kind: 'unsubscribe', id }),
  receive: (next) => {
    listener = next
  },
  pathOf: (file) => webUtils.getPathForFile(file),
}

contextBridge.exposeInMainWorld('sweetspot', bridge)
