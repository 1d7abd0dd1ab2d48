/** The real worker around a training that misbehaves to order: the order is the assignment's dataset id. */
import { spawn } from 'node:child_process'
import type { Assignment } from '../../main/pool/protocol.ts'
import type { Outcome, Train, TrainingContext } from '../../main/worker/serve.ts'
import { runWorker } from '../../main/worker/run-worker.ts'
import { NotFinite } from '../../main/training/fault.ts'
import { epochMetrics, trainingResult } from './assignments.ts'

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

function block(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}

async function untilStopped(context: TrainingContext): Promise<Outcome> {
  for (let epoch = 1; ; epoch++) {
    context.report({ type: 'epoch', metrics: epochMetrics(epoch) })
    block(20)
    await context.breathe()
    if (context.signal.aborted) return { type: 'cancelled', epoch }
  }
}

const hoard: unknown[] = []

type Order = (context: TrainingContext, argument: number, assignment: Assignment) => Promise<Outcome> | Outcome

const orders: Readonly<Record<string, Order>> = {
  echo: (context, _argument, { checkpoint }) => {
    if (checkpoint) context.report({ type: 'checkpoint', checkpoint })
    return { type: 'finished', result: trainingResult }
  },
  'leave-child': (context) => {
    const child = spawn('sleep', ['60'], { stdio: 'inherit' })
    context.report({ type: 'note', text: String(child.pid) })
    process.exit(4)
  },
  'large-last-words': (context, megabytes) => {
    const tensors = Array.from({ length: megabytes }, (_, index) => ({
      name: `${index}`,
      shape: [2 ** 18],
      values: new Float32Array(2 ** 18),
    }))
    context.report({ type: 'checkpoint', checkpoint: { epoch: 1, state: { tensors }, epochs: [] } })
    setTimeout(() => process.abort(), 200)
    return new Promise<never>(() => undefined)
  },
  'last-words': (context) => {
    context.report({ type: 'note', text: 'my last words' })
    process.stderr.write('written at the very end')
    process.exit(3)
  },
  succeed: async (context, ms) => {
    context.report({ type: 'epoch', metrics: epochMetrics(1) })
    if (ms > 0) await sleep(ms)
    return { type: 'finished', result: trainingResult }
  },
  'run-on': untilStopped,
  crash: () => process.abort(),
  exit: (_context, code) => process.exit(code),
  segfault: () => {
    process.kill(process.pid, 'SIGSEGV')
    block(1000)
    return new Promise<never>(() => undefined)
  },
  'kill-itself': () => {
    process.kill(process.pid, 'SIGKILL')
    return new Promise<never>(() => undefined)
  },
  stop: async () => {
    process.kill(process.pid, 'SIGSTOP')
    await sleep(60_000)
    return { type: 'cancelled', epoch: 0 }
  },
  block: (_context, ms) => {
    block(ms)
    return { type: 'finished', result: trainingResult }
  },
  leak: async () => {
    for (;;) {
      hoard.push(Buffer.alloc(8 * 2 ** 20, 1))
      await sleep(2)
    }
  },
  'leak-blocking': () => {
    for (;;) {
      hoard.push(Buffer.alloc(8 * 2 ** 20, 1))
      block(2)
    }
  },
  'fill-heap': () => {
    const filled: number[][] = []
    for (;;) filled.push(new Array<number>(1e6).fill(1.5))
  },
  throw: () => {
    process.stderr.write('about to go wrong\n')
    throw new Error('the order was to throw')
  },
  reject: () => Promise.reject(new Error('the order was to reject')),
  'throw-later': async () => {
    setTimeout(() => {
      throw new Error('thrown where nobody catches')
    }, 1)
    await sleep(60_000)
    return { type: 'cancelled', epoch: 0 }
  },
  nan: () => {
    throw new NotFinite(NaN, 3, 7)
  },
  'allocate-too-much': () => {
    hoard.push(new ArrayBuffer(2 ** 52))
    return { type: 'finished', result: trainingResult }
  },
  babble: async () => {
    process.send?.({ type: 'epoch', id: 7 })
    await sleep(60_000)
    return { type: 'cancelled', epoch: 0 }
  },
  'ignore-cancel': async (context) => {
    context.report({ type: 'epoch', metrics: epochMetrics(1) })
    for (;;) {
      block(20)
      await context.breathe()
    }
  },
}

const train: Train = async (assignment, context) => {
  const [order = '', argument = '0'] = assignment.dataset.id.split(' ')
  const act = orders[order]
  if (!act) throw new Error(`unknown order ${order}`)
  context.report({ type: 'began', engine: 'tfjs-cpu', device: 'cpu' })
  return act(context, Number(argument), assignment)
}

runWorker(train)
