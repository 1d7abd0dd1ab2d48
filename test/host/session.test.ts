import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Backend } from '../../preload/contract/api.ts'
import { ContractError } from '../../preload/contract/fault.ts'
import { hostCall, type HostCall } from '../../preload/contract/calls.ts'
import { requests } from '../../preload/contract/requests.ts'
import { openSession } from '../../main/host/session/session.ts'
import { createRehearsal } from './rehearsal.ts'

function open(backend: Backend = createRehearsal()) {
  const answers: HostCall[] = []
  const events: { subscription: number; event: string; payload: unknown }[] = []
  const session = openSession(backend, {
    answer: (call) => answers.push(call),
    event: (subscription, event, payload) => events.push({ subscription, event, payload }),
  })
  const ask = async (name: string, params: unknown, id = 1) => {
    session.receive({ kind: 'request', id, name, params })
    await vi.waitFor(() => expect(answers.some((answer) => answer.id === id)).toBe(true))
    return answers.find((answer) => answer.id === id)
  }
  return { session, answers, events, ask }
}

test('a request is answered with its result, which fits the schema', async () => {
  const { ask } = open()
  const answer = await ask('datasets.catalogue', {})
  expect(answer?.kind).toBe('result')
  expect(requests['datasets.catalogue'].result.safeParse((answer as { result: unknown }).result).success).toBe(true)
})

test.each([
  ['a name that is not in the table', 'studies.destroy', {}, 'unknown-request'],
  ['a name from the prototype of objects', 'toString', {}, 'unknown-request'],
  ['parameters that do not fit', 'studies.report', { study: 7 }, 'bad-request'],
  ['parameters too many', 'app.info', { secret: true }, 'bad-request'],
  ['a list longer than its bound', 'trials.curves', { study: 's', trials: Array(2_000).fill(1) }, 'bad-request'],
  ['a payload larger than a request may be', 'studies.report', { study: 'x'.repeat(600_000) }, 'bad-request'],
])('%s is refused with a fault', async (_what, name, params, code) => {
  const { ask } = open()
  expect(await ask(name, params)).toMatchObject({ kind: 'fault', fault: { code } })
})

test("the application's own errors keep their code and sentence; anything else is called a defect", async () => {
  const failing = (error: unknown): Backend => ({
    ...createRehearsal(),
    handlers: {
      ...createRehearsal().handlers,
      'app.info': () => {
        throw error
      },
    },
  })
  const fault = async (error: unknown) => await open(failing(error)).ask('app.info', {})
  expect(await fault(new ContractError({ code: 'disk-full', message: 'Full.', action: 'Free some.' }))).toMatchObject({
    fault: { code: 'disk-full', message: 'Full.', action: 'Free some.' },
  })
  expect(await fault(Object.assign(new Error('Gone.'), { code: 'dataset-missing' }))).toMatchObject({
    fault: { code: 'dataset-missing', message: 'Gone.' },
  })
  expect(await fault(Object.assign(new Error('EACCES: /etc'), { code: 'EACCES' }))).toMatchObject({
    fault: { code: 'unexpected' },
  })
  expect(await fault(null)).toMatchObject({ fault: { code: 'unexpected' } })
  expect(await fault('a string')).toMatchObject({ fault: { code: 'unexpected' } })
})

test('a request that is taken back aborts its handler and gets one answer only', async () => {
  let aborted = false
  let release = () => undefined as void
  const rehearsal = createRehearsal()
  const { session, answers } = open({
    ...rehearsal,
    handlers: {
      ...rehearsal.handlers,
      'app.info': (_params, { signal }) => {
        signal.addEventListener('abort', () => (aborted = true))
        return new Promise((resolve) => {
          release = () => resolve(rehearsal.handlers['app.info']({}, { signal }))
        })
      },
    },
  })
  session.receive({ kind: 'request', id: 5, name: 'app.info', params: {} })
  session.receive({ kind: 'cancel', id: 5 })
  release()
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(aborted).toBe(true)
  expect(answers).toEqual([{ kind: 'fault', id: 5, fault: expect.objectContaining({ code: 'cancelled' }) }])
})

test('no more than 64 requests of one window wait at a time', async () => {
  const rehearsal = createRehearsal()
  const { session, answers } = open({
    ...rehearsal,
    handlers: { ...rehearsal.handlers, 'app.info': () => new Promise(() => undefined) },
  })
  for (let id = 1; id <= 70; id += 1) session.receive({ kind: 'request', id, name: 'app.info', params: {} })
  expect(answers.filter((answer) => answer.kind === 'fault' && answer.fault.code === 'busy')).toHaveLength(6)
})

test('a subscription to one study hears nothing of another, and nothing after it has ended', async () => {
  const rehearsal = createRehearsal()
  const { session, events } = open(rehearsal)
  session.receive({ kind: 'subscribe', id: 1, event: 'messages.added', study: 'mine' })
  rehearsal.emit('messages.added', { study: 'mine', messages: [] })
  rehearsal.emit('messages.added', { study: 'other', messages: [] })
  rehearsal.emit('messages.added', { messages: [] })
  expect(events).toHaveLength(1)
  session.receive({ kind: 'unsubscribe', id: 1 })
  rehearsal.emit('messages.added', { study: 'mine', messages: [] })
  expect(events).toHaveLength(1)
  session.receive({ kind: 'subscribe', id: 2, event: 'messages.added' })
  session.close()
  rehearsal.emit('messages.added', { messages: [] })
  expect(events).toHaveLength(1)
})

const awkward = fc.oneof(
  fc.anything({
    maxDepth: 4,
    withBigInt: true,
    withDate: true,
    withMap: true,
    withTypedArray: true,
    withSparseArray: true,
  }),
  fc.record(
    {
      kind: fc.oneof(fc.constantFrom('request', 'cancel', 'subscribe', 'unsubscribe', 'event'), fc.string()),
      id: fc.oneof(fc.integer({ min: -3, max: 10 }), fc.double(), fc.string()),
      name: fc.oneof(fc.constantFrom(...Object.keys(requests), '__proto__', 'constructor'), fc.string()),
      event: fc.oneof(fc.constantFrom('study.changed', 'valueOf'), fc.string()),
      params: fc.anything({ maxDepth: 3 }),
      study: fc.anything({ maxDepth: 1 }),
    },
    { requiredKeys: [] },
  ),
)

test('whatever arrives, a session neither throws nor stops answering, and says only what the contract has', async () => {
  const rehearsal = createRehearsal()
  const { session, answers, ask } = open(rehearsal)
  fc.assert(
    fc.property(awkward, (call) => {
      session.receive(call)
    }),
    { numRuns: 2_000 },
  )
  await new Promise((resolve) => setTimeout(resolve, 20))
  for (const answer of answers) expect(hostCall.safeParse(answer).success).toBe(true)
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  for (let id = 1; id <= 12; id += 1) session.receive({ kind: 'cancel', id })
  expect(await ask('datasets.catalogue', {}, 77_777)).toMatchObject({ kind: 'result' })
})

test('a payload that is endless or bottomless is refused without being walked to its end', () => {
  const { session } = open()
  const deep: { inside?: unknown } = {}
  let at = deep
  for (let depth = 0; depth < 100_000; depth += 1) at = at.inside = {}
  const round: { self?: unknown } = {}
  round.self = round
  const began = performance.now()
  session.receive({ kind: 'request', id: 1, name: 'app.info', params: deep })
  session.receive({ kind: 'request', id: 2, name: 'app.info', params: round })
  session.receive({ kind: 'request', id: 3, name: 'trials.curves', params: { study: 's', trials: new Array(1e8) } })
  session.receive({ kind: 'request', id: 4, name: 'app.info', params: new Uint8Array(1e7) })
  expect(performance.now() - began).toBeLessThan(500)
})
