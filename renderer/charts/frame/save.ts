import { toCsv, type PlotTable } from './plot-table.ts'

export type SaveAs = 'svg' | 'png' | 'csv'

/** Writes a plot as a file of the browser's: the picture as drawn, or the rows behind it. */
export async function savePlot(kind: SaveAs, name: string, svg: () => string | Promise<string>, table: PlotTable) {
  const stem = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  if (kind === 'csv') return download(`${stem}.csv`, new Blob([toCsv(table)], { type: 'text/csv' }))
  const picture = await svg()
  if (kind === 'svg') return download(`${stem}.svg`, new Blob([picture], { type: 'image/svg+xml' }))
  download(`${stem}.png`, await rasterise(picture))
}

/** Twice as large as on the screen. */
async function rasterise(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = 2 * image.naturalWidth
    canvas.height = 2 * image.naturalHeight
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large to be saved.')))),
    )
  } finally {
    URL.revokeObjectURL(url)
  }
}

function download(name: string, blob: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
