import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ProjectLocked, currentHolder, takeLock } from '../../main/store/lock.ts'
import type { LockOptions } from '../../main/store/lock.ts'
import type { StoreFiles } from '../../main/store/files.ts'
import { nodeFiles } from '../../main/store/node-files.ts'
import { identifyProcess } from '../../main/store/process-identity.ts'
import type { ProcessStart } from '../../main/store/process-identity.ts'
import { temporaryFolder } from './folders.ts'

const now = (): number => Date.UTC(2026, 10, 24, 3, 12)

/** A machine whose processes are a table: process id to when it started. */
function machine(host: string, processes: Map<number, string>, pid: number): LockOptions {
  const identify = async (other: number): Promise<ProcessStart> => {
    const start = processes.get(other)
    return start === undefined ? { state: 'gone' } : { state: 'alive', start }
  }
  return { now, host, pid, identify }
}

describe('the lock of a project', () => {
  it('is held by one: the second is told who and since when', async () => {
    const path = join(await temporaryFolder(), 'lock.json')
    const processes = new Map([
      [1, 'a'],
      [2, 'b'],
    ])
    const lock = await takeLock(nodeFiles, path, machine('here', processes, 1))
    const refused: unknown = await takeLock(nodeFiles, path, machine('here', processes, 2)).catch(
      (error: unknown) => error,
    )
    expect(refused).toBeInstanceOf(ProjectLocked)
    expect(refused).toMatchObject({ code: 'project-locked', holder: { pid: 1, since: '2026-11-24T03:12:00.000Z' } })
    expect(String(refused)).toContain('another program (process 1) since 2026-11-24 03:12')
    await lock.release()
    await (await takeLock(nodeFiles, path, machine('here', processes, 2))).release()
  })

  it('is taken over when its process is gone, whatever time has passed', async () => {
    const path = join(await temporaryFolder(), 'lock.json')
    const processes = new Map([[1, 'a']])
    await takeLock(nodeFiles, path, machine('here', processes, 1))
    processes.clear()
    processes.set(2, 'b')
    const lock = await takeLock(nodeFiles, path, machine('here', processes, 2))
    expect(lock.takenOverFrom).toMatchObject({ pid: 1 })
    await lock.release()
    expect(await readdir(join(path, '..'))).toEqual([])
  })

  it('is taken over when another process has got its id since', async () => {
    const path = join(await temporaryFolder(), 'lock.json')
    await takeLock(nodeFiles, path, machine('here', new Map([[7, 'monday']]), 7))
    const lock = await takeLock(
      nodeFiles,
      path,
      machine(
        'here',
        new Map([
          [7, 'tuesday'],
          [8, 'x'],
        ]),
        8,
      ),
    )
    expect(lock.takenOverFrom).toMatchObject({ pid: 7, processStart: 'monday' })
  })

  it('stays with a holder whose start cannot be read, as long as it lives', async () => {
    const path = join(await temporaryFolder(), 'lock.json')
    const unknown = { ...machine('here', new Map(), 7), identify: async () => ({ state: 'unknown' }) as const }
    await takeLock(nodeFiles, path, unknown)
    await expect(takeLock(nodeFiles, path, unknown)).rejects.toMatchObject({ code: 'project-locked' })
  })

  it('stays with a holder on another machine until the user decides', async () => {
    const path = join(await temporaryFolder(), 'lock.json')
    await takeLock(nodeFiles, path, machine('there', new Map([[1, 'a']]), 1))
    const here = machine('here', new Map([[2, 'b']]), 2)
    const refused: unknown = await takeLock(nodeFiles, path, here).catch((error: unknown) => error)
    expect(String(refused)).toContain('a program on there (process 1)')
    const lock = await takeLock(nodeFiles, path, { ...here, takeFromOtherHost: true })
    expect(lock.takenOverFrom).toMatchObject({ host: 'there' })
  })

  it('cut short by a power cut is taken over', async () => {
    const path = join(await temporaryFolder(), 'lock.json')
    for (const text of ['', '{"pid":', 'null']) {
      await writeFile(path, text)
      await (await takeLock(nodeFiles, path, { now })).release()
    }
  })

  it('is not given back by one who has lost it', async () => {
    const path = join(await temporaryFolder(), 'lock.json')
    const processes = new Map([[1, 'a']])
    const lost = await takeLock(nodeFiles, path, machine('here', processes, 1))
    await takeLock(nodeFiles, path, machine('here', new Map([[2, 'b']]), 2))
    const before = await readFile(path, 'utf8')
    await lost.release()
    expect(await readFile(path, 'utf8')).toBe(before)
  })

  it('goes to exactly one of many who find it stale at once, every time', async () => {
    const folder = await temporaryFolder()
    for (let round = 0; round < 15; round++) {
      const path = join(folder, `lock-${round}.json`)
      const processes = new Map([[1, 'gone soon']])
      await takeLock(nodeFiles, path, machine('here', processes, 1))
      processes.clear()
      for (let pid = 2; pid < 14; pid++) processes.set(pid, `start ${pid}`)
      const takers = [...processes.keys()].map((pid) => takeLock(nodeFiles, path, machine('here', processes, pid)))
      const outcomes = await Promise.allSettled(takers)
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'project-locked' })
    }
    expect((await readdir(folder)).every((name) => /^lock-\d+\.json$/.test(name))).toBe(true)
  })

  it('goes to one of two although the first to see it stale is slow to remove it', async () => {
    const path = join(await temporaryFolder(), 'lock.json')
    await takeLock(nodeFiles, path, machine('here', new Map([[1, 'gone soon']]), 1))
    const slow: StoreFiles = {
      ...nodeFiles,
      remove: async (file) => {
        if (file === path) await new Promise((resolve) => setTimeout(resolve, 100))
        await nodeFiles.remove(file)
      },
    }
    const processes = new Map([
      [2, 'b'],
      [3, 'c'],
    ])
    const first = takeLock(slow, path, machine('here', processes, 2))
    await new Promise((resolve) => setTimeout(resolve, 30))
    const second = takeLock(nodeFiles, path, machine('here', processes, 3))
    const outcomes = await Promise.allSettled([first, second])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('is found stale although the one who was taking it over was killed at it', async () => {
    const path = join(await temporaryFolder(), 'lock.json')
    const gone = { pid: 1, processStart: 'a', host: 'here', since: '', key: 'x' }
    for (const file of [path, `${path}.takeover`]) await writeFile(file, JSON.stringify(gone))
    const lock = await takeLock(nodeFiles, path, machine('here', new Map([[2, 'b']]), 2))
    await lock.release()
    expect(await readdir(join(path, '..'))).toEqual([])
  })

  it('is really free once a real process that held it was killed', async () => {
    const path = join(await temporaryFolder(), 'lock.json')
    const holder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    onTestFinished(() => void holder.kill('SIGKILL'))
    const pid = holder.pid!
    await takeLock(nodeFiles, path, { now, pid })
    expect(await currentHolder(nodeFiles, path)).toMatchObject({ pid, host: hostname() })
    await expect(takeLock(nodeFiles, path, { now })).rejects.toMatchObject({ code: 'project-locked' })
    if (process.platform !== 'win32') {
      holder.kill('SIGSTOP')
      await expect(takeLock(nodeFiles, path, { now })).rejects.toMatchObject({ code: 'project-locked' })
    }
    const exited = once(holder, 'exit')
    holder.kill('SIGKILL')
    await exited
    expect(await currentHolder(nodeFiles, path)).toBeUndefined()
    expect((await takeLock(nodeFiles, path, { now })).takenOverFrom).toMatchObject({ pid })
  })
})

describe('the identity of a process', () => {
  it('is the same whenever it is asked, and differs between processes', async () => {
    const first = await identifyProcess(process.pid)
    expect(first.state).toBe('alive')
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(await identifyProcess(process.pid)).toEqual(first)
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    onTestFinished(() => void child.kill('SIGKILL'))
    const other = await identifyProcess(child.pid!)
    expect(other.state).toBe('alive')
    if (process.platform === 'linux') expect(other).not.toEqual(first)
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
    expect(await identifyProcess(child.pid!)).toEqual({ state: 'gone' })
  })
})
