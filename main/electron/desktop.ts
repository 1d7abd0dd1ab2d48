import type { BrowserWindow, Notification, NotificationConstructorOptions, PowerSaveBlocker } from 'electron'
import { studyAddress } from '../../preload/contract/addresses.ts'
import type { Desktop } from './study-watch.ts'

/** What is needed of Electron to show studies outside the page. */
export interface DesktopParts {
  window(): BrowserWindow | undefined
  readonly powerSaveBlocker: Pick<PowerSaveBlocker, 'start' | 'stop'>
  /** undefined where the system has no notifications. */
  makeNotification(options: NotificationConstructorOptions): Pick<Notification, 'on' | 'show'> | undefined
  /** Shows the window with a page. */
  show(address: string): void
}

/** Progress on the taskbar, a machine that stays awake, notifications: by Electron. */
export function createDesktop({ window, powerSaveBlocker, makeNotification, show }: DesktopParts): Desktop {
  let blocker: number | undefined
  return {
    showProgress(share) {
      const shown = window()
      if (shown && !shown.isDestroyed()) shown.setProgressBar(share ?? -1)
    },
    keepAwake(awake) {
      if (awake) blocker ??= powerSaveBlocker.start('prevent-app-suspension')
      else if (blocker !== undefined) {
        powerSaveBlocker.stop(blocker)
        blocker = undefined
      }
    },
    notify(title, body, { project, id }) {
      const shown = window()
      if (shown && !shown.isDestroyed() && shown.isFocused()) return
      const notification = makeNotification({ title, body })
      notification?.on('click', () => show(studyAddress(project, id, 'live')))
      notification?.show()
    },
  }
}
