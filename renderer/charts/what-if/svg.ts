import { cellInWords, type PlotTable } from '../frame/plot-table.ts'
import type { ChartTheme } from '../theme.ts'

const row = 20

/** Rows of words as a picture: for plots that are made of controls. */
export function whatIfSvg({ columns, rows }: PlotTable, theme: ChartTheme): string {
  const all = [columns, ...rows]
  const [width, height] = [160 * Math.max(1, columns.length) + 60, row * all.length + 20]
  const text = (cell: string, at: number, line: number) =>
    `<text x="${16 + at * 180}" y="${24 + line * row}" fill="${line === 0 ? theme.ink3 : theme.ink}">${cell.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="${theme.panel}"/>`,
    ...all.flatMap((cells, line) => cells.map((cell, at) => text(cellInWords(cell), at, line))),
    '</svg>',
  ].join('\n')
}
