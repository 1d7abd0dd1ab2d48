import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openSession } from '../../main/host/session/session.ts'
import { createClient, type Client } from '../../renderer/client/client.ts'
import type { Wire } from '../../renderer/client/wire.ts'
import { Selection } from '../../renderer/state/selection.svelte.ts'
import { StudyState } from '../../renderer/state/study.svelte.ts'
import { createRehearsal, type Rehearsal } from '../host/rehearsal.ts'

/** A wire without a transport: the session is called directly, later as over any wire. */
function directWire(app: Rehearsal): Wire & { disconnect(): void; connect(): void } {
  let tell: Parameters<Wire['listen']>[0] | undefined
  const open = () =>
    openSession(app, {
      answer: (call) => void Promise.resolve().then(() => tell?.call(call)),
      event: (id, _event, payload) => tell?.call({ kind: 'event', id, payload }),
    })
  let session = open()
  return {
    send: (call) => session.receive(call),
    listen: (listener) => {
      tell = listener
      listener.state('open')
    },
    disconnect: () => {
      session.close()
      tell?.state('closed')
    },
    connect: () => {
      session = open()
      tell?.state('open')
    },
  }
}

let app: Rehearsal
let client: Client
let wire: ReturnType<typeof directWire>
let study: StudyState
let folder: string
let id: string

beforeEach(async () => {
  app = createRehearsal({ finishedTrials: 30 })
  wire = directWire(app)
  client = createClient(wire)
  folder = (await client.request('projects.create', { name: 'state' })).folder
  id = (await client.request('studies.create', { folder, draft: { datasetId: 'digits-8x8', template: 'mlp' } })).id
  study = new StudyState(client, folder, id)
  await vi.waitFor(() => expect(study.loaded).toBe(true))
})

afterEach(() => study.close())

describe('a study on the page', () => {
  test('loads its report, trials and curves', async () => {
    expect(study.report?.id).toBe(id)
    expect(study.rows.length).toBeGreaterThanOrEqual(30)
    expect(study.rows.map((row) => row.number)).toEqual(study.rows.map((_, at) => at))
    await vi.waitFor(() => expect(study.curves.get(0)?.points).toHaveLength(20))
  })

  test('follows what happens, report and rows in the same moment', async () => {
    await study.start()
    const before = study.rows.length
    for (let step = 0; step < 40; step += 1) app.step()
    await vi.waitFor(() => expect(study.rows.length).toBeGreaterThan(before))
    const { counts } = study.report ?? { counts: undefined }
    const complete = study.rows.filter((row) => row.state === 'complete').length
    expect(counts?.complete).toBe(complete)
  })

  test('comes back to the truth after the connection was away while things changed', async () => {
    await study.start()
    wire.disconnect()
    for (let step = 0; step < 60; step += 1) app.step()
    const truth = await app.handlers['trials.page'](
      { study: id, from: 0, count: 1_000 },
      { signal: new AbortController().signal },
    )
    wire.connect()
    await vi.waitFor(() => expect(study.rows).toEqual(truth.rows))
    await vi.waitFor(() => {
      const running = truth.rows.find((row) => row.state === 'running')
      expect(study.curves.get(running?.number ?? 0)?.points.length).toBe(running?.epochs)
    })
    app.step()
    await vi.waitFor(() => expect(study.rows.length).toBeGreaterThan(0))
  })

  test('says what main refused, and carries on', async () => {
    vi.spyOn(app, 'handlers', 'get').mockReturnValue({
      ...app.handlers,
      'studies.pause': () => {
        throw Object.assign(new Error('It is not running. Start it first.'), { code: 'not-now' })
      },
    })
    expect(await study.pause()).toBe(false)
    expect(study.problem).toBe('It is not running. Start it first.')
    expect(study.acting).toBeUndefined()
    study.dismissProblem()
    expect(study.problem).toBeUndefined()
  })
})

describe('the selection', () => {
  test('has all trials without a filter, and counts each change as a step that can be undone', () => {
    const selection = new Selection(study)
    expect(selection.selected.size).toBe(study.rows.length)
    selection.brush('learningRate', [{ low: 1e-3, high: 1e-2 }])
    const some = selection.selected.size
    expect(some).toBeLessThan(study.rows.length)
    selection.brush('optimizer', [{ choices: ['adam'] }])
    expect(selection.selected.size).toBeLessThan(some)
    selection.undo()
    expect(selection.selected.size).toBe(some)
    selection.redo()
    expect(selection.selected.size).toBeLessThan(some)
    selection.reset()
    expect(selection.selected.size).toBe(study.rows.length)
    selection.undo()
    expect(selection.isFiltered).toBe(true)
  })

  test('a drag is one step, however many times it moved', () => {
    const selection = new Selection(study)
    selection.beginGesture()
    for (let at = 1; at < 20; at += 1) selection.brush('dropout', [{ low: 0, high: at / 40 }])
    selection.endGesture()
    selection.undo()
    expect(selection.isFiltered).toBe(false)
    expect(selection.canUndo).toBe(false)
  })

  test('follows new trials while it is filtered', async () => {
    const selection = new Selection(study)
    selection.toggleState('complete')
    expect([...selection.selected].every((number) => study.rows[number]?.state !== 'complete')).toBe(true)
    await study.start()
    for (let step = 0; step < 60; step += 1) app.step()
    await vi.waitFor(() => expect(study.rows.length).toBeGreaterThan(32))
    flushSync()
    expect([...selection.selected].every((number) => study.rows[number]?.state !== 'complete')).toBe(true)
  })

  test('pins five at most, the oldest goes', () => {
    const selection = new Selection(study)
    for (const number of [1, 2, 3, 4, 5, 6]) selection.togglePin(number)
    expect(selection.pinned).toEqual([2, 3, 4, 5, 6])
    selection.togglePin(4)
    expect(selection.pinned).toEqual([2, 3, 5, 6])
  })
})
