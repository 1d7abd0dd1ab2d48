/** The Electron shell: wires the application to one hardened window. Everything that can be tested apart lies beside it. */
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  protocol,
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
import { createUtilityFork } from './fork-utility.ts'
import { confineContents, denyNetwork, denyPermissions } from './hardening.ts'
import { bindIpc } from './ipc.ts'
import { runLifecycle } from './lifecycle.ts'
import { menuTemplate } from './menu.ts'
import { handleScheme, registerScheme } from './page-protocol.ts'
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

// Not awaited: Electron becomes ready only after this module has been run.
void runLifecycle(app, {
  platform: process.platform,
  ready: () => {
    denyPermissions(session.defaultSession)
    denyNetwork(session.defaultSession)
    handleScheme(session.defaultSession, rendererFolder())
    bindIpc(ipcMain, sweetspot.backend)
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, app.isPackaged)))
  },
  openWindow: () =>
    openWindow(
      (options) => new BrowserWindow(options),
      join(root, 'dist', 'preload', 'expose.cjs'),
      nativeTheme.shouldUseDarkColors,
    ),
  close: () => sweetspot.close(),
}).catch((error: unknown) => {
  dialog.showErrorBox('Sweetspot could not start', error instanceof Error ? error.message : String(error))
  app.exit(1)
})
