import { rampColour, type ChartTheme } from '../theme.ts'
import { missingAt, type ParallelAxis } from './axis.ts'
import { axisX, positionY, type ParallelLayout, type ParallelLine } from './data.ts'

/** From here on lines are added up by pixel, without dashes. */
export const manyLines = 1_500

/** What the tones of lines mean: places on the ramp, or colours of categories by number. */
export type LineColours = { readonly kind: 'ramp' } | { readonly kind: 'category'; readonly colours: readonly string[] }

/** Everything that the lines' picture depends on; hovering is drawn apart, on top. */
export interface Scene {
  readonly lines: readonly ParallelLine[]
  readonly layout: ParallelLayout
  readonly theme: ChartTheme
  /** By trial number, 1 where it is selected. */
  readonly mask: Uint8Array
  /** Whether anything is filtered: without a filter nothing is grey. */
  readonly filtered: boolean
  readonly colours: LineColours
  readonly drawing: 'lines' | 'density'
  /** The axis that the colours belong to, among those shown, and whether their better or larger end is its top. */
  readonly coloured: { readonly at: number; readonly upright: boolean } | undefined
  /** Place of the score axis, and the position of the defaults on it. */
  readonly scoreAt: number
  readonly baseline: number | undefined
}

/** Whether lines are added up by pixel instead of drawn one by one. */
export const isRaster = (scene: Pick<Scene, 'lines' | 'drawing'>): boolean =>
  scene.drawing === 'density' || scene.lines.length > manyLines

const isOn = (mask: Uint8Array, line: ParallelLine) => mask[line.trial] === 1

/** The lines in the order of drawing: unselected grey ones under selected ones, the best on top. */
export function inDrawingOrder({ lines, mask, filtered }: Scene): readonly ParallelLine[] {
  if (!filtered) return lines
  const under: ParallelLine[] = []
  const over: ParallelLine[] = []
  for (const line of lines) (isOn(mask, line) ? over : under).push(line)
  return [...under, ...over]
}

export function colourOf(
  { colours, theme }: Pick<Scene, 'colours' | 'theme'>,
  line: Pick<ParallelLine, 'tone'>,
): string {
  if (Number.isNaN(line.tone)) return theme.ink3
  return colours.kind === 'ramp' ? rampColour(theme, line.tone) : (colours.colours[line.tone] ?? theme.ink3)
}

/** Draws lines one by one, curved; pruned ones dashed. */
export function drawLines(context: CanvasRenderingContext2D, scene: Scene, lines: readonly ParallelLine[]): void {
  const { layout, theme, mask, filtered } = scene
  for (const line of lines) {
    if (filtered && !isOn(mask, line)) {
      context.strokeStyle = theme.grey
      context.lineWidth = 0.8
      context.globalAlpha = 0.7
      context.setLineDash([])
    } else {
      context.strokeStyle = colourOf(scene, line)
      context.lineWidth = 1.3
      context.globalAlpha = line.state === 'complete' ? 0.85 : 0.55
      context.setLineDash(line.state === 'pruned' ? [4, 3] : Number.isNaN(line.goodness) ? [1, 3] : [])
    }
    stroke(context, line, layout)
  }
  context.setLineDash([])
  context.globalAlpha = 1
}

/** The legend of the colours, along the axis that they belong to, and where the defaults stand on that of the score. */
export function drawScale(
  context: CanvasRenderingContext2D,
  { layout, theme, baseline, coloured, scoreAt, colours }: Scene,
  axes: number,
): void {
  const [top, bottom] = [positionY(layout, 1), positionY(layout, 0)]
  if (coloured && colours.kind === 'ramp') {
    const ramp = coloured.upright ? theme.ramp.toReversed() : theme.ramp
    const height = (bottom - top) / ramp.length
    for (const [at, colour] of ramp.entries()) {
      context.fillStyle = colour
      context.fillRect(axisX(layout, coloured.at, axes) + 3, top + at * height, 5, height + 0.5)
    }
  }
  if (baseline === undefined || scoreAt < 0) return
  const x = axisX(layout, scoreAt, axes) + 3
  const y = positionY(layout, baseline)
  context.strokeStyle = theme.ink
  context.lineWidth = 1.2
  context.setLineDash([3, 2])
  context.beginPath()
  context.moveTo(x - 8, y)
  context.lineTo(x + 11, y)
  context.stroke()
  context.setLineDash([])
  context.fillStyle = theme.ink2
  context.font = `11px ${theme.font}`
  context.textBaseline = 'middle'
  context.fillText('default', x + 13, y)
}

/** Hovered and pinned lines, over the others; a hovered one with its value on every axis. */
export function drawEmphasis(
  context: CanvasRenderingContext2D,
  { lines, layout, theme }: Pick<Scene, 'lines' | 'layout' | 'theme'>,
  axes: readonly ParallelAxis[],
  hovered: number | undefined,
  pinned: readonly number[],
): void {
  for (const trial of pinned) emphasise(context, lines, trial, layout, theme.pin, theme.panel)
  if (hovered === undefined) return
  emphasise(context, lines, hovered, layout, theme.ink, theme.panel)
  const line = lines.find((candidate) => candidate.trial === hovered)
  if (line) drawValues(context, line, axes, layout, theme)
}

function drawValues(
  context: CanvasRenderingContext2D,
  line: ParallelLine,
  axes: readonly ParallelAxis[],
  layout: ParallelLayout,
  theme: ChartTheme,
): void {
  context.font = `500 11px ${theme.font}`
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  for (const [at, axis] of axes.entries()) {
    const text =
      axis.kind === 'category' || line.positions[at] === missingAt
        ? ''
        : axis.format(axis.value(line.positions[at] as number))
    const x = axisX(layout, at, axes.length) + 8
    const y = positionY(layout, line.positions[at] as number) - 9
    context.strokeStyle = theme.panel
    context.lineWidth = 4
    context.strokeText(text, x, y)
    context.fillStyle = theme.ink
    context.fillText(text, x, y)
  }
}

function stroke(context: CanvasRenderingContext2D, { positions }: ParallelLine, layout: ParallelLayout): void {
  context.beginPath()
  let x = axisX(layout, 0, positions.length)
  let y = positionY(layout, positions[0] as number)
  context.moveTo(x, y)
  for (let at = 1; at < positions.length; at += 1) {
    const nextX = axisX(layout, at, positions.length)
    const nextY = positionY(layout, positions[at] as number)
    const middle = (x + nextX) / 2
    context.bezierCurveTo(middle, y, middle, nextY, nextX, nextY)
    x = nextX
    y = nextY
  }
  context.stroke()
}

function emphasise(
  context: CanvasRenderingContext2D,
  lines: readonly ParallelLine[],
  trial: number,
  layout: ParallelLayout,
  colour: string,
  halo: string,
): void {
  const line = lines.find((candidate) => candidate.trial === trial)
  if (!line) return
  context.strokeStyle = halo
  context.lineWidth = 5
  stroke(context, line, layout)
  context.strokeStyle = colour
  context.lineWidth = 2.2
  stroke(context, line, layout)
  context.fillStyle = colour
  for (const [at, position] of line.positions.entries()) {
    context.beginPath()
    context.arc(axisX(layout, at, line.positions.length), positionY(layout, position), 3.6, 0, 2 * Math.PI)
    context.fill()
  }
}
