import { parentPort } from 'node:worker_threads'
import { createSampler } from '../../search/samplers/registry.ts'
import { diagnose } from './diagnose.ts'
import { inspect } from './inspect.ts'
import type { FromSearchThread, ToSearchThread } from './messages.ts'
import { preview } from './preview.ts'
import { Searcher } from './searcher.ts'

const port = parentPort
if (!port) throw new Error('The search thread is started by the application, not by hand.')

const searcher = new Searcher(createSampler)

async function answer(message: ToSearchThread): Promise<FromSearchThread | undefined> {
  switch (message.type) {
    case 'open':
      return void searcher.open(message)
    case 'close':
      return void searcher.close(message)
    case 'know':
      return void searcher.know(message)
    case 'ask':
      return { type: 'suggested', call: message.call, suggestion: searcher.ask(message) }
    case 'explain':
      return { type: 'explained', call: message.call, insights: searcher.explain(message) }
    case 'advise':
      return { type: 'advised', call: message.call, advice: searcher.advise(message) }
    case 'whatIf':
      return { type: 'expected', call: message.call, whatIf: searcher.whatIf(message) }
    case 'preview':
      return { type: 'previewed', call: message.call, preview: await preview(message.folder) }
    case 'diagnose':
      return { type: 'diagnosed', call: message.call, diagnosis: await diagnose(message) }
    case 'inspect':
      return { type: 'inspected', call: message.call, shape: await inspect(message) }
  }
}

port.on('message', (message: ToSearchThread) => {
  answer(message).then(
    (reply) => reply && port.postMessage(reply),
    (error: unknown) => {
      if (!('call' in message)) return
      const { code } = Object(error) as { code?: unknown }
      const text = error instanceof Error ? error.message : String(error)
      const named = typeof code === 'string' ? { code } : {}
      port.postMessage({ type: 'failed', call: message.call, message: text, ...named } satisfies FromSearchThread)
    },
  )
})
