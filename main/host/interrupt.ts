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
