import { BadInput } from './bad-input.ts'

/** Has work that takes an abort signal broken off by Ctrl+C. @throws BadInput interrupted, once that has happened */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const end = onInterrupt(() => controller.abort(new BadInput('interrupted', 'Broken off; nothing was imported.')))
  try {
    return await work(controller.signal)
  } finally {
    end()
  }
}

/**
 * Calls back on the first Ctrl+C (or a polite request to end); a second one ends the process at once.
 * @returns a function that stops listening
 */
export function onInterrupt(callback: () => void): () => void {
  let asked = false
  const listener = () => {
    if (asked) process.exit(130)
    asked = true
    callback()
  }
  process.on('SIGINT', listener)
  process.on('SIGTERM', listener)
  return () => {
    process.off('SIGINT', listener)
    process.off('SIGTERM', listener)
  }
}
