import type { EffectEntry, EffectRun, EffectTable, EffectVersionName } from '../../preload/contract/types.ts'
import { formatDuration } from './durations.ts'
import { countOf, formatCount, formatPlain, formatSignificant } from './numbers.ts'
import { formatMetric } from './metrics.ts'
import { formatValue, parameterTitle } from './parameters.ts'

type Column = EffectTable['columns'][number]
type Row = EffectTable['rows'][number]
type Cell = Row['cells'][number]

export const effectVersions: readonly { readonly value: EffectVersionName; readonly label: string }[] = [
  { value: 'quick', label: 'Quick' },
  { value: 'naive', label: 'Naive' },
  { value: 'fair', label: 'Fair' },
]

/** What a version does, for whoever has to choose one. */
export const versionNotes: Readonly<Record<EffectVersionName, string>> = {
  quick: "The article's settings alone, all else equal, fewer epochs.",
  naive: "The article's settings and a finer sweep, all else equal.",
  fair: 'For each setting, what suits it is searched first, with the same small budget.',
}

/** "done", "running, 12 of 40 trainings, about 2 min left" */
export function runInWords({ state, done, of, secondsLeft, because }: EffectRun): string {
  const trainings = `${formatCount(done)} of ${countOf(of, 'training')}`
  if (state === 'none') return `not measured, ${countOf(of, 'training')}`
  if (state === 'waiting') return 'waits for those before it'
  if (state === 'running')
    return `running, ${trainings}${secondsLeft === undefined ? '' : `, about ${formatDuration(secondsLeft)} left`}`
  if (state === 'paused') return `paused, ${trainings}`
  if (state === 'failed') return `failed: ${because ?? 'no reason is known'}`
  return `done, ${countOf(of, 'training')}`
}

/** The state that a list shows of an effect: of what runs, else of what is done, else of what was begun. */
export function standingOf({ runs }: EffectEntry): EffectRun | undefined {
  const order = ['running', 'waiting', 'failed', 'paused', 'done', 'none'] as const
  return runs.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))[0]
}

export function valueInWords(value: number, { unit }: Pick<Column, 'unit'>): string {
  if (unit === 'fraction') return formatMetric('accuracy', value)
  if (unit === 's') return `${formatSignificant(value, 3)} s`
  return Number.isInteger(value) ? formatCount(value) : formatSignificant(value)
}

/** "91.20 % ± 0.42", "never" */
export function cellInWords({ interval, missing }: Cell, column: Column): string {
  if (interval === undefined) return missing > 0 ? 'never' : ''
  const { mean, margin = 0 } = interval
  const spread =
    margin === 0 ? '' : ` ± ${column.unit === 'fraction' ? (margin * 100).toFixed(2) : formatSignificant(margin, 2)}`
  return `${valueInWords(mean, column)}${spread}`
}

/** The article's figure, in as many digits as it has. */
export function articleInWords({ article }: Cell, { unit }: Column): string {
  if (article === undefined) return ''
  return unit === 'fraction' ? `${formatPlain(article * 100)} %` : formatPlain(article)
}

export function chosenInWords({ chosen }: Row): string {
  if (chosen === undefined || chosen.of === 1) return ''
  return Object.entries(chosen.values)
    .map(([name, value]) => `${parameterTitle(name)} ${formatValue(undefined, value)}`)
    .join(', ')
}

export function trainingsInWords({ trainings, diverged, failed }: Row): string {
  const parts = [...(diverged > 0 ? [`${diverged} diverged`] : []), ...(failed > 0 ? [`${failed} failed`] : [])]
  return parts.length === 0 ? String(trainings) : `${trainings} (${parts.join(', ')})`
}

/** Whether the naive and the fair version find the same best setting, where both are there. */
export function versionsInWords(naive: EffectTable | undefined, fair: EffectTable | undefined): string | undefined {
  const place = naive?.agreement.findIndex((compared) => compared !== null) ?? -1
  const [first, second] = [naive?.agreement[place]?.sweep, fair?.agreement[place]?.sweep]
  const column = naive?.columns[place]
  if (!first || !second || !column) return undefined
  return first.best === second.best
    ? `${column.title}: both versions have ${first.best} as the best setting.`
    : `${column.title}: the naive version has ${first.best} as the best setting, the fair one ${second.best}.`
}
