import { afterEach, describe, expect, it } from 'vitest'
import type { Exit, Fork, WorkerProcess } from '../../main/pool/fork.ts'
import type { Checkpoint } from '../../main/training/checkpoint.ts'
import { assignment } from './assignments.ts'

export interface ForkUnderTest {
  /** Forks the worker that misbehaves to order, see faulty-worker.ts. */
  readonly fork: Fork
  /** Forks a script that does not exist. */
  readonly forkNothing: Fork
  /** The platform does not tell which signal ended a process (Electron's utilityProcess). */
  readonly hidesSignals?: true
}

/** What the pool expects of every way to fork a worker. */
export function describeFork(name: string, make: () => ForkUnderTest): void {
  describe(`fork by ${name}`, () => {
    const started: WorkerProcess[] = []
    afterEach(() => {
      for (const worker of started.splice(0)) worker.killHard()
    })

    const start = (fork: Fork = make().fork) => {
      const worker = fork({ name: 'worker 1' })
      started.push(worker)
      const messages: { type: string }[] = []
      const exits: Exit[] = []
      const waiting: (() => void)[] = []
      const wake = () => waiting.splice(0).forEach((run) => run())
      worker.onMessage((message) => {
        messages.push(message as { type: string })
        wake()
      })
      worker.onExit((exit) => {
        exits.push(exit)
        wake()
      })
      const until = async (condition: () => boolean) => {
        while (!condition()) await new Promise<void>((resolve) => waiting.push(resolve))
      }
      const saying = (type: string) => until(() => messages.some((message) => message.type === type))
      return { worker, messages, exits, saying, exited: () => until(() => exits.length > 0) }
    }

    it('brings messages both ways, typed arrays included', async () => {
      const { worker, messages, saying } = start()
      await saying('ready')
      const values = new Float32Array([1.5, -0, NaN])
      const state = { tensors: [{ name: 'w', shape: [3], values }] }
      worker.send({
        type: 'start',
        assignment: assignment('a', 'echo', { checkpoint: { epoch: 1, state, epochs: [] } }),
      })
      await saying('checkpoint')
      const echoed = messages.find(({ type }) => type === 'checkpoint') as { checkpoint?: { state: typeof state } }
      expect(echoed.checkpoint?.state.tensors[0]?.values).toEqual(values)
    })

    it('knows the process id and its memory once it runs', async () => {
      const { worker, saying } = start()
      await saying('ready')
      expect(() => process.kill(worker.pid as number, 0)).not.toThrow()
      const rss = worker.readRss?.()
      if (rss !== undefined) expect(rss).toBeGreaterThan(10e6)
    })

    it('says once that the process has ended, after its last message and with its last lines', async () => {
      const { worker, messages, exits, saying, exited } = start()
      await saying('ready')
      worker.send({ type: 'start', assignment: assignment('a', 'last-words') })
      await exited()
      expect(messages.at(-1)).toMatchObject({ type: 'note', text: 'my last words' })
      expect(exits).toEqual([expect.objectContaining({ code: 3 })])
      expect(worker.lastLines()).toContain('written at the very end')
      await new Promise((resolve) => setTimeout(resolve, 400))
      expect(exits).toHaveLength(1)
    })

    it('delivers a large message whole, even from a process that crashes right after it', async () => {
      const { worker, messages, saying, exited } = start()
      await saying('ready')
      worker.send({ type: 'start', assignment: assignment('a', 'large-last-words 24') })
      await exited()
      const last = messages.findLast(({ type }) => type === 'checkpoint') as { checkpoint?: Checkpoint } | undefined
      expect(last?.checkpoint?.state.tensors).toHaveLength(24)
    })

    it('reports an end soon, also when what the process started holds its output open', async () => {
      const { worker, messages, saying, exited } = start()
      await saying('ready')
      worker.send({ type: 'start', assignment: assignment('a', 'leave-child') })
      await saying('note')
      const startedAt = performance.now()
      await exited()
      expect(performance.now() - startedAt).toBeLessThan(2_000)
      process.kill(Number((messages.find(({ type }) => type === 'note') as { text?: string }).text), 'SIGKILL')
    })

    it('ends a stopped process by killHard, and an idle one by kill', async () => {
      const stopped = start()
      await stopped.saying('ready')
      stopped.worker.send({ type: 'start', assignment: assignment('a', 'stop') })
      await stopped.saying('began')
      const idle = start()
      await idle.saying('ready')
      stopped.worker.killHard()
      idle.worker.kill()
      await Promise.all([stopped.exited(), idle.exited()])
      if (make().hidesSignals) return
      expect(stopped.exits[0]?.signal).toBe('SIGKILL')
      expect(idle.exits[0]?.signal).toBe('SIGTERM')
    })

    it('takes calls after the end without complaint', async () => {
      const { worker, saying, exits, exited } = start()
      await saying('ready')
      worker.killHard()
      worker.send({ type: 'shutdown' })
      await exited()
      worker.send({ type: 'shutdown' })
      worker.kill()
      worker.killHard()
      expect(worker.readRss?.()).toBeUndefined()
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect(exits).toHaveLength(1)
    })

    it('reports a script that is not there as an exit, with the reason in its lines or its error', async () => {
      const { worker, exits, exited } = start(make().forkNothing)
      await exited()
      expect(exits).toHaveLength(1)
      expect(`${exits[0]?.error} ${worker.lastLines().join(' ')}`).toMatch(/cannot find module|not found|ENOENT/i)
    })
  })
}
