import type { App, BrowserWindow } from 'electron'

/** What the lifecycle needs of the rest. */
export interface Lifecycle {
  readonly platform: NodeJS.Platform
  /** Runs once, when Electron is ready. */
  ready(): void
  openWindow(): BrowserWindow
  /** Pauses what runs, saves, ends workers. */
  close(): Promise<void>
}

type ShellApp = Pick<App, 'requestSingleInstanceLock' | 'quit' | 'exit' | 'enableSandbox' | 'whenReady'> & {
  on(event: string, listener: (event: { preventDefault(): void }) => void): unknown
}

/**
 * One instance, one window. A second start shows the first one's window; closing the last window ends the program (but on
 * macOS), and it ends only when everything is saved.
 * @returns when the window is there, or at once in a second instance, which quits
 */
export async function runLifecycle(app: ShellApp, parts: Lifecycle): Promise<void> {
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  app.enableSandbox()
  let window: BrowserWindow | undefined
  let saved = false

  const show = () => {
    if (!window || window.isDestroyed()) {
      window = parts.openWindow()
      return
    }
    if (window.isMinimized()) window.restore()
    window.focus()
  }
  app.on('second-instance', show)
  app.on('activate', show)
  app.on('window-all-closed', () => {
    if (parts.platform !== 'darwin') app.quit()
  })
  app.on('before-quit', (event) => {
    if (saved) return
    event.preventDefault()
    void parts
      .close()
      .catch(() => undefined)
      .finally(() => {
        saved = true
        app.quit()
      })
  })

  await app.whenReady()
  parts.ready()
  show()
}
