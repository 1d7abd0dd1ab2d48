import { mount, unmount } from 'svelte'
import type { ReportDocument } from '../../preload/contract/types.ts'
import { makeScalable } from './page-theme.svelte.ts'
import PaperReport from './PaperReport.svelte'

const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()))

/**
 * Prints a report from the window: laid out on a page of its own, in the colours of paper, while the window itself is left out.
 * Ends when the browser's own dialog has been closed.
 */
export async function printReport(document: ReportDocument): Promise<void> {
  const { documentElement: root, body } = window.document
  const theme = root.dataset['theme']
  const target = window.document.createElement('div')
  target.className = 'paper'
  root.dataset['theme'] = 'light'
  body.append(target)
  root.classList.add('on-paper')
  const component = mount(PaperReport, { target, props: { document } })
  try {
    // Charts measure themselves, then draw.
    for (let frame = 0; frame < 4; frame++) await nextFrame()
    makeScalable()
    window.print()
  } finally {
    await unmount(component)
    target.remove()
    root.classList.remove('on-paper')
    if (theme !== undefined) root.dataset['theme'] = theme
  }
}
