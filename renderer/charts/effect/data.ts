import type { EffectTable } from '../../../preload/contract/types.ts'
import type { PlotTable } from '../frame/plot-table.ts'

type Column = EffectTable['columns'][number]

/** One setting: where it lies, what was measured, what the article says. */
export interface EffectPoint {
  readonly label: string
  /** Its place on the axis: of numbers the number or its logarithm, of names their order. */
  readonly at: number
  readonly mean?: number
  /** 95 % t interval. */
  readonly interval?: readonly [low: number, high: number]
  readonly values: readonly number[]
  /** Trainings without a value: they diverged, or never got there. */
  readonly missing: number
  readonly article?: number
}

/** What the plot of one column of an effect shows. */
export interface EffectRecord {
  readonly varied: string
  readonly title: string
  readonly unit: Column['unit']
  /** Settings are numbers: their points are joined. */
  readonly joined: boolean
  readonly points: readonly EffectPoint[]
  readonly hasArticle: boolean
  /** Of all values and intervals. */
  readonly range: readonly [low: number, high: number]
  readonly articleRange: readonly [low: number, high: number]
}

/** What values are multiplied by to be shown: percent for shares. */
export const factorOf = (unit: Column['unit']): number => (unit === 'fraction' ? 100 : 1)

/** The unit as it stands after a number or a title. */
export const unitInWords = (unit: Column['unit']): string => (unit === 'fraction' ? '%' : unit)

export function effectRecord(table: EffectTable, place: number): EffectRecord {
  const column = table.columns[place]
  const unit = column?.unit ?? ''
  const factor = factorOf(unit)
  const points = table.rows.map(({ label, cells }, order): EffectPoint => {
    const cell = cells[place]
    const mean = cell?.interval?.mean
    const margin = cell?.interval?.margin
    return {
      label,
      at: placeOf(label, order, table.scale),
      values: (cell?.values ?? []).map((value) => value * factor),
      missing: cell?.missing ?? 0,
      ...(mean === undefined ? {} : { mean: mean * factor }),
      ...(mean === undefined || margin === undefined
        ? {}
        : { interval: [(mean - margin) * factor, (mean + margin) * factor] }),
      ...(cell?.article === undefined ? {} : { article: cell.article * factor }),
    }
  })
  const articles = points.flatMap(({ article }) => (article === undefined ? [] : [article]))
  return {
    varied: table.varied,
    title: column?.title ?? '',
    unit,
    joined: table.scale !== undefined,
    points,
    hasArticle: articles.length > 0,
    range: widened(points.flatMap(({ values, interval }) => [...values, ...(interval ?? [])])),
    articleRange: widened(articles),
  }
}

/** The record as rows, by setting: the article's figures say that they are the article's. */
export function effectTableRows({ varied, title, unit, points, hasArticle }: EffectRecord): PlotTable {
  const what = unit === '' ? title : `${title} (${unitInWords(unit)})`
  return {
    columns: [
      varied,
      `${what}, measured mean`,
      '95 % low',
      '95 % high',
      'trainings',
      'without a value',
      ...(hasArticle ? ['article (illustrative)'] : []),
    ],
    rows: points.map(({ label, mean, interval, values, missing, article }) => [
      label,
      mean ?? null,
      interval?.[0] ?? null,
      interval?.[1] ?? null,
      values.length,
      missing,
      ...(hasArticle ? [article ?? null] : []),
    ]),
  }
}

function placeOf(label: string, order: number, scale: EffectTable['scale']): number {
  const value = Number(label)
  if (scale === undefined || !Number.isFinite(value)) return order
  return scale === 'log' ? Math.log10(value) : value
}

function widened(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) return [0, 1]
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const margin = high > low ? (high - low) * 0.08 : Math.max(Math.abs(high) * 0.05, 1e-6)
  return [low - margin, high + margin]
}
