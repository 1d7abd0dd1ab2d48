import { readFileSync } from 'node:fs'
import { beforeEach, expect, test, vi } from 'vitest'
import { channels, type Bridge } from '../../preload/contract/bridge.ts'

const electron = vi.hoisted(() => ({
  exposed: {} as Record<string, unknown>,
  sent: [] as unknown[][],
  listeners: new Map<string, (event: unknown, ...rest: unknown[]) => void>(),
}))

vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: unknown) => (electron.exposed[name] = api) },
  webUtils: { getPathForFile: (file: File) => `/home/me/${file.name}` },
  ipcRenderer: {
    send: (...rest: unknown[]) => electron.sent.push(rest),
    on: (channel: string, listener: (event: unknown) => void) => electron.listeners.set(channel, listener),
  },
}))

beforeEach(async () => {
  electron.sent.length = 0
  await import('../../preload/expose.ts')
})

test('the page gets six functions and nothing of Electron', () => {
  expect(Object.keys(electron.exposed)).toEqual(['sweetspot'])
  const bridge = electron.exposed['sweetspot'] as Record<string, unknown>
  expect(Object.keys(bridge).sort()).toEqual(['cancel', 'pathOf', 'receive', 'request', 'subscribe', 'unsubscribe'])
  for (const member of Object.values(bridge)) expect(typeof member).toBe('function')
})

test('no function lets the page choose a channel', () => {
  const bridge = electron.exposed['sweetspot'] as Bridge
  bridge.request(1, 'app.info', {})
  bridge.cancel(2)
  bridge.subscribe(3, 'study.changed', 's')
  bridge.unsubscribe(4)
  expect(electron.sent).toEqual([
    [channels.call, { kind: 'request', id: 1, name: 'app.info', params: {} }],
    [channels.call, { kind: 'cancel', id: 2 }],
    [channels.call, { kind: 'subscribe', id: 3, event: 'study.changed', study: 's' }],
    [channels.call, { kind: 'unsubscribe', id: 4 }],
  ])
})

test('answers reach the page without the event that carries the sender', () => {
  const bridge = electron.exposed['sweetspot'] as Bridge
  const heard: unknown[][] = []
  bridge.receive((...rest) => heard.push(rest))
  electron.listeners.get(channels.answer)?.({ sender: 'main' }, { kind: 'result', id: 1, result: {} })
  expect(heard).toEqual([[{ kind: 'result', id: 1, result: {} }]])
})

test('what is built for the sandbox is one CommonJS file that requires electron alone', () => {
  const built = readFileSync('dist/preload/expose.cjs', 'utf8')
  const required = [...built.matchAll(/require\(["'`]([^"'`]+)["'`]\)/g)].map((match) => match[1])
  expect([...new Set(required)]).toEqual(['electron'])
  expect(built).not.toMatch(/^\s*(import|export)\s/m)
})

test('where a chosen file lies is told of a file alone', () => {
  const bridge = electron.exposed['sweetspot'] as Bridge
  expect(bridge.pathOf(new File([], 'a.csv'))).toBe('/home/me/a.csv')
})
