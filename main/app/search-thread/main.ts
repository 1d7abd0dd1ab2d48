import { parentPort } from 'node:worker_threads'
import { createSampler } from '../../search/samplers/registry.ts'
import type { ToSearchThread } from './messages.ts'
import { Searcher } from './searcher.ts'

const port = parentPort
if (!port) throw new Error('The search thread is started by the application, not by hand.')

const searcher = new Searcher(createSampler)
port.on('message', (message: ToSearchThread) => {
  const answer = searcher.receive(message)
  if (answer) port.postMessage(answer)
})
