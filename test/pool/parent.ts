/** A program with a pool, for tests that end it: node parent.mjs WORKER ENDING ORDER... where ENDING says how it ends itself. */
import { createChildFork } from '../../main/host/fork-child.ts'
import { processClock } from '../../main/pool/process-clock.ts'
import { createPool } from '../../main/pool/pool.ts'
import { assignment } from './assignments.ts'

const [, , worker = '', ending = 'stay', ...orders] = process.argv
let began = 0

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const pool = createPool({
  fork: createChildFork(worker),
  clock: processClock,
  size: orders.length,
  onEvent: (event) => {
    if (event.type === 'finished' || event.type === 'cancelled' || event.type === 'failed')
      say(`${event.type} ${event.id}`)
    if (event.type === 'began' && ++began === orders.length) {
      say(`pids ${JSON.stringify(pool.workers().map(({ id, pid }) => [id, pid]))}`)
      setTimeout(end, 100)
    }
  },
})

function end(): void {
  if (ending === 'exit') process.exit(0)
  if (ending === 'throw') throw new Error('nobody catches this')
  if (ending === 'close on SIGINT')
    process.on('SIGINT', () => {
      say('interrupted')
      setTimeout(() => void pool.close().then(() => say('closed')), 300)
    })
  say('waiting')
}

for (const order of orders) pool.dispatch(assignment(order, order))

if (ending.startsWith('die after')) setTimeout(() => process.kill(process.pid, 'SIGKILL'), Number(ending.split(' ')[2]))
