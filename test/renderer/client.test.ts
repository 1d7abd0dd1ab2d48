import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, vi } from 'vitest'
import { WebSocket } from 'ws'
import { bindIpc } from '../../main/electron/ipc.ts'
import { serve } from '../../main/host/web/serve.ts'
import { channels, type Bridge } from '../../preload/contract/bridge.ts'
import { bridgeWire } from '../../renderer/client/bridge.ts'
import { webSocketWire } from '../../renderer/client/web-socket.ts'
import { createRehearsal } from '../host/rehearsal.ts'
import { ContentsStandIn, ipcEvent } from '../electron/shell-stand-in.ts'
import { describeClient } from './client-contract.ts'

const electron = vi.hoisted(() => ({
  bridge: undefined as unknown,
  sendToMain: (_channel: string, _call: unknown): void => undefined,
  fromMain: (_event: unknown, _call: unknown): void => undefined,
}))
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (_name: string, bridge: unknown) => (electron.bridge = bridge) },
  ipcRenderer: {
    send: (channel: string, call: unknown) => electron.sendToMain(channel, structuredClone(call)),
    on: (_channel: string, listener: typeof electron.fromMain) => (electron.fromMain = listener),
  },
}))

/** Preload, IPC and main as they are; only Electron's pipe between them is a function. */
describeClient('the bridge and IPC', async () => {
  vi.resetModules()
  await import('../../preload/expose.ts')
  const app = createRehearsal()
  const contents = new ContentsStandIn()
  let listener: (event: unknown, call: unknown) => void = () => undefined
  bindIpc({ on: ((_channel: string, given: typeof listener) => (listener = given)) as never }, app)
  electron.sendToMain = (channel, call) => {
    if (channel === channels.call) listener(ipcEvent(contents), call)
  }
  contents.send = (_channel: unknown, call: unknown) => electron.fromMain({}, structuredClone(call))
  return {
    wire: bridgeWire(electron.bridge as Bridge),
    app,
    deliver: (raw) => electron.fromMain({}, raw),
    close: async () => app.close(),
  }
})

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-client-'))
writeFileSync(join(folder, 'index.html'), '<!doctype html>')
afterAll(() => rmSync(folder, { recursive: true }))

/** The real server and real sockets; the browser's WebSocket is one that sends cookie and origin as a browser would. */
describeClient('a web socket', async () => {
  const app = createRehearsal()
  const host = await serve({ app, rendererFolder: folder })
  const { origin } = new URL(host.url)
  const cookie = ((await fetch(host.url)).headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const sockets: WebSocket[] = []
  vi.stubGlobal(
    'WebSocket',
    class extends WebSocket {
      constructor(url: string) {
        super(url, { headers: { cookie, origin } })
        // A browser's socket tells of an error without throwing it.
        this.on('error', () => undefined)
        // Wires of earlier tests go on trying to reach their hosts.
        if (url.startsWith(origin.replace('http', 'ws'))) sockets.push(this)
      }
    },
  )
  return {
    wire: webSocketWire(origin),
    app,
    deliver: (raw) => sockets.at(-1)?.emit('message', Buffer.from(JSON.stringify(raw) ?? ''), false),
    break: () => sockets.at(-1)?.terminate(),
    close: async () => {
      await host.close()
      app.close()
    },
  }
})
