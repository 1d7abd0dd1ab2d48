import type { ParallelAxis } from './axis.ts'
import { missingAt } from './axis.ts'
import { axisX, positionY } from './data.ts'
import { colourOf, inDrawingOrder, type Scene } from './draw.ts'

/** Room above for the titles, in pixels. */
const titles = 40

/** The plot as SVG: lines in their order, axes with ticks and titles. For saving; on the screen a canvas draws them. */
export function parallelSvg(scene: Scene, axes: readonly ParallelAxis[]): string {
  const { layout, theme, mask, filtered } = scene
  const y = (position: number) => round(positionY(layout, position) + titles)
  const x = (at: number) => round(axisX(layout, at, axes.length))
  const lines = inDrawingOrder(scene).map((line) => {
    const grey = filtered && mask[line.trial] !== 1
    const path = [...line.positions].map((position, at) => {
      if (at === 0) return `M${x(0)} ${y(position)}`
      const middle = round((axisX(layout, at - 1, axes.length) + axisX(layout, at, axes.length)) / 2)
      return `C${middle} ${y(line.positions[at - 1] as number)} ${middle} ${y(position)} ${x(at)} ${y(position)}`
    })
    const dash = !grey && line.state === 'pruned' ? ' stroke-dasharray="4 3"' : ''
    const colour = grey ? theme.grey : colourOf(scene, line)
    return `<path d="${path.join('')}" stroke="${colour}" stroke-opacity="${grey ? 0.6 : 0.8}"${dash}/>`
  })
  const marks = axes.map((axis, at) => {
    const ticks = [...axis.ticks, ...(axis.missing ? [{ position: missingAt, label: axis.missing }] : [])]
    return [
      `<line x1="${x(at)}" x2="${x(at)}" y1="${y(1)}" y2="${y(0)}" stroke="${theme.ink2}"/>`,
      `<text x="${x(at)}" y="14" text-anchor="middle" font-weight="500" fill="${theme.ink}">${escape(axis.title)}</text>`,
      `<text x="${x(at)}" y="29" text-anchor="middle" font-size="11" fill="${theme.ink3}">${escape(axis.subtitle)}</text>`,
      ...ticks.map(
        ({ position, label }) =>
          `<text x="${x(at) - 6}" y="${y(position) + 4}" text-anchor="end" font-size="11" fill="${theme.ink2}">${escape(label)}</text>`,
      ),
    ].join('')
  })
  const [width, height] = [Math.round(layout.width), Math.round(layout.height + titles)]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escape(theme.font)}" font-size="12">`,
    `<rect width="100%" height="100%" fill="${theme.panel}"/>`,
    `<g fill="none" stroke-width="1.2">${lines.join('')}</g>`,
    ...marks,
    '</svg>',
  ].join('\n')
}

const round = (value: number) => Math.round(value * 10) / 10

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
