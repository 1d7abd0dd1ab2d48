import type { BrowserWindow, Dialog } from 'electron'

export type Leaving = 'quit' | 'hide' | 'stay'

const answers: readonly { readonly button: string; readonly leaving: Leaving }[] = [
  { button: 'Pause and quit', leaving: 'quit' },
  { button: 'Keep running', leaving: 'hide' },
  { button: 'Cancel', leaving: 'stay' },
]

/**
 * Asks what to do about studies that run when the window is closed or the program quit.
 *
 * @param running their names, at least one
 * @returns quit: pause them and end; hide: train on without a window; stay
 */
export async function askToLeave(
  dialog: Pick<Dialog, 'showMessageBox'>,
  window: BrowserWindow,
  running: readonly string[],
): Promise<Leaving> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: running.length === 1 ? `${running[0]} is running.` : `${running.length} studies are running.`,
    detail: 'Paused trials go on from their last checkpoint when their study is resumed.',
    buttons: answers.map(({ button }) => button),
    defaultId: 0,
    cancelId: answers.length - 1,
    noLink: true,
  })
  return answers[response]?.leaving ?? 'stay'
}
