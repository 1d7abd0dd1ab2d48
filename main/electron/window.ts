import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import { pageAddress } from './address.ts'
import type { WindowState } from './window-state.ts'

/** Every preference that keeps the page in its sandbox is written out, so that no default can change it. */
export function windowOptions(
  preload: string,
  dark: boolean,
  state: WindowState | undefined,
): BrowserWindowConstructorOptions {
  const { x, y, width = 1440, height = 900 } = state ?? {}
  return {
    width,
    height,
    ...(x === undefined || y === undefined ? {} : { x, y }),
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

export interface WindowStart {
  readonly preload: string
  readonly dark: boolean
  /** Where it was the last time. */
  readonly state: WindowState | undefined
  /** The page to show first, after `#`; absent: Home. */
  readonly address?: string
}

/** Makes the window and shows it when its first frame is ready: no white flash. */
export function openWindow(
  create: (options: BrowserWindowConstructorOptions) => BrowserWindow,
  { preload, dark, state, address = '' }: WindowStart,
): BrowserWindow {
  const window = create(windowOptions(preload, dark, state))
  window.once('ready-to-show', () => {
    if (state?.maximised) window.maximize()
    window.show()
  })
  void window.loadURL(`${pageAddress}${address}`)
  return window
}
