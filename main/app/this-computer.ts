import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os'
import type { Computer } from '../study/computer.ts'

const systems: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS (Darwin)', win32: 'Windows' }

/** The machine of this process. @param version of Sweetspot */
export function thisComputer(version: string): Computer {
  return {
    processor: cpus()[0]?.model.trim() || 'unknown processor',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${systems[platform()] ?? platform()} ${release()} ${arch()}`,
    node: process.versions.node,
    version,
  }
}
