/** The Electron shell: wires the application to one hardened window. Everything that can be tested apart lies beside it. */
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  Notification,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
} from 'electron'
import { join } from 'node:path'
import { version } from '../../package.json'
import { createApp } from '../app/create-app.ts'
import { readCardMemory } from '../host/card-memory.ts'
import { createEnergyMeter } from '../host/energy-meter.ts'
import { reportProgramFolder, resourcesFolder, root, searchThreadModule, workerModule } from '../host/paths.ts'
import { rendererFolder } from '../host/web/renderer-folder.ts'
import { pageAddress } from './address.ts'
import { pageFor, pathAmong } from './arrivals.ts'
import { askToLeave } from './closing.ts'
import { createDesktop } from './desktop.ts'
import { createUtilityFork } from './fork-utility.ts'
import { confineContents, denyNetwork, denyPermissions } from './hardening.ts'
import { bindIpc } from './ipc.ts'
import { runLifecycle } from './lifecycle.ts'
import { menuTemplate } from './menu.ts'
import { handleScheme, registerScheme } from './page-protocol.ts'
import { watchStudies } from './study-watch.ts'
import { keepWindowState, readWindowState } from './window-state.ts'
import { openWindow } from './window.ts'

registerScheme(protocol)
confineContents(app, shell)

const fork = createUtilityFork(workerModule, {
  fork: (modulePath, args, options) => utilityProcess.fork(modulePath, args, options),
  metrics: () => app.getAppMetrics(),
  kill: (pid, signal) => void process.kill(pid, signal),
})
const sweetspot = createApp({
  fork,
  resources: resourcesFolder,
  searchThread: searchThreadModule,
  projectsFolder: process.env['SWEETSPOT_PROJECTS'] ?? join(app.getPath('documents'), 'Sweetspot'),
  settingsFolder: app.getPath('userData'),
  version,
  readCardMemory,
  readEnergy: createEnergyMeter(),
  reportProgram: reportProgramFolder,
})

const stateFile = join(app.getPath('userData'), 'window.json')
let window: BrowserWindow | undefined
/** The page to begin with, or to go to once the window is there. */
let address: string | undefined

function go(next: string): void {
  address = next
  if (!window || window.isDestroyed()) return
  void window.loadURL(`${pageAddress}${next}`)
  window.show()
}

function arrive(path: string): void {
  pageFor(path, sweetspot.backend.handlers)
    .then((page) => {
      if (page !== undefined) go(page)
    })
    .catch((error: unknown) => dialog.showErrorBox('This cannot be opened', sentenceOf(error)))
}

async function choose(properties: ('openFile' | 'openDirectory')[]): Promise<void> {
  const { filePaths } = await dialog.showOpenDialog({ properties })
  if (filePaths[0] !== undefined) arrive(filePaths[0])
}

async function makeMenu(): Promise<void> {
  const { projects } = await sweetspot.backend.handlers['projects.recent']({}, { signal: new AbortController().signal })
  const recent = projects.filter(({ missing }) => !missing).slice(0, 10)
  const template = menuTemplate(
    { platform: process.platform, packaged: app.isPackaged, recent },
    {
      go,
      open: arrive,
      openFile: () => void choose(['openFile']),
      openProject: () => void choose(['openDirectory']),
    },
  )
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

const watch = watchStudies(
  sweetspot.backend,
  createDesktop({
    window: () => window,
    powerSaveBlocker,
    makeNotification: (options) => (Notification.isSupported() ? new Notification(options) : undefined),
    show: go,
  }),
)
sweetspot.backend.subscribe('projects.changed', ({ folder }) => {
  if (folder !== undefined) app.addRecentDocument(folder)
  void makeMenu()
})

// Not awaited: Electron becomes ready only after this module has been run.
void runLifecycle(app, {
  platform: process.platform,
  ready: () => {
    denyPermissions(session.defaultSession)
    denyNetwork(session.defaultSession)
    handleScheme(session.defaultSession, rendererFolder())
    bindIpc(ipcMain, sweetspot.backend)
    void makeMenu()
    const given = pathAmong(process.argv, process.cwd(), app.isPackaged)
    if (given !== undefined) arrive(given)
  },
  arrived: arrive,
  startedAgain: (argv, workingFolder) => {
    const given = pathAmong(argv, workingFolder, app.isPackaged)
    if (given !== undefined) arrive(given)
  },
  openWindow: () => {
    const screens = screen.getAllDisplays().map(({ workArea }) => workArea)
    window = openWindow((options) => new BrowserWindow(options), {
      preload: join(root, 'dist', 'preload', 'expose.cjs'),
      dark: nativeTheme.shouldUseDarkColors,
      state: readWindowState(stateFile, screens),
      ...(address === undefined ? {} : { address }),
    })
    keepWindowState(window, stateFile)
    return window
  },
  watch,
  askToLeave: (asked, running) => askToLeave(dialog, asked, running),
  close: () => sweetspot.close(),
}).catch((error: unknown) => {
  dialog.showErrorBox('Sweetspot could not start', sentenceOf(error))
  app.exit(1)
})

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
