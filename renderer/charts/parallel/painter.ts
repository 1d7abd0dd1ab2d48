import { drawLines, inDrawingOrder, isRaster, type Scene } from './draw.ts'
import type { Painter } from './painting.ts'
import { createRasterPainter } from './raster-painter.ts'

/** Sets a canvas to a size in CSS pixels at a resolution. @returns its context, cleared */
export function prepare(canvas: HTMLCanvasElement, width: number, height: number, scale: number) {
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale)
    canvas.height = Math.round(height * scale)
  }
  const context = canvas.getContext('2d')
  context?.setTransform(scale, 0, 0, scale, 0, 0)
  context?.clearRect(0, 0, width, height)
  return context
}

/**
 * Paints scenes without ever holding the page up for long.
 * @param under  what is not selected, where lines are added up
 * @param over  what is selected; everything where lines are drawn one by one
 * @param ondone  how many lines stand in colour, once they all do
 */
export function createPainter(
  under: HTMLCanvasElement,
  over: HTMLCanvasElement,
  ondone: (lines: number) => void,
): Painter {
  let frame = 0
  const raster = createRasterPainter(under, over, ondone)

  function paintEach(scene: Scene): void {
    const { width, height } = scene.layout
    under.style.visibility = 'hidden'
    const context = prepare(over, width, height, window.devicePixelRatio)
    if (!context) return
    drawLines(context, scene, inDrawingOrder(scene))
    ondone(scene.filtered ? scene.lines.filter((line) => scene.mask[line.trial] === 1).length : scene.lines.length)
  }

  return {
    paint(scene) {
      cancelAnimationFrame(frame)
      if (isRaster(scene)) raster.paint(scene)
      else {
        raster.cancel()
        frame = requestAnimationFrame(() => paintEach(scene))
      }
    },
    cancel() {
      cancelAnimationFrame(frame)
      raster.cancel()
    },
  }
}
