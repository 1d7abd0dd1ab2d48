import { describe, expect, test, vi } from 'vitest'
import type { Rehearsal } from '../host/rehearsal.ts'
import { createClient } from '../../renderer/client/client.ts'
import type { Wire } from '../../renderer/client/wire.ts'

/** What a wire under test comes with. `break` ends the connection as a crash would; undefined where it cannot break. */
export interface WiredEnd {
  readonly wire: Wire
  readonly app: Rehearsal
  /** Sends the page something that is not from the contract. */
  deliver(raw: unknown): void
  readonly break?: () => void
  close(): Promise<void>
}

/** The contract of a transport, whichever it is: one suite for both. */
export function describeClient(name: string, start: () => Promise<WiredEnd>): void {
  const using = async (body: (end: WiredEnd, client: ReturnType<typeof createClient>) => Promise<void>) => {
    const end = await start()
    try {
      const client = createClient(end.wire)
      await new Promise<void>((resolve) => client.onState((state) => state === 'open' && resolve()))
      await body(end, client)
    } finally {
      await end.close()
    }
  }

  describe(`the client over ${name}`, () => {
    test('gets what it asks for', () =>
      using(async (_end, client) => {
        const { datasets } = await client.request('datasets.catalogue', {})
        expect(datasets.map((dataset) => dataset.id)).toContain('digits-8x8')
      }))

    test('gets a fault as an error with its code', () =>
      using(async (_end, client) => {
        await expect(client.request('studies.report', { study: 'none' })).rejects.toMatchObject({
          code: 'study-missing',
        })
      }))

    test('hears the events of its study until it stops listening', () =>
      using(async ({ app }, client) => {
        const heard: string[] = []
        const stop = client.subscribe(
          'messages.added',
          ({ messages }) => heard.push(...messages.map(({ text }) => text)),
          {
            study: 'mine',
          },
        )
        await client.request('app.info', {})
        const message = (text: string) => [{ id: 0, time: 0, level: 'info' as const, text }]
        app.emit('messages.added', { study: 'other', messages: message('other') })
        app.emit('messages.added', { study: 'mine', messages: message('mine') })
        await vi.waitFor(() => expect(heard).toEqual(['mine']))
        stop()
        await client.request('app.info', {})
        app.emit('messages.added', { study: 'mine', messages: message('late') })
        await client.request('app.info', {})
        expect(heard).toEqual(['mine'])
      }))

    test('takes a request back', () =>
      using(async ({ app }, client) => {
        const never = vi.spyOn(app, 'handlers', 'get').mockReturnValue({
          ...app.handlers,
          'app.info': () => new Promise(() => undefined),
        })
        const controller = new AbortController()
        const asked = client.request('app.info', {}, { signal: controller.signal })
        setTimeout(() => controller.abort(), 20)
        await expect(asked).rejects.toMatchObject({ code: 'cancelled' })
        never.mockRestore()
      }))

    test('believes no answer and no event that does not fit the contract', () =>
      using(async ({ app, deliver }, client) => {
        const wrong = vi.spyOn(app, 'handlers', 'get').mockReturnValue({
          ...app.handlers,
          'pool.state': () => ({ workers: 'many' }) as never,
        })
        await expect(client.request('pool.state', {})).rejects.toMatchObject({ code: 'bad-answer' })
        wrong.mockRestore()
        const heard: unknown[] = []
        client.subscribe('pool.changed', (payload) => heard.push(payload))
        await client.request('app.info', {})
        app.emit('pool.changed', { workers: [{ worker: -1 }] } as never)
        for (const raw of [null, 7, 'text', [], { kind: 'event', id: 1 }, { kind: 'result', id: 'x' }, { kind: '?' }])
          deliver(raw)
        app.emit('pool.changed', { workers: [] })
        await vi.waitFor(() => expect(heard).toEqual([{ workers: [] }]))
      }))

    test('after a broken connection connects again, keeps its subscriptions, and says what was lost', () =>
      using(async (end, client) => {
        if (!end.break) return
        const heard: unknown[] = []
        client.subscribe('projects.changed', (payload) => heard.push(payload))
        await client.request('app.info', {})
        const states: string[] = []
        client.onState((state) => states.push(state))
        const never = vi.spyOn(end.app, 'handlers', 'get').mockReturnValue({
          ...end.app.handlers,
          'app.info': () => new Promise(() => undefined),
        })
        const lost = expect(client.request('app.info', {})).rejects.toMatchObject({ code: 'disconnected' })
        await new Promise((resolve) => setTimeout(resolve, 20))
        end.break()
        await lost
        never.mockRestore()
        await vi.waitFor(() => expect(states).toEqual(['open', 'closed', 'connecting', 'open']), { timeout: 5_000 })
        await client.request('app.info', {})
        end.app.emit('projects.changed', { folder: '/p' })
        await vi.waitFor(() => expect(heard).toEqual([{ folder: '/p' }]))
      }))
  })
}
