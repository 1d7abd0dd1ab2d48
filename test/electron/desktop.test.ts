import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pageFor, pathAmong } from '../../main/electron/arrivals.ts'
import { askToLeave } from '../../main/electron/closing.ts'
import { createDesktop } from '../../main/electron/desktop.ts'
import { watchStudies } from '../../main/electron/study-watch.ts'
import { keepWindowState, readWindowState } from '../../main/electron/window-state.ts'
import type { StudyReport } from '../../preload/contract/types.ts'
import { createRehearsal } from '../host/rehearsal.ts'
import { WindowStandIn } from './shell-stand-in.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-desktop-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const report = (status: StudyReport['status'], fraction = 0.5): StudyReport =>
  ({ id: 'a', project: '/p', name: 'Digits', status, because: 'Said why.', progress: { fraction } }) as StudyReport

function desk(window = new WindowStandIn({})) {
  const rehearsal = createRehearsal()
  const blocked: (string | number)[] = []
  const told: { title: string; body: string; click: () => void }[] = []
  const went: string[] = []
  const watch = watchStudies(
    rehearsal,
    createDesktop({
      window: () => window.asWindow,
      powerSaveBlocker: {
        start: (type) => blocked.push(type),
        stop: (id) => {
          blocked.push(id)
          return true
        },
      },
      makeNotification: ({ title = '', body = '' }) => {
        const note = { title, body, click: () => undefined as void }
        told.push(note)
        return { on: (_event: string, listener: () => void) => (note.click = listener), show: () => undefined } as never
      },
      show: (address) => went.push(address),
    }),
  )
  const change = (changed: StudyReport) => rehearsal.emit('study.changed', { study: changed.id, report: changed })
  return { window, watch, blocked, told, went, change }
}

describe('the desktop while a study runs', () => {
  test('shows how far it is, keeps the machine awake, and lets both go at its end', () => {
    const { window, watch, blocked, change } = desk()
    change(report('running', 0.25))
    change(report('running', 0.5))
    expect(watch.running()).toEqual(['Digits'])
    expect(blocked).toEqual(['prevent-app-suspension'])
    change(report('finished'))
    expect(window.progress).toEqual([0.25, 0.5, -1])
    expect(blocked).toEqual(['prevent-app-suspension', 1])
    expect(watch.running()).toEqual([])
  })

  test('tells of the end whoever is elsewhere, with the reason, and leads to the study', () => {
    const { told, went, change } = desk()
    change(report('running'))
    change(report('paused'))
    expect(told).toMatchObject([{ title: 'Digits is paused', body: 'Said why.' }])
    told[0]?.click()
    expect(went).toEqual(['#/study/%2Fp/a/live'])
  })

  test('says nothing to someone who is looking, nor of a study that did not run', () => {
    const window = new WindowStandIn({})
    window.focused = true
    const { told, change } = desk(window)
    change(report('running'))
    change(report('finished'))
    change(report('finished'))
    expect(told).toEqual([])
  })

  test('what waits for rest is done once, at rest', () => {
    const { watch, change } = desk()
    let done = 0
    watch.whenIdle(() => done++)
    expect(done).toBe(1)
    change(report('running'))
    watch.whenIdle(() => done++)
    expect(done).toBe(1)
    change(report('stopped'))
    change(report('stopped'))
    expect(done).toBe(2)
  })
})

test('the question before leaving names the study, and Escape stays', async () => {
  let asked: { message?: string; cancelId?: number; buttons?: string[] } = {}
  const answer = (response: number) =>
    askToLeave(
      {
        showMessageBox: ((_window: unknown, options: typeof asked) => {
          asked = options
          return Promise.resolve({ response, checkboxChecked: false })
        }) as never,
      },
      new WindowStandIn({}).asWindow,
      ['Digits'],
    )
  expect(await Promise.all([0, 1, 2].map(answer))).toEqual(['quit', 'hide', 'stay'])
  expect(asked.message).toBe('Digits is running.')
  expect(asked.buttons?.[asked.cancelId ?? 0]).toBe('Cancel')
})

describe('the window', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1040 }

  test('comes back where it was', () => {
    const window = new WindowStandIn({})
    const file = join(folder, 'settings', 'window.json')
    keepWindowState(window.asWindow, file)
    window.closes()
    expect(readWindowState(file, [screen])).toEqual({ x: 10, y: 20, width: 1200, height: 800, maximised: false })
  })

  test.each([
    ['nothing is remembered', undefined],
    ['it is no JSON', '{'],
    ['it is nonsense', '{"x":"left"}'],
    ['no screen shows it any more', '{"x":5000,"y":0,"width":1200,"height":800,"maximised":false}'],
    ['it is too small to be seen', '{"x":0,"y":0,"width":3,"height":2,"maximised":false}'],
  ])('opens as new where %s', (_why, text) => {
    const file = join(folder, 'window.json')
    if (text !== undefined) writeFileSync(file, text)
    expect(readWindowState(file, [screen])).toBeUndefined()
  })
})

describe('what the system hands over', () => {
  test('data leads to its page, a folder without a project and what is not there nowhere', async () => {
    const { handlers } = createRehearsal()
    const file = join(folder, 'a b.csv')
    writeFileSync(file, 'a\n1\n')
    expect(await pageFor(file, handlers)).toBe(`#/data/${encodeURIComponent(file)}`)
    expect(await pageFor(folder, handlers)).toBeUndefined()
    expect(await pageFor(join(folder, 'nowhere.csv'), handlers)).toBeUndefined()
  })

  test('is found among arguments, after the program and its options', () => {
    mkdirSync(join(folder, 'project'))
    expect(pathAmong(['sweetspot', '--flag', 'project'], folder, true)).toBe(join(folder, 'project'))
    expect(pathAmong(['electron', '.', 'project'], folder, false)).toBe(join(folder, 'project'))
    expect(pathAmong(['sweetspot', 'nowhere'], folder, true)).toBeUndefined()
    expect(pathAmong(['electron', '.'], folder, false)).toBeUndefined()
  })
})
