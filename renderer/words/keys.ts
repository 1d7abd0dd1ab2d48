/** The keyboard, page by page, for the list that `?` shows. */
export const keyGroups: readonly {
  readonly title: string
  readonly keys: readonly { readonly keys: string; readonly does: string }[]
}[] = [
  {
    title: 'Everywhere',
    keys: [
      { keys: 'Ctrl K', does: 'go to or do something' },
      { keys: '?', does: 'this list' },
      { keys: 'Esc', does: 'close what is open' },
    ],
  },
  {
    title: 'Data and new study',
    keys: [
      { keys: 'Ctrl Enter', does: 'go on: tune a network, start' },
      { keys: 'Ctrl Z, Shift Ctrl Z', does: 'undo, redo' },
    ],
  },
  {
    title: 'A study',
    keys: [
      { keys: 'Ctrl 1 to 6', does: 'Live, Explorer, Trial, Insights, Report, Setup' },
      { keys: 'Space', does: 'pause, resume' },
      { keys: 'J, K', does: 'on the Trial tab: next trial, previous one' },
      { keys: 'C', does: 'on the Trial tab: clone and edit' },
      { keys: 'Ctrl Z, Shift Ctrl Z', does: 'in the explorer: undo, redo' },
    ],
  },
]
