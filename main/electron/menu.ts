import type { MenuItemConstructorOptions } from 'electron'
import { doctorAddress, homeAddress } from '../../preload/contract/addresses.ts'

export interface MenuActions {
  /** Shows a page of the window. */
  go(address: string): void
  /** Asks for a file or a project to open. */
  openFile(): void
  openProject(): void
  /** Opens a path as if it had been dropped. */
  open(path: string): void
}

export interface MenuOptions {
  readonly platform: NodeJS.Platform
  readonly packaged: boolean
  /** Latest first. */
  readonly recent: readonly { readonly name: string; readonly folder: string }[]
}

/** What a desktop expects: projects and data, editing, zoom, windows, and the way out. */
export function menuTemplate(
  { platform, packaged, recent }: MenuOptions,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const file: MenuItemConstructorOptions[] = [
    { label: 'New study', accelerator: 'CmdOrCtrl+N', click: () => actions.go(homeAddress) },
    { label: 'Open data…', accelerator: 'CmdOrCtrl+O', click: () => actions.openFile() },
    { label: 'Open project…', accelerator: 'CmdOrCtrl+Shift+O', click: () => actions.openProject() },
    {
      label: 'Recent projects',
      enabled: recent.length > 0,
      submenu: recent.map(({ name, folder }) => ({ label: name, click: () => actions.open(folder) })),
    },
    { type: 'separator' },
    isMac ? { role: 'close' } : { role: 'quit' },
  ]
  const view: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    ...(packaged ? [] : [{ role: 'toggleDevTools' } as const]),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: 'File', submenu: file },
    { role: 'editMenu' },
    { label: 'View', submenu: view },
    { role: 'windowMenu' },
    { role: 'help', submenu: [{ label: 'What this computer can do', click: () => actions.go(doctorAddress) }] },
  ]
}
