/** What a worker with its runtime, a dataset and a network takes at least; a few hundred MB are measured for small ones. */
const bytesPerWorker = 512 * 1024 * 1024

/**
 * Workers that saturate the machine without starving the window: one per core up to four cores, where the supervisor's own
 * share is small; one core is left free from five on, two from sixteen; never more than fit into three quarters of the free
 * memory. At least 1.
 *
 * @param cores            what `os.availableParallelism()` says
 * @param freeMemoryBytes  what is free now
 */
export function defaultPoolSize(cores: number, freeMemoryBytes: number): number {
  const spared = cores >= 16 ? 2 : cores >= 5 ? 1 : 0
  const byMemory = Math.floor((freeMemoryBytes * 0.75) / bytesPerWorker)
  return Math.max(1, Math.min(Math.floor(cores) - spared, byMemory))
}
