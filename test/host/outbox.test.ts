import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HostCall } from '../../preload/contract/calls.ts'
import { createOutbox } from '../../main/host/session/outbox.ts'

function transport() {
  const sent: HostCall[] = []
  const state = { waiting: 0, gaveUp: false }
  return {
    sent,
    state,
    outbox: createOutbox({
      send: (call) => sent.push(call),
      waitingBytes: () => state.waiting,
      giveUp: () => (state.gaveUp = true),
    }),
  }
}
const rows = (...numbers: number[]) => ({
  study: 's',
  parameters: [],
  rows: numbers.map((number) => ({ number, at: Math.random() })),
})
const payloads = (sent: readonly HostCall[]) => sent.flatMap((call) => (call.kind === 'event' ? [call.payload] : []))

test('while the transport keeps up, events go out as they come', () => {
  const { outbox, sent } = transport()
  outbox.event(1, 'study.changed', { study: 's', report: 1 })
  outbox.event(1, 'study.changed', { study: 's', report: 2 })
  expect(payloads(sent)).toEqual([
    { study: 's', report: 1 },
    { study: 's', report: 2 },
  ])
})

test('while it does not, a newer state replaces an older one and batches are joined, each trial once', () => {
  const { outbox, sent, state } = transport()
  state.waiting = 1e9
  outbox.event(1, 'study.changed', { study: 's', report: 1 })
  outbox.event(1, 'study.changed', { study: 's', report: 2 })
  const last = rows(2, 3)
  outbox.event(2, 'trials.changed', rows(1, 2))
  outbox.event(2, 'trials.changed', last)
  outbox.event(3, 'epochs.reported', { study: 's', reports: [1] })
  outbox.event(3, 'epochs.reported', { study: 's', reports: [2] })
  expect(sent).toEqual([])
  expect(outbox.held).toBe(true)
  state.waiting = 0
  outbox.flush()
  expect(outbox.held).toBe(false)
  const [report, trials, epochs] = payloads(sent) as [unknown, { rows: { number: number; at: number }[] }, unknown]
  expect(report).toEqual({ study: 's', report: 2 })
  expect(trials.rows.map((row) => row.number)).toEqual([1, 2, 3])
  expect(trials.rows[1]).toEqual(last.rows[0])
  expect(epochs).toEqual({ study: 's', reports: [1, 2] })
})

test('what has waited leaves in events no larger than the contract allows', () => {
  const { outbox, sent, state } = transport()
  state.waiting = 1e9
  for (let from = 0; from < 2_500; from += 500)
    outbox.event(1, 'trials.changed', rows(...Array.from({ length: 500 }, (_, at) => from + at)))
  state.waiting = 0
  outbox.flush()
  expect(payloads(sent).map((payload) => (payload as { rows: unknown[] }).rows.length)).toEqual([1_000, 1_000, 500])
})

test('a client that is hopelessly behind is let go, to begin afresh', () => {
  const { outbox, state } = transport()
  state.waiting = 1e9
  outbox.answer({ kind: 'result', id: 1, result: {} })
  expect(state.gaveUp).toBe(true)
})

test('in any order of events and congestion, the last word on every trial arrives', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('row' as const), number: fc.integer({ min: 0, max: 9 }), value: fc.integer() }),
    fc.record({ kind: fc.constant('waiting' as const), bytes: fc.constantFrom(0, 1e9) }),
    fc.record({ kind: fc.constant('flush' as const) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { outbox, sent, state } = transport()
      const truth = new Map<number, number>()
      for (const one of steps) {
        if (one.kind === 'waiting') state.waiting = one.bytes
        else if (one.kind === 'flush') outbox.flush()
        else {
          truth.set(one.number, one.value)
          outbox.event(1, 'trials.changed', { study: 's', rows: [{ number: one.number, value: one.value }] })
        }
      }
      state.waiting = 0
      outbox.flush()
      const seen = new Map<number, number>()
      for (const payload of payloads(sent) as { rows: { number: number; value: number }[] }[])
        for (const row of payload.rows) seen.set(row.number, row.value)
      expect(seen).toEqual(truth)
    }),
  )
})
