/** The entry itself, against a stand-in for the module 'electron': what is called, and what before Electron is ready. */
import { expect, test, vi } from 'vitest'
import { AppStandIn, WindowStandIn } from './shell-stand-in.ts'

const electron = vi.hoisted(() => ({ order: [] as string[], windows: [] as unknown[] }))

vi.mock('electron', async () => {
  const { order, windows } = electron
  const app = Object.assign(new AppStandIn(), {
    isPackaged: true,
    getPath: (name: string) => `/nowhere/${name}`,
    getAppMetrics: () => [],
    addRecentDocument: () => undefined,
  })
  app.enableSandbox = () => void order.push('sandbox')
  app.whenReady = async () => void order.push('ready')
  return {
    app,
    BrowserWindow: class extends WindowStandIn {
      constructor(options: object) {
        super(options)
        windows.push(this)
        order.push('window')
      }
    },
    dialog: {
      showOpenDialog: async () => ({ filePaths: [] }),
      showErrorBox: (_title: string, text: string) => order.push(`error ${text}`),
    },
    ipcMain: { on: (channel: string) => order.push(`ipc ${channel}`) },
    Notification: Object.assign(class {}, { isSupported: () => false }),
    powerSaveBlocker: { start: () => 1, stop: () => true },
    screen: { getAllDisplays: () => [] },
    Menu: { buildFromTemplate: (template: unknown) => template, setApplicationMenu: () => order.push('menu') },
    nativeTheme: { shouldUseDarkColors: false },
    protocol: { registerSchemesAsPrivileged: () => order.push('scheme') },
    session: {
      defaultSession: {
        setPermissionRequestHandler: () => order.push('permissions'),
        setPermissionCheckHandler: () => undefined,
        webRequest: { onBeforeRequest: () => order.push('network') },
        protocol: { handle: () => order.push('page') },
      },
    },
    shell: { openExternal: async () => undefined },
    utilityProcess: { fork: () => undefined },
  }
})
vi.mock('../../main/host/web/renderer-folder.ts', () => ({ rendererFolder: () => '/nowhere/renderer' }))

test('the scheme and the sandbox come before ready; every guard stands before the first window', async () => {
  await import('../../main/electron/main.ts')
  await vi.waitFor(() => expect(electron.order).toEqual(expect.arrayContaining(['window', 'menu'])))
  // The menu waits for the list of recent projects, the window for nothing.
  expect(electron.order.filter((step) => step !== 'menu')).toEqual([
    'scheme',
    'sandbox',
    'ready',
    'permissions',
    'network',
    'page',
    'ipc sweetspot:call',
    'window',
  ])
  const [window] = electron.windows as WindowStandIn[]
  expect(window?.options.webPreferences?.preload).toMatch(/dist[\\/]preload[\\/]expose\.cjs$/)
})
