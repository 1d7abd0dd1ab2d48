import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { BrowserWindow, Rectangle } from 'electron'
import { z } from 'zod'

const schema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(400),
  height: z.number().int().min(300),
  maximised: z.boolean(),
})

export type WindowState = z.output<typeof schema>

/** Pixels of a window that must be on some screen for it to be found and moved. */
const reachable = 120

/**
 * Where the window was when it was last closed; undefined where nothing readable is remembered, or where no screen shows it
 * any more.
 *
 * @param screens work areas of the screens there are
 */
export function readWindowState(file: string, screens: readonly Rectangle[]): WindowState | undefined {
  const state = schema.safeParse(parsed(file))
  if (!state.success) return undefined
  const { x, y, width, height } = state.data
  const shown = screens.some(
    (screen) =>
      Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x) >= reachable &&
      Math.min(y + height, screen.y + screen.height) - Math.max(y, screen.y) >= reachable,
  )
  return shown ? state.data : undefined
}

/** Remembers where a window is whenever it closes. A disk that cannot be written does not keep it from closing. */
export function keepWindowState(
  window: Pick<BrowserWindow, 'on' | 'getNormalBounds' | 'isMaximized'>,
  file: string,
): void {
  window.on('close', () => {
    const state: WindowState = { ...window.getNormalBounds(), maximised: window.isMaximized() }
    try {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, JSON.stringify(state))
    } catch {
      // Nothing but the window's place is lost.
    }
  })
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
