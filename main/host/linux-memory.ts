import { readFileSync, writeFileSync } from 'node:fs'

/** What Linux says and does about the memory of processes, from /proc; elsewhere it knows nothing and does nothing. */
export const linuxMemory = {
  /** Resident memory of a process: the second field of statm, in pages of 4 kB on every platform that is shipped. */
  residentBytes(pid: number | undefined): number | undefined {
    const pages = Number(read(`/proc/${pid}/statm`)?.split(' ')[1])
    return pages > 0 ? pages * 4096 : undefined
  },

  /** When memory runs out, the system is to end this process rather than the application: a trial is lost, not the study. */
  sacrificeFirst(pid: number | undefined): void {
    if (pid === undefined || process.platform !== 'linux') return
    try {
      writeFileSync(`/proc/${pid}/oom_score_adj`, '500')
    } catch {
      // Not permitted here, or gone already: the system chooses by size alone.
    }
  },

  /** Processes that the system has ended for want of memory since it started. */
  killsForWantOfMemory(): number {
    return Number(/^oom_kill (\d+)$/m.exec(read('/proc/vmstat') ?? '')?.[1] ?? 0)
  },
}

function read(path: string): string | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return undefined
  }
}
