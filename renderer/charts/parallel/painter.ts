import type { ParallelLine } from './data.ts'
import { drawLines, drawScale, inDrawingOrder, thinned, type Scene } from './draw.ts'

/** Lines drawn within one frame; more are drawn over several, unseen, and shown when they are complete. */
const atOnce = 2_000
/** Lines drawn while a brush moves. */
const inMotion = 1_000

export interface Painter {
  /** Replaces what is being painted. While `moving`, a thinned picture appears in the next frame. */
  paint(scene: Scene, moving: boolean): void
  cancel(): void
}

/** Sets a canvas to a size in CSS pixels at the screen's resolution. @returns its context, cleared */
export function prepare(canvas: HTMLCanvasElement | OffscreenCanvas, width: number, height: number, scale: number) {
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale)
    canvas.height = Math.round(height * scale)
  }
  const context = canvas.getContext('2d') as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null
  context?.setTransform(scale, 0, 0, scale, 0, 0)
  context?.clearRect(0, 0, width, height)
  return context
}

/** Paints scenes on a canvas without ever holding the page up for long. */
export function createPainter(canvas: HTMLCanvasElement): Painter {
  let frame = 0

  function paintNow(scene: Scene, lines: readonly ParallelLine[]): void {
    const { width, height } = scene.layout
    const context = prepare(canvas, width, height, window.devicePixelRatio)
    if (!context) return
    drawScale(context, scene)
    drawLines(context, scene, lines, 0, lines.length)
  }

  function paintUnseen(scene: Scene): void {
    const lines = inDrawingOrder(scene)
    const { width, height } = scene.layout
    const scale = window.devicePixelRatio
    const hidden = new OffscreenCanvas(1, 1)
    const context = prepare(hidden, width, height, scale)
    if (!context) return
    drawScale(context, scene)
    let done = 0
    const next = () => {
      drawLines(context, scene, lines, done, done + atOnce / 4)
      done += atOnce / 4
      if (done < lines.length) {
        frame = requestAnimationFrame(next)
        return
      }
      const shown = prepare(canvas, width, height, scale)
      shown?.drawImage(hidden, 0, 0, width, height)
    }
    next()
  }

  return {
    paint(scene, moving) {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => {
        if (moving) paintNow(scene, thinned(scene, inMotion))
        else if (scene.lines.length <= atOnce) paintNow(scene, inDrawingOrder(scene))
        else paintUnseen(scene)
      })
    },
    cancel: () => cancelAnimationFrame(frame),
  }
}
