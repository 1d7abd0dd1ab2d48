import { startHeartbeat } from './heartbeat.ts'
import { watchParent } from './parent-watch.ts'
import type { ConnectedProcess } from './port.ts'
import { openPort } from './port.ts'
import type { Train } from './serve.ts'
import { serve } from './serve.ts'

const heartbeatMs = 500

/** Makes this process a worker that trains with the given function, until it is told to leave or is alone. */
export function runWorker(train: Train): void {
  const port = openPort(process as ConnectedProcess)
  if (!port) {
    process.stderr.write('This is a worker of Sweetspot: it is started by the application. Run `sweetspot` instead.\n')
    process.exitCode = 2
    return
  }
  ignoreTerminalSignals()
  watchParent(
    () => process.ppid,
    heartbeatMs,
    () => leave('alone'),
  )
  serve({ port, train, leave, log: (text) => process.stderr.write(`${text}\n`) })
  startHeartbeat(port, heartbeatMs, () => process.memoryUsage.rss())
}

/**
 * Ctrl-C in a terminal reaches the whole process group: the application pauses its study then, and needs its workers to say
 * where they stopped. SIGTERM keeps its default action: a handler would wait for the end of a slice.
 */
function ignoreTerminalSignals(): void {
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
}

function leave(why: 'told' | 'alone'): void {
  // An orphan has nobody left who would end it if a library's exit handler got stuck.
  if (why === 'alone') process.kill(process.pid, 'SIGKILL')
  process.exit(0)
}
