import { availableParallelism, cpus, freemem, release, totalmem } from 'node:os'

/** What a figure or a result was measured on. */
export function describeMachine() {
  return {
    platform: process.platform,
    architecture: process.arch,
    release: release(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    freeMemoryBytes: freemem(),
    node: process.versions.node,
  }
}
