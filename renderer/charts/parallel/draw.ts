import { rampColour, type ChartTheme } from '../theme.ts'
import { axisX, positionY, type ParallelLayout, type ParallelLine } from './data.ts'

export interface Standing {
  readonly selected: ReadonlySet<number>
  /** Whether anything is filtered: without a filter nothing is grey. */
  readonly filtered: boolean
  readonly hovered: number | undefined
  readonly pinned: readonly number[]
  /** Position of the defaults on the score axis. */
  readonly baseline: number | undefined
  /** Whether the better end of the score axis is its top. */
  readonly betterAtTop: boolean
}

/** Draws all lines: unselected grey, selected by score with the best on top, then hovered and pinned ones. */
export function drawLines(
  context: CanvasRenderingContext2D,
  lines: readonly ParallelLine[],
  layout: ParallelLayout,
  standing: Standing,
  theme: ChartTheme,
): void {
  context.clearRect(0, 0, layout.width, layout.height)
  const { selected, filtered, hovered, pinned } = standing
  drawScale(context, layout, standing, theme)
  const many = lines.length > 1_500
  const quiet = hovered === undefined ? 1 : 0.25
  if (filtered) {
    context.strokeStyle = theme.grey
    context.lineWidth = 0.8
    context.globalAlpha = (many ? 0.35 : 0.7) * quiet
    for (const line of lines) if (!selected.has(line.trial)) stroke(context, line, layout)
  }
  context.lineWidth = many ? 0.9 : 1.3
  for (const line of lines) {
    if (!selected.has(line.trial)) continue
    const scoreless = Number.isNaN(line.goodness)
    context.strokeStyle = scoreless ? theme.ink3 : rampColour(theme, line.goodness)
    context.globalAlpha = (line.state === 'complete' ? (many ? 0.6 : 0.85) : 0.55) * quiet
    context.setLineDash(line.state === 'pruned' ? [4, 3] : scoreless ? [1, 3] : [])
    stroke(context, line, layout)
  }
  context.setLineDash([])
  context.globalAlpha = 1
  for (const trial of pinned) emphasise(context, lines, trial, layout, theme.pin, theme.panel)
  if (hovered !== undefined) emphasise(context, lines, hovered, layout, theme.ink, theme.panel)
}

/** The legend of the colours, along the score axis, and where the defaults stand on it. */
function drawScale(
  context: CanvasRenderingContext2D,
  layout: ParallelLayout,
  standing: Standing,
  theme: ChartTheme,
): void {
  const x = axisX(layout, 1, 2) + 3
  const [top, bottom] = [positionY(layout, 1), positionY(layout, 0)]
  const colours = standing.betterAtTop ? theme.ramp.toReversed() : theme.ramp
  const height = (bottom - top) / colours.length
  for (const [at, colour] of colours.entries()) {
    context.fillStyle = colour
    context.fillRect(x, top + at * height, 5, height + 0.5)
  }
  if (standing.baseline === undefined) return
  const y = positionY(layout, standing.baseline)
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

function stroke(context: CanvasRenderingContext2D, line: ParallelLine, layout: ParallelLayout): void {
  const { positions } = line
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
