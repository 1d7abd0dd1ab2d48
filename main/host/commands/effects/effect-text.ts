import type { EffectCell, EffectRow, EffectTable } from '../../../report/effects/table.ts'
import { effectSays } from '../../../report/effects/words.ts'
import type { EffectColumn } from '../../../study/effects/definition.ts'
import { formatDuration, formatNumber, formatPercent } from '../../terminal/numbers.ts'
import { formatTable } from '../../terminal/table.ts'

/** An effect's table for the terminal, the agreement with the article, and what to know of it. */
export function effectText(table: EffectTable): string[] {
  const { title, version, datasetId, seeds, columns, rows, engines, seconds, notes, varied } = table
  const kind = `${version.kind}${version.quick ? ', quick' : ''}`
  const compared = columns.map((_, place) => rows.some(({ cells }) => cells[place]!.article !== undefined))
  const choices = rows.some(({ chosen }) => chosen !== undefined)
  const head = [
    { title: varied },
    ...(choices ? [{ title: 'Chosen' }, { title: 'When choosing', align: 'right' as const }] : []),
    ...columns.flatMap((column, place) => [
      { title: column.title, align: 'right' as const },
      ...(compared[place] ? [{ title: 'Article*', align: 'right' as const }] : []),
    ]),
    { title: 'Seeds', align: 'right' as const },
  ]
  const body = rows.map((row) => [
    row.label,
    ...(choices ? [chosenText(row), choosingText(row, table)] : []),
    ...columns.flatMap((column, place) => {
      const cell = row.cells[place]!
      return [cellText(cell, column), ...(compared[place] ? [articleText(cell, column)] : [])]
    }),
    trainingsText(row),
  ])
  return [
    `${title} (${datasetId}; ${kind}): mean and 95 % t interval over ${seeds} seeds`,
    '',
    ...formatTable(head, body),
    '',
    "* The article's figures are illustrative: it names no data, network or number of repeats. All others were measured here.",
    ...effectSays(table),
    ...notes,
    'Held-out rows are scored, which no training sees; intervals tell of seeds (weights, order of rows), not of other rows.',
    `Took ${formatDuration(seconds)}; trained by ${engines.join(', ') || 'nothing'}.`,
  ]
}

export function valueText(value: number, { unit }: Pick<EffectColumn, 'unit'>): string {
  if (unit === 'fraction') return formatPercent(value)
  if (unit === 's') return `${formatNumber(value)} s`
  return formatNumber(value)
}

function cellText({ interval, missing }: EffectCell, column: EffectColumn): string {
  if (interval === undefined) return missing > 0 ? 'never' : ''
  const { mean, margin } = interval
  const spread =
    margin === undefined || margin === 0
      ? ''
      : ` ± ${column.unit === 'fraction' ? (margin * 100).toFixed(2) : formatNumber(rounded(margin))}`
  return `${valueText(mean, column)}${spread}${missing > 0 ? ` (${missing} without)` : ''}`
}

/** Two digits are enough for a margin. */
const rounded = (margin: number): number => Number(margin.toPrecision(2))

function articleText({ article }: EffectCell, { unit }: EffectColumn): string {
  if (article === undefined) return ''
  return unit === 'fraction' ? `${formatNumber(article * 100)} %` : formatNumber(article)
}

function chosenText({ chosen }: EffectRow): string {
  if (chosen === undefined || chosen.of === 1) return ''
  return Object.entries(chosen.values)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? formatNumber(value) : value}`)
    .join(', ')
}

/** What the chosen one scored when it was chosen: better than it is, by construction. */
function choosingText({ chosen }: EffectRow, { columns, objective }: EffectTable): string {
  if (chosen === undefined) return ''
  const like = columns.find(({ quantity }) => 'metric' in quantity && quantity.metric === objective.metric)
  return valueText(chosen.objective, like ?? { unit: '' })
}

function trainingsText({ trainings, diverged, failed }: EffectRow): string {
  const parts = [...(diverged > 0 ? [`${diverged} diverged`] : []), ...(failed > 0 ? [`${failed} failed`] : [])]
  return parts.length === 0 ? String(trainings) : `${trainings} (${parts.join(', ')})`
}
