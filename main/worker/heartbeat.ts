import type { Port } from './port.ts'

/**
 * Tells the supervisor at once, and then from a timer, that this process lives and how much memory it holds. Between two
 * slices the timer gets its turn too: `breathe` lets the event loop go round.
 *
 * @returns a function that stops it
 */
export function startHeartbeat(port: Port, everyMs: number, rssBytes: () => number): () => void {
  const beat = (): void => port.send({ type: 'heartbeat', rssBytes: rssBytes() })
  beat()
  const timer = setInterval(beat, everyMs)
  return () => clearInterval(timer)
}
