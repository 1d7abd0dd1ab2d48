import type { DatasetExample } from '../../../preload/contract/types.ts'
import type { Dataset, ImageInputs } from '../../data/dataset.ts'

const longestText = 400
const mostValues = 40

/** One row of a dataset as it is shown: a picture, a text, or its values by name. */
export function exampleOf({ inputs }: Dataset, row: number): DatasetExample {
  switch (inputs.kind) {
    case 'image':
      return { kind: 'image', shape: inputs.shape, pixels: pixelsOf(inputs, row) }
    case 'text':
      return { kind: 'text', text: cut(inputs.texts[row] ?? '') }
    case 'table':
      return {
        kind: 'values',
        values: inputs.columns.slice(0, mostValues).map((column) => {
          const value =
            column.kind === 'number'
              ? numberOf(column.values[row])
              : column.kind === 'category'
                ? (column.categories[column.codes[row] ?? -1] ?? null)
                : cut(column.texts[row] ?? '')
          return [column.name.slice(0, 200), value] as const
        }),
      }
    case 'vector':
      return {
        kind: 'values',
        values: inputs.names
          .slice(0, mostValues)
          .map((name, at) => [name.slice(0, 200), numberOf(inputs.values[row * inputs.names.length + at])] as const),
      }
    default:
      return { kind: 'values', values: [] }
  }
}

/** Of a picture: bytes row after row, 255 the brightest, base64. */
export function pixelsOf({ shape, pixels, valueMax }: ImageInputs, row: number): string {
  const size = shape.reduce((product, length) => product * length, 1)
  const own = pixels.subarray(row * size, (row + 1) * size)
  return Buffer.from(own.map((value) => Math.round((value / valueMax) * 255))).toString('base64')
}

function numberOf(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null
}

function cut(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}...` : text
}
