import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import { pageAddress } from './address.ts'

/** Every preference that keeps the page in its sandbox is written out, so that no default can change it. */
export function windowOptions(preload: string, dark: boolean): BrowserWindowConstructorOptions {
  return {
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: 'Sweetspot',
    backgroundColor: dark ? '#14161a' : '#f7f7f5',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: true,
    },
  }
}

/** Makes the window and shows it when its first frame is ready: no white flash. */
export function openWindow(
  create: (options: BrowserWindowConstructorOptions) => BrowserWindow,
  preload: string,
  dark: boolean,
): BrowserWindow {
  const window = create(windowOptions(preload, dark))
  window.once('ready-to-show', () => window.show())
  void window.loadURL(pageAddress)
  return window
}
