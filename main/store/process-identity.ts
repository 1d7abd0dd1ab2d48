import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/**
 * When a process started, as a text that no other process with the same id will ever have: it stays the same through
 * suspend and clock changes. 'gone': there is no such process. 'unknown': it lives, but its start cannot be read.
 */
export type ProcessStart =
  { readonly state: 'alive'; readonly start: string } | { readonly state: 'gone' } | { readonly state: 'unknown' }

/** Tells who a process is; given to the lock, so that tests can pretend. */
export type IdentifyProcess = (pid: number) => Promise<ProcessStart>

const run = promisify(execFile)

/** Asks the operating system itself. */
export const identifyProcess: IdentifyProcess = async (pid) => {
  if (!isAlive(pid)) return { state: 'gone' }
  try {
    const start = await startOf(pid)
    return start === '' ? { state: 'gone' } : { state: 'alive', start }
  } catch {
    return isAlive(pid) ? { state: 'unknown' } : { state: 'gone' }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function startOf(pid: number): Promise<string> {
  if (process.platform === 'linux') return startOnLinux(pid)
  if (process.platform === 'win32') {
    const script = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`
    const { stdout } = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script])
    return stdout.trim()
  }
  const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { ...process.env, LC_ALL: 'C' } })
  return stdout.trim()
}

/** Clock ticks from boot to start, and which boot; '' for a zombie, which holds nothing any more. */
async function startOnLinux(pid: number): Promise<string> {
  const [stat, boot] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'latin1'),
    readFile('/proc/sys/kernel/random/boot_id', 'latin1'),
  ])
  // The second field is the program's name in brackets, which may hold blanks and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, ticks] = [fields[0], fields[19]]
  if (ticks === undefined) throw new Error(`/proc/${pid}/stat is not what it was`)
  return state === 'Z' || state === 'X' ? '' : `${ticks}@${boot.trim()}`
}
