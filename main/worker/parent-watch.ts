/**
 * Notices that the parent has gone where its line does not say so: an orphan is handed to another parent. On Windows the
 * number stays, and the line alone must tell.
 *
 * @returns a function that stops watching
 */
export function watchParent(readParent: () => number, everyMs: number, gone: () => void): () => void {
  const parent = readParent()
  const timer = setInterval(() => {
    if (readParent() === parent) return
    clearInterval(timer)
    gone()
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
