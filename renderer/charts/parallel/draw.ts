import { rampColour, type ChartTheme } from '../theme.ts'
import { axisX, positionY, type ParallelLayout, type ParallelLine } from './data.ts'

/** From here on lines are drawn thin, straight and without dashes. */
export const manyLines = 1_500

/** Everything that the lines' picture depends on; hovering is drawn apart, on top. */
export interface Scene {
  readonly lines: readonly ParallelLine[]
  readonly layout: ParallelLayout
  readonly theme: ChartTheme
  readonly selected: ReadonlySet<number>
  /** Whether anything is filtered: without a filter nothing is grey. */
  readonly filtered: boolean
  /** Position of the defaults on the score axis. */
  readonly baseline: number | undefined
  /** Whether the better end of the score axis is its top. */
  readonly betterAtTop: boolean
}

/** The lines in the order of drawing: unselected grey ones under selected ones, the best on top. */
export function inDrawingOrder({ lines, selected, filtered }: Scene): readonly ParallelLine[] {
  if (!filtered) return lines
  const under: ParallelLine[] = []
  const over: ParallelLine[] = []
  for (const line of lines) (selected.has(line.trial) ? over : under).push(line)
  return [...under, ...over]
}

/** As many as can be drawn while a brush moves: selected ones before others, evenly among each. */
export function thinned(scene: Scene, most: number): readonly ParallelLine[] {
  const ordered = inDrawingOrder(scene)
  if (ordered.length <= most) return ordered
  const over = scene.filtered ? ordered.filter((line) => scene.selected.has(line.trial)) : ordered
  const under = scene.filtered ? ordered.slice(0, ordered.length - over.length) : []
  const every = (lines: readonly ParallelLine[], count: number) =>
    lines.filter((_, at) => Math.floor((at * count) / lines.length) !== Math.floor(((at - 1) * count) / lines.length))
  const kept = Math.min(over.length, most)
  return [...every(under, Math.min(under.length, Math.max(most - kept, most / 6))), ...every(over, kept)]
}

/** Draws lines [from, to) of those given. */
export function drawLines(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  scene: Scene,
  lines: readonly ParallelLine[],
  from: number,
  to: number,
): void {
  const { layout, theme, selected, filtered } = scene
  const many = scene.lines.length > manyLines
  for (let at = from; at < Math.min(to, lines.length); at += 1) {
    const line = lines[at] as ParallelLine
    const scoreless = Number.isNaN(line.goodness)
    if (filtered && !selected.has(line.trial)) {
      context.strokeStyle = theme.grey
      context.lineWidth = 0.8
      context.globalAlpha = many ? 0.35 : 0.7
      context.setLineDash([])
    } else {
      context.strokeStyle = scoreless ? theme.ink3 : rampColour(theme, line.goodness)
      context.lineWidth = many ? 0.9 : 1.3
      context.globalAlpha = line.state === 'complete' ? (many ? 0.6 : 0.85) : 0.55
      context.setLineDash(many ? [] : line.state === 'pruned' ? [4, 3] : scoreless ? [1, 3] : [])
    }
    stroke(context, line, layout, many)
  }
  context.setLineDash([])
  context.globalAlpha = 1
}

/** The legend of the colours, along the score axis, and where the defaults stand on it. */
export function drawScale(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  { layout, theme, baseline, betterAtTop }: Scene,
): void {
  const x = axisX(layout, 1, 2) + 3
  const [top, bottom] = [positionY(layout, 1), positionY(layout, 0)]
  const colours = betterAtTop ? theme.ramp.toReversed() : theme.ramp
  const height = (bottom - top) / colours.length
  for (const [at, colour] of colours.entries()) {
    context.fillStyle = colour
    context.fillRect(x, top + at * height, 5, height + 0.5)
  }
  if (baseline === undefined) return
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

/** Hovered and pinned lines, on a canvas of their own over the others. */
export function drawEmphasis(
  context: CanvasRenderingContext2D,
  { lines, layout, theme }: Scene,
  hovered: number | undefined,
  pinned: readonly number[],
): void {
  context.clearRect(0, 0, layout.width, layout.height)
  for (const trial of pinned) emphasise(context, lines, trial, layout, theme.pin, theme.panel)
  if (hovered !== undefined) emphasise(context, lines, hovered, layout, theme.ink, theme.panel)
}

/** Curved where lines are few enough to be followed; straight, which is quicker, where they are many. */
function stroke(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  { positions }: ParallelLine,
  layout: ParallelLayout,
  straight: boolean,
): void {
  context.beginPath()
  let x = axisX(layout, 0, positions.length)
  let y = positionY(layout, positions[0] as number)
  context.moveTo(x, y)
  for (let at = 1; at < positions.length; at += 1) {
    const nextX = axisX(layout, at, positions.length)
    const nextY = positionY(layout, positions[at] as number)
    const middle = (x + nextX) / 2
    if (straight) context.lineTo(nextX, nextY)
    else context.bezierCurveTo(middle, y, middle, nextY, nextX, nextY)
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
  stroke(context, line, layout, false)
  context.strokeStyle = colour
  context.lineWidth = 2.2
  stroke(context, line, layout, false)
  context.fillStyle = colour
  for (const [at, position] of line.positions.entries()) {
    context.beginPath()
    context.arc(axisX(layout, at, line.positions.length), positionY(layout, position), 3.6, 0, 2 * Math.PI)
    context.fill()
  }
}
