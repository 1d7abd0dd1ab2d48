import type { FromWorker } from '../pool/protocol.ts'

/** The worker's end of the line to its supervisor, whichever shell forked it. */
export interface Port {
  /** Never throws; what cannot be sent any more is lost. */
  send(message: FromWorker): void
  onMessage(listener: (message: unknown) => void): void
  /** The supervisor's process has gone, perhaps before this was called. */
  onLost(listener: () => void): void
}

/** What a Node process has of a line to its parent: `send` under child_process.fork, `parentPort` under Electron's utilityProcess. */
export interface ConnectedProcess {
  readonly parentPort?: ParentPort
  readonly connected?: boolean
  send?(message: unknown, handle: undefined, options: undefined, done: (error: Error | null) => void): boolean
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'disconnect', listener: () => void): unknown
}

interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void): unknown
}

/** @returns undefined if nobody forked this process */
export function openPort(process: ConnectedProcess): Port | undefined {
  const { parentPort } = process
  if (parentPort)
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => void parentPort.on('message', ({ data }) => listener(data)),
      onLost: (listener) => void parentPort.on('close', () => listener()),
    }
  if (!process.send) return undefined
  return {
    send: (message) => {
      // A closed channel shows as disconnect; here it must only not become an uncaught error.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
    },
    onMessage: (listener) => void process.on('message', listener),
    onLost: (listener) => {
      process.on('disconnect', listener)
      // It may have gone while this process was still loading its modules: there is no event then.
      if (!process.connected) queueMicrotask(listener)
    },
  }
}
