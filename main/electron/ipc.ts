import type { IpcMain, IpcMainEvent, WebContents } from 'electron'
import type { Backend } from '../../preload/contract/api.ts'
import { channels } from '../../preload/contract/bridge.ts'
import type { HostCall } from '../../preload/contract/calls.ts'
import { createOutbox, type Outbox } from '../host/session/outbox.ts'
import { openSession, type Session } from '../host/session/session.ts'
import { isOwnAddress } from './address.ts'

/**
 * Binds the contract to IPC: one session a window, on one channel each way. A call counts only when its sender is the top
 * frame of a page of ours; anything else is dropped without an answer.
 */
export function bindIpc(ipc: Pick<IpcMain, 'on'>, backend: Backend): void {
  const sessions = new WeakMap<WebContents, Session>()
  ipc.on(channels.call, (event, call: unknown) => {
    if (!isTrusted(event)) return
    const { sender } = event
    const session = sessions.get(sender) ?? openFor(sender, backend, (closed) => sessions.delete(closed))
    sessions.set(sender, session)
    session.receive(call)
  })
}

function isTrusted({ senderFrame, sender }: IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isOwnAddress(senderFrame.url)
}

function openFor(contents: WebContents, backend: Backend, closed: (contents: WebContents) => void): Session {
  const outbox: Outbox = createOutbox({
    send: (call: HostCall) => {
      if (!contents.isDestroyed()) contents.send(channels.answer, call)
    },
    // IPC tells nothing of what waits; events come in batches, a few a second.
    waitingBytes: () => 0,
    giveUp: () => undefined,
  })
  const session = openSession(backend, {
    answer: (call) => outbox.answer(call),
    event: (subscription, event, payload) => outbox.event(subscription, event, payload),
  })
  let ended = false
  const end = () => {
    if (ended) return
    ended = true
    session.close()
    closed(contents)
  }
  contents.once('destroyed', end)
  contents.once('render-process-gone', end)
  // A reload begins a new page, whose calls count from one again.
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) end()
  })
  return session
}
