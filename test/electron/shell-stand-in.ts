/** Stand-ins for the parts of Electron that the shell uses, typed by Electron's own types; the binary need not be there. */
import { EventEmitter } from 'node:events'
import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  IpcMainEvent,
  Rectangle,
  WebContents,
  WebFrameMain,
} from 'electron'

export class ContentsStandIn extends EventEmitter {
  readonly mainFrame = { url: 'sweetspot://app/index.html' } as WebFrameMain
  readonly sent: unknown[][] = []
  destroyed = false
  windowOpen: ((details: { url: string }) => { action: string }) | undefined

  send(...rest: unknown[]): void {
    this.sent.push(rest)
  }
  isDestroyed(): boolean {
    return this.destroyed
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpen = handler
  }
  /** Emits a navigation event; answers whether it was prevented. */
  navigates(event: string, url: string): boolean {
    let prevented = false
    this.emit(event, { url, preventDefault: () => (prevented = true) })
    return prevented
  }
  get asContents(): WebContents {
    return this as unknown as WebContents
  }
}

export function ipcEvent(
  contents: ContentsStandIn,
  frame: Partial<WebFrameMain> | null = contents.mainFrame,
): IpcMainEvent {
  return { sender: contents.asContents, senderFrame: frame } as IpcMainEvent
}

export class WindowStandIn extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions
  readonly calls: string[] = []
  readonly progress: number[] = []
  minimised = false
  visible = true
  focused = false
  destroyed = false

  constructor(options: BrowserWindowConstructorOptions) {
    super()
    this.options = options
  }
  loadURL(url: string): Promise<void> {
    this.calls.push(`load ${url}`)
    return Promise.resolve()
  }
  show(): void {
    this.calls.push('show')
  }
  focus(): void {
    this.calls.push('focus')
  }
  restore(): void {
    this.calls.push('restore')
  }
  hide(): void {
    this.calls.push('hide')
    this.visible = false
  }
  maximize(): void {
    this.calls.push('maximize')
  }
  isVisible(): boolean {
    return this.visible
  }
  isFocused(): boolean {
    return this.focused
  }
  isMaximized(): boolean {
    return false
  }
  getNormalBounds(): Rectangle {
    return { x: 10, y: 20, width: 1200, height: 800 }
  }
  setProgressBar(share: number): void {
    this.progress.push(share)
  }
  /** Emits its closing; answers whether it was prevented. */
  closes(): boolean {
    let prevented = false
    this.emit('close', { preventDefault: () => (prevented = true) })
    return prevented
  }
  isMinimized(): boolean {
    return this.minimised
  }
  isDestroyed(): boolean {
    return this.destroyed
  }
  get asWindow(): BrowserWindow {
    return this as unknown as BrowserWindow
  }
}

export class AppStandIn extends EventEmitter {
  readonly calls: string[] = []
  readonly first: boolean

  constructor(first = true) {
    super()
    this.first = first
  }
  requestSingleInstanceLock(): boolean {
    return this.first
  }
  enableSandbox(): void {
    this.calls.push('sandbox')
  }
  whenReady(): Promise<void> {
    this.calls.push('ready')
    return Promise.resolve()
  }
  /** As Electron does: asks first, and leaves only if nobody objects. */
  quit(): void {
    let prevented = false
    this.emit('before-quit', { preventDefault: () => (prevented = true) })
    this.calls.push(prevented ? 'quit prevented' : 'quit')
  }
  exit(): void {
    this.calls.push('exit')
  }
}
