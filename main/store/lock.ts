import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { StoreError, isStoreError } from './errors.ts'
import type { StoreFiles } from './files.ts'
import { identifyProcess } from './process-identity.ts'
import type { IdentifyProcess } from './process-identity.ts'

/** Who holds a project, as it stands in lock.json. */
export interface LockHolder {
  readonly pid: number
  /** Tells the process from a later one with the same id; null where the system does not say. */
  readonly processStart: string | null
  readonly host: string
  /** ISO 8601. */
  readonly since: string
  /** Tells this locking from all others. */
  readonly key: string
}

const holderSchema = z.object({
  pid: z.int().positive(),
  processStart: z.string().nullable(),
  host: z.string(),
  since: z.string(),
  key: z.string(),
})

/** Another program, or this one a second time, has the project open. It may be opened read-only. */
export class ProjectLocked extends StoreError {
  override readonly name = 'ProjectLocked'
  readonly holder: LockHolder
  constructor(folder: string, holder: LockHolder, thisHost: string) {
    super(
      'project-locked',
      folder,
      `${basename(folder)} is open in ${describeHolder(holder, thisHost)}. Close it there, or open it read-only here.`,
    )
    this.holder = holder
  }
}

/** e.g. "another program (process 4711) since 2026-11-24 03:12" */
export function describeHolder(holder: LockHolder, thisHost = hostname()): string {
  const where =
    holder.host !== thisHost
      ? `a program on ${holder.host} (process ${holder.pid})`
      : holder.pid === process.pid
        ? 'this program already'
        : `another program (process ${holder.pid})`
  return `${where} since ${holder.since.slice(0, 16).replace('T', ' ')}`
}

export interface LockOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly pid?: number
  readonly host?: string
  readonly identify?: IdentifyProcess
  /** Take the lock from a holder on another machine, whose life cannot be seen from here. The user's decision. */
  readonly takeFromOtherHost?: boolean
}

export interface HeldLock {
  readonly holder: LockHolder
  /** Whose stale lock was taken over. */
  readonly takenOverFrom?: LockHolder
  /** Gives the project back; fine if the lock is gone. */
  release(): Promise<void>
}

/**
 * Takes `path`, a lock file, for this process. Whether a holder lives is asked of the operating system: the lock has no
 * timer that a suspended machine could miss, and is free as soon as its process is gone, whatever ended it.
 *
 * @throws ProjectLocked if a living process, or one on another machine, holds it
 */
export async function takeLock(files: StoreFiles, path: string, options: LockOptions): Promise<HeldLock> {
  const identify = options.identify ?? identifyProcess
  const pid = options.pid ?? process.pid
  const host = options.host ?? hostname()
  const self = await identify(pid)
  const holder: LockHolder = {
    pid,
    processStart: self.state === 'alive' ? self.start : null,
    host,
    since: new Date(options.now()).toISOString(),
    key: randomUUID(),
  }
  let takenOverFrom: LockHolder | undefined
  for (;;) {
    if (await putFile(files, path, holder)) break
    const other = await readHolder(files, path)
    if (other === undefined) continue
    if (await holds(other, host, identify, options.takeFromOtherHost ?? false))
      throw new ProjectLocked(dirname(path), other, host)
    if (await removeStale(files, path, other, holder, identify)) takenOverFrom = other
  }
  const release = async (): Promise<void> => {
    if ((await readHolder(files, path))?.key === holder.key) await files.remove(path)
  }
  return { holder, ...(takenOverFrom ? { takenOverFrom } : {}), release }
}

/** Who holds the lock now: undefined if nobody does, or if its process is gone. */
export async function currentHolder(
  files: StoreFiles,
  path: string,
  identify: IdentifyProcess = identifyProcess,
): Promise<LockHolder | undefined> {
  const holder = await readHolder(files, path)
  return holder && (await holds(holder, hostname(), identify, false)) ? holder : undefined
}

async function holds(
  holder: LockHolder,
  thisHost: string,
  identify: IdentifyProcess,
  takeFromOtherHost: boolean,
): Promise<boolean> {
  if (holder.key === unreadable) return false
  if (holder.host !== thisHost) return !takeFromOtherHost
  const found = await identify(holder.pid)
  if (found.state === 'gone') return false
  if (found.state === 'unknown' || holder.processStart === null) return true
  return found.start === holder.processStart
}

/** Makes the file with its contents in one step, so that nobody reads half of it. False if it exists. */
async function putFile(files: StoreFiles, path: string, holder: LockHolder): Promise<boolean> {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`)
  const file = await files.open(draft, 'create')
  try {
    await file.write(Buffer.from(`${JSON.stringify(holder, undefined, 2)}\n`), 0)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await files.link(draft, path)
    return true
  } catch (error) {
    if (isStoreError(error, 'exists')) return false
    throw error
  } finally {
    await files.remove(draft)
  }
}

const unreadable = 'unreadable'

/** undefined: there is no lock file. One that stays unreadable was cut short together with its holder. */
async function readHolder(files: StoreFiles, path: string): Promise<LockHolder | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      return holderSchema.parse(JSON.parse((await files.read(path)).toString('utf8')))
    } catch (error) {
      if (isStoreError(error, 'missing')) return undefined
      if (error instanceof StoreError) throw error
      // Where links are not supported the file is copied, and may be seen before it is whole.
      if (attempt < 10) await wait(20)
      else return { pid: 1, processStart: null, host: hostname(), since: 'an unknown time', key: unreadable }
    }
  }
}

/**
 * Removes a stale lock, unless someone else is at it. Whoever makes the guard file may remove the lock; without it, two
 * programs that both saw the stale lock could each remove the other's new one.
 */
async function removeStale(
  files: StoreFiles,
  path: string,
  stale: LockHolder,
  self: LockHolder,
  identify: IdentifyProcess,
): Promise<boolean> {
  const guard = `${path}.takeover`
  if (!(await putFile(files, guard, self))) {
    const other = await readHolder(files, guard)
    if (other && !(await holds(other, self.host, identify, true))) await files.remove(guard)
    else await wait(20)
    return false
  }
  try {
    const unchanged = (await readHolder(files, path))?.key === stale.key
    if (unchanged) await files.remove(path)
    return unchanged
  } finally {
    await files.remove(guard)
  }
}
