import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App, MenuItemConstructorOptions, Session as ElectronSession } from 'electron'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { isOwnAddress, mayOpenOutside, pageAddress } from '../../main/electron/address.ts'
import type { Leaving } from '../../main/electron/closing.ts'
import { confineContents, denyNetwork, denyPermissions } from '../../main/electron/hardening.ts'
import { bindIpc } from '../../main/electron/ipc.ts'
import { runLifecycle, type Lifecycle } from '../../main/electron/lifecycle.ts'
import { menuTemplate } from '../../main/electron/menu.ts'
import { handleScheme, registerScheme } from '../../main/electron/page-protocol.ts'
import { openWindow, windowOptions } from '../../main/electron/window.ts'
import { channels } from '../../preload/contract/bridge.ts'
import { requests } from '../../preload/contract/requests.ts'
import { createRehearsal } from '../host/rehearsal.ts'
import { AppStandIn, ContentsStandIn, ipcEvent, WindowStandIn } from './shell-stand-in.ts'

test('the window is sandboxed, isolated and without Node, each said outright', () => {
  expect(windowOptions('/preload.cjs', false, undefined).webPreferences).toEqual(
    expect.objectContaining({
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
    }),
  )
})

test('it loads the page by our own scheme and shows itself when there is something to see', () => {
  let made: WindowStandIn | undefined
  openWindow((options) => (made = new WindowStandIn(options)).asWindow, {
    preload: '/preload.cjs',
    dark: true,
    state: undefined,
  })
  expect(made?.calls).toEqual([`load ${pageAddress}`])
  expect(made?.options.show).toBe(false)
  made?.emit('ready-to-show')
  expect(made?.calls).toContain('show')
})

test.each([
  ['sweetspot://app/index.html', true],
  ['sweetspot://app/assets/a.js', true],
  ['sweetspot://other/index.html', false],
  ['sweetspot:app', false],
  ['file:///etc/passwd', false],
  ['https://app/index.html', false],
  ['javascript:alert(1)', false],
  ['', false],
])('%s is our own: %s', (url, own) => {
  expect(isOwnAddress(url)).toBe(own)
})

test('only https to listed hosts may be opened outside', () => {
  expect(mayOpenOutside('https://github.com/x')).toBe(true)
  for (const url of [
    'http://github.com/',
    'https://github.com.evil.example/',
    'https://user:pass@github.com/',
    'https://github.com:8443/',
    'file:///etc/passwd',
    'smb://github.com/x',
    'javascript:1',
    'ms-msdt:/id',
    'nonsense',
  ])
    expect(mayOpenOutside(url), url).toBe(false)
  fc.assert(
    fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
      expect(mayOpenOutside(url)).toBe(false)
    }),
  )
})

test('no permission is granted, asked for or checked', () => {
  let request: ((contents: unknown, permission: string, answer: (granted: boolean) => void) => void) | undefined
  let check: (() => boolean) | undefined
  denyPermissions({
    setPermissionRequestHandler: (handler: never) => (request = handler),
    setPermissionCheckHandler: (handler: never) => (check = handler),
  } as unknown as ElectronSession)
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'hid', 'openExternal']) {
    const answer = vi.fn()
    request?.(undefined, permission, answer)
    expect(answer).toHaveBeenCalledExactlyOnceWith(false)
  }
  expect(check?.()).toBe(false)
})

test('no request leaves for another place than the page itself', () => {
  let before: ((details: { url: string }, answer: (response: { cancel: boolean }) => void) => void) | undefined
  denyNetwork({ webRequest: { onBeforeRequest: (handler: never) => (before = handler) } } as unknown as ElectronSession)
  const cancelled = (url: string) => {
    let said: boolean | undefined
    before?.({ url }, ({ cancel }) => (said = cancel))
    return said
  }
  expect(cancelled('sweetspot://app/assets/a.js')).toBe(false)
  expect(cancelled('data:image/png;base64,AA')).toBe(false)
  for (const url of ['https://example.com/', 'http://127.0.0.1:8080/', 'file:///etc/passwd', 'ws://localhost/'])
    expect(cancelled(url), url).toBe(true)
})

test('every web contents stays where it is, opens nothing and takes no webview', () => {
  const app = new AppStandIn()
  const opened: string[] = []
  confineContents(app as unknown as App, { openExternal: async (url) => void opened.push(url) })
  const contents = new ContentsStandIn()
  app.emit('web-contents-created', {}, contents)
  for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
    expect(contents.navigates(event, 'https://evil.example/')).toBe(true)
    expect(contents.navigates(event, 'file:///etc/passwd')).toBe(true)
    expect(contents.navigates(event, pageAddress)).toBe(false)
  }
  expect(contents.navigates('will-attach-webview', pageAddress)).toBe(true)
  expect(contents.windowOpen?.({ url: 'https://evil.example/' })).toEqual({ action: 'deny' })
  expect(contents.windowOpen?.({ url: 'https://github.com/sweetspot' })).toEqual({ action: 'deny' })
  expect(opened).toEqual(['https://github.com/sweetspot'])
})

test('the scheme is standard and secure, and never bypasses the policy', () => {
  const registered: { scheme: string; privileges?: object }[] = []
  registerScheme({ registerSchemesAsPrivileged: (schemes) => void registered.push(...schemes) })
  expect(registered).toEqual([
    { scheme: 'sweetspot', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
})

test('the scheme serves the built page with the policy, and no file outside its folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-scheme-'))
  mkdirSync(join(folder, 'page'))
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'secret.html'), 'secret')
  let handler: ((request: Request) => Promise<Response>) | undefined
  handleScheme(
    { protocol: { handle: (_scheme: string, given: never) => (handler = given) } } as unknown as ElectronSession,
    join(folder, 'page'),
  )
  const ask = (url: string, method = 'GET') => handler?.({ url, method } as Request)
  const page = await ask('sweetspot://app/index.html')
  expect(page?.status).toBe(200)
  expect(page?.headers.get('content-security-policy')).toContain("script-src 'self';")
  expect(page?.headers.get('content-type')).toContain('text/html')
  for (const url of [
    'sweetspot://app/../secret.html',
    'sweetspot://app/%2e%2e/secret.html',
    'sweetspot://app/..%2fsecret.html',
    'sweetspot://other/index.html',
    'sweetspot://app/missing.html',
  ])
    expect((await ask(url))?.status, url).toBe(404)
  expect((await ask('sweetspot://app/index.html', 'POST'))?.status).toBe(405)
  rmSync(folder, { recursive: true })
})

function bound() {
  const rehearsal = createRehearsal()
  let listener: ((event: unknown, call: unknown) => void) | undefined
  bindIpc({ on: ((_channel: string, given: never) => (listener = given)) as never }, rehearsal)
  return { rehearsal, call: (event: unknown, call: unknown) => listener?.(event, call) }
}

const info = { kind: 'request', id: 1, name: 'app.info', params: {} }
const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

test('a call counts only from the top frame of our page', async () => {
  const { call } = bound()
  const contents = new ContentsStandIn()
  call(ipcEvent(contents, null), info)
  call(ipcEvent(contents, { url: pageAddress }), info)
  const foreign = new ContentsStandIn()
  Object.assign(foreign.mainFrame, { url: 'https://evil.example/' })
  call(ipcEvent(foreign), info)
  await settled()
  expect(contents.sent).toEqual([])
  expect(foreign.sent).toEqual([])
  call(ipcEvent(contents), info)
  await settled()
  expect(contents.sent).toEqual([[channels.answer, expect.objectContaining({ kind: 'result', id: 1 })]])
})

test('a reload, a crash or the end of the window ends its subscriptions', async () => {
  const { rehearsal, call } = bound()
  const contents = new ContentsStandIn()
  const events = () => contents.sent.filter(([, sent]) => (sent as { kind: string }).kind === 'event').length
  call(ipcEvent(contents), { kind: 'subscribe', id: 1, event: 'projects.changed' })
  rehearsal.emit('projects.changed', {})
  expect(events()).toBe(1)
  contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true })
  rehearsal.emit('projects.changed', {})
  expect(events()).toBe(2)
  contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false })
  rehearsal.emit('projects.changed', {})
  expect(events()).toBe(2)
  call(ipcEvent(contents), { kind: 'subscribe', id: 1, event: 'projects.changed' })
  rehearsal.emit('projects.changed', {})
  expect(events()).toBe(3)
  contents.destroyed = true
  contents.emit('destroyed')
  rehearsal.emit('projects.changed', {})
  expect(events()).toBe(3)
})

test('fuzzed, the IPC binding goes on answering', async () => {
  const { call } = bound()
  const contents = new ContentsStandIn()
  const anything = fc.oneof(
    fc.anything({ withBigInt: true, withMap: true, withSet: true, withTypedArray: true, withNullPrototype: true }),
    fc.record({
      kind: fc.constantFrom('request', 'cancel', 'subscribe', 'unsubscribe'),
      id: fc.integer({ min: 1, max: 50 }),
      name: fc.oneof(fc.constantFrom(...Object.keys(requests)), fc.string()),
      params: fc.anything(),
      event: fc.string(),
    }),
  )
  fc.assert(
    fc.property(anything, (payload) => {
      call(ipcEvent(contents), payload)
    }),
    { numRuns: 1_500 },
  )
  await settled()
  contents.sent.length = 0
  call(ipcEvent(contents), { ...info, id: 999_999 })
  await settled()
  expect(contents.sent).toContainEqual([channels.answer, expect.objectContaining({ kind: 'result', id: 999_999 })])
})

function lifecycle(app: AppStandIn, change: Partial<Lifecycle> = {}) {
  const windows: WindowStandIn[] = []
  const run = runLifecycle(app as never, {
    platform: 'linux',
    ready: () => void app.calls.push('wired'),
    openWindow: () => {
      const window = new WindowStandIn({})
      windows.push(window)
      return window.asWindow
    },
    close: async () => void app.calls.push('saved'),
    arrived: (path) => void app.calls.push(`arrived ${path}`),
    startedAgain: (argv) => void app.calls.push(`again ${argv.join(' ')}`),
    watch: { running: () => [], whenIdle: (then) => then() },
    askToLeave: () => Promise.resolve('stay'),
    ...change,
  })
  return { run, windows }
}

test('a second start leaves at once, and the first shows its window', async () => {
  const second = new AppStandIn(false)
  await lifecycle(second).run
  expect(second.calls).toEqual(['quit'])

  const first = new AppStandIn()
  const { run, windows } = lifecycle(first)
  await run
  expect(first.calls).toEqual(['sandbox', 'ready', 'wired'])
  if (windows[0]) windows[0].minimised = true
  first.emit('second-instance', {})
  expect(windows).toHaveLength(1)
  expect(windows[0]?.calls).toEqual(['restore', 'show', 'focus'])
})

test('it leaves only when everything is saved, even if saving fails', async () => {
  for (const close of [undefined, () => Promise.reject(new Error('disk full'))]) {
    const app = new AppStandIn()
    await lifecycle(app, close ? { close } : {}).run
    app.calls.length = 0
    app.emit('window-all-closed', {})
    expect(app.calls).toContain('quit prevented')
    await settled()
    expect(app.calls.at(-1)).toBe('quit')
  }
})

test('on macOS the program outlives its window and opens another when asked', async () => {
  const app = new AppStandIn()
  const { run, windows } = lifecycle(app, { platform: 'darwin' })
  await run
  if (windows[0]) windows[0].destroyed = true
  app.emit('window-all-closed', {})
  expect(app.calls).not.toContain('quit')
  app.emit('activate', {})
  expect(windows).toHaveLength(2)
})

const noActions = {
  go: () => undefined,
  openFile: () => undefined,
  openProject: () => undefined,
  open: () => undefined,
}

test('the menu has what a desktop expects, and developer tools only while developing', () => {
  const roles = (packaged: boolean, platform: NodeJS.Platform = 'linux') =>
    JSON.stringify(menuTemplate({ platform, packaged, recent: [] }, noActions))
  expect(roles(true)).not.toContain('toggleDevTools')
  expect(roles(false)).toContain('toggleDevTools')
  expect(roles(true, 'darwin')).toContain('appMenu')
  for (const role of ['editMenu', 'windowMenu', 'zoomIn', 'togglefullscreen']) expect(roles(true)).toContain(role)
})

test('the menu leads to pages and projects', () => {
  const went: string[] = []
  const template = menuTemplate(
    { platform: 'linux', packaged: true, recent: [{ name: 'Penguins', folder: '/home/me/penguins' }] },
    { ...noActions, go: (address) => went.push(address), open: (path) => went.push(path) },
  )
  const file = template.find(({ label }) => label === 'File')?.submenu as MenuItemConstructorOptions[]
  const click = (item: MenuItemConstructorOptions | undefined) => (item?.click as (() => void) | undefined)?.()
  click(file.find(({ label }) => label === 'New study'))
  const recent = file.find(({ label }) => label === 'Recent projects')?.submenu as MenuItemConstructorOptions[]
  click(recent[0])
  expect(went).toEqual(['#/', '/home/me/penguins'])
})

test('what the system hands over is passed on: a double click, the arguments of a second start', async () => {
  const app = new AppStandIn()
  await lifecycle(app).run
  app.emit('open-file', { preventDefault: () => app.calls.push('prevented') }, '/home/me/a.sweetspot')
  app.emit('second-instance', {}, ['sweetspot', '/home/me/b.csv'], '/home/me')
  expect(app.calls).toEqual(
    expect.arrayContaining(['prevented', 'arrived /home/me/a.sweetspot', 'again sweetspot /home/me/b.csv']),
  )
})

describe('leaving while a study runs', () => {
  const leave = (leaving: Leaving) => {
    const app = new AppStandIn()
    const idle: (() => void)[] = []
    const studies = ['digits']
    const { run, windows } = lifecycle(app, {
      watch: { running: () => studies, whenIdle: (then) => void idle.push(then) },
      askToLeave: () => Promise.resolve(leaving),
    })
    return { app, run, windows, idle, studies }
  }

  test('asks, and stays when told so', async () => {
    const { app, run, windows } = leave('stay')
    await run
    expect(windows[0]?.closes()).toBe(true)
    app.quit()
    await settled()
    expect(app.calls.filter((call) => call.startsWith('quit'))).toEqual(['quit prevented'])
    expect(app.calls).not.toContain('saved')
  })

  test('pauses, saves and ends when told so', async () => {
    const { app, run, windows } = leave('quit')
    await run
    expect(windows[0]?.closes()).toBe(true)
    await settled()
    expect(app.calls.slice(-3)).toEqual(['saved', 'quit prevented', 'quit'])
  })

  test('trains on without a window, and ends by itself when the study does', async () => {
    const { app, run, windows, idle, studies } = leave('hide')
    await run
    windows[0]?.closes()
    await settled()
    expect(windows[0]?.calls).toContain('hide')
    expect(app.calls).not.toContain('saved')
    studies.length = 0
    for (const then of idle) then()
    await settled()
    expect(app.calls.slice(-3)).toEqual(['saved', 'quit prevented', 'quit'])
  })
})
