import type { App, BrowserWindow } from 'electron'
import type { Leaving } from './closing.ts'
import type { StudyWatch } from './study-watch.ts'

/** What the lifecycle needs of the rest. */
export interface Lifecycle {
  readonly platform: NodeJS.Platform
  /** Runs once, when Electron is ready. */
  ready(): void
  /** What the system hands over: a file to open, or the arguments of a second start. */
  arrived(path: string): void
  startedAgain(argv: readonly string[], workingFolder: string): void
  openWindow(): BrowserWindow
  readonly watch: Pick<StudyWatch, 'running' | 'whenIdle'>
  /** Asked while a study runs. */
  askToLeave(window: BrowserWindow, running: readonly string[]): Promise<Leaving>
  /** Pauses what runs, saves, ends workers. */
  close(): Promise<void>
}

type ShellApp = Pick<App, 'requestSingleInstanceLock' | 'quit' | 'exit' | 'enableSandbox' | 'whenReady'> & {
  on(event: string, listener: (event: { preventDefault(): void }, ...rest: never[]) => void): unknown
}

/**
 * One instance, one window. A second start shows the first one's window; closing the last window ends the program (but on
 * macOS), and it ends only when everything is saved. While a study runs both ask first: it may train on without a window,
 * and the program ends by itself when it is done.
 * @returns when the window is there, or at once in a second instance, which quits
 */
export async function runLifecycle(app: ShellApp, parts: Lifecycle): Promise<void> {
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  app.enableSandbox()
  let window: BrowserWindow | undefined
  let asking = false
  let confirmed = false
  let saved = false

  const mustAsk = (): boolean => !confirmed && parts.watch.running().length > 0

  async function ask(asked: BrowserWindow): Promise<void> {
    if (asking) return
    asking = true
    const leaving = await parts.askToLeave(asked, parts.watch.running()).finally(() => (asking = false))
    if (leaving === 'quit') {
      confirmed = true
      app.quit()
    } else if (leaving === 'hide') {
      asked.hide()
      parts.watch.whenIdle(() => {
        if (!asked.isDestroyed() && !asked.isVisible()) app.quit()
      })
    }
  }

  const show = (): void => {
    if (!window || window.isDestroyed()) {
      const opened = parts.openWindow()
      opened.on('close', (event) => {
        if (!mustAsk()) return
        event.preventDefault()
        void ask(opened)
      })
      window = opened
      return
    }
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  app.on('second-instance', (_event, argv: readonly string[] = [], workingFolder = '') => {
    show()
    parts.startedAgain(argv, workingFolder)
  })
  // Comes before Electron is ready when the double click is what started the program.
  app.on('open-file', (event, path: string) => {
    event.preventDefault()
    parts.arrived(path)
  })
  app.on('activate', show)
  app.on('window-all-closed', () => {
    if (parts.platform !== 'darwin') app.quit()
  })
  app.on('before-quit', (event) => {
    if (saved) return
    event.preventDefault()
    if (mustAsk() && window && !window.isDestroyed()) {
      show()
      void ask(window)
      return
    }
    confirmed = true
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
