import type { Objective, Parameter, ParameterValue, SearchSpace, TrialRow } from '../../../preload/contract/types.ts'
import type { Brush } from '../../state/brush.ts'
import { scoreAxis } from '../../state/brush.ts'
import { formatMetricNumber, isShare, metricTitle } from '../../words/metrics.ts'
import { conditionInWords, formatValue, parameterTitle, scaleTitle, variesIn } from '../../words/parameters.ts'
import { trialsRange } from '../score-range.ts'

/** One axis of the plot. Positions run from 0 (bottom) to 1 (top); `missingAt`, below 0, is the place of what has no value. */
export interface ParallelAxis {
  /** Name of the parameter, or `scoreAxis`. */
  readonly key: string
  readonly title: string
  /** Scale, unit or condition, under the title. */
  readonly subtitle: string
  readonly kind: 'number' | 'category'
  readonly ticks: readonly { readonly position: number; readonly label: string }[]
  /** Whether some trial has no value here, and what that means. */
  readonly missing: 'not used' | 'no score' | undefined
  /** Trials beyond the axis, drawn at its end. */
  readonly outside: number
  position(value: ParameterValue): number
  /** The value at a position, for axes of numbers. */
  value(position: number): number
  /** Choices of a category axis, bottom to top. */
  readonly choices: readonly ParameterValue[]
  /** A value in words. */
  format(value: ParameterValue): string
}

export const missingAt = -0.1
/** Lowest position of an axis that has a place for what is missing. */
export const lowestPosition = -0.14

/** An axis for every parameter that varies, in the order of the space, then the score. */
export function parallelAxes(
  space: SearchSpace,
  objective: Objective,
  rows: readonly TrialRow[],
  parameters: readonly string[],
): readonly ParallelAxis[] {
  const axes = variesIn(space).flatMap((parameter) => {
    const at = parameters.indexOf(parameter.name)
    if (at === -1) return []
    const missing = rows.some((row) => row.configuration[at] === null || row.configuration[at] === undefined)
    return [parameterAxis(parameter, missing)]
  })
  return [...axes, objectiveAxis(objective, rows)]
}

function parameterAxis(parameter: Parameter, missing: boolean): ParallelAxis {
  const shared = {
    key: parameter.name,
    title: parameterTitle(parameter.name),
    subtitle: conditionInWords(parameter) || scaleTitle(parameter),
    missing: missing ? ('not used' as const) : undefined,
    outside: 0,
    format: (value: ParameterValue) => formatValue(parameter, value),
  }
  if (parameter.kind === 'float' || parameter.kind === 'int') {
    const { low, high } = parameter
    const log = parameter.scale !== 'linear' && low > 0
    const place = (value: number) => (log ? Math.log(value) : value)
    const [from, to] = [place(low), place(high)]
    const span = to - from || 1
    const position = (value: ParameterValue) => clamp((place(Number(value)) - from) / span)
    // The ends exactly: a brush over the whole axis leaves nothing out by rounding.
    const value = (at: number) => (at <= 0 ? low : at >= 1 ? high : log ? Math.exp(from + at * span) : from + at * span)
    const tickValues =
      parameter.scale === 'powersOf2'
        ? powersOf2(low, high)
        : log
          ? decades(low, high)
          : evenly(low, high, parameter.kind === 'int')
    return {
      ...shared,
      kind: 'number',
      choices: [],
      position,
      value,
      ticks: tickValues.map((tick) => ({ position: position(tick), label: tickLabel(tick, parameter, log) })),
    }
  }
  const choices: readonly ParameterValue[] =
    parameter.kind === 'bool' ? [false, true] : parameter.kind === 'categorical' ? parameter.choices : [parameter.value]
  return {
    ...shared,
    kind: 'category',
    choices,
    position: (value) => categoryPosition(choices.indexOf(value as never), choices.length),
    value: () => Number.NaN,
    ticks: choices.map((choice, at) => ({
      position: categoryPosition(at, choices.length),
      label: formatValue(parameter, choice),
    })),
  }
}

function objectiveAxis(objective: Objective, rows: readonly TrialRow[]): ParallelAxis {
  const scores = (complete: boolean) =>
    rows.flatMap((row) => (row.value === undefined || (row.state === 'complete') !== complete ? [] : [row.value]))
  const range = trialsRange(scores(true), scores(false), objective)
  const span = range.high - range.low
  const position = (value: ParameterValue) => clamp((Number(value) - range.low) / span)
  const unit = isShare(objective.metric) ? '%, ' : ''
  const factor = isShare(objective.metric) ? 100 : 1
  const inside = evenly(range.low * factor, range.high * factor, false).map((tick) => tick / factor)
  return {
    key: scoreAxis,
    title: `val. ${metricTitle(objective.metric)}`,
    subtitle: `${unit}${objective.direction === 'maximise' ? 'higher' : 'lower'} is better`,
    kind: 'number',
    choices: [],
    missing: rows.some((row) => row.value === undefined) ? 'no score' : undefined,
    outside: range.outside,
    position,
    value: (at) => range.low + at * span,
    ticks: inside
      .filter((tick) => tick >= range.low && tick <= range.high)
      .map((tick) => ({ position: position(tick), label: String(Number((tick * factor).toPrecision(4))) })),
    format: (value) => formatMetricNumber(objective.metric, Number(value)),
  }
}

const clamp = (position: number) => Math.min(1, Math.max(0, position))

function categoryPosition(at: number, count: number): number {
  return count < 2 ? 0.5 : (at + 0.5) / count
}

function tickLabel(value: number, parameter: Parameter, log: boolean): string {
  if (!log || parameter.kind === 'int') return String(Number(value.toPrecision(4)))
  return value >= 0.001 && value < 10_000 && parameter.kind === 'float' && parameter.low >= 0.001
    ? String(Number(value.toPrecision(3)))
    : formatValue(parameter, value).replace(/^1\.00e/, '1e')
}

function powersOf2(low: number, high: number): number[] {
  const powers: number[] = []
  for (let power = 2 ** Math.ceil(Math.log2(low)); power <= high; power *= 2) powers.push(power)
  return thin(powers, 6)
}

/** Powers of ten inside the range; of two where there are fewer than two of them. */
function decades(low: number, high: number): number[] {
  const tens: number[] = []
  for (let power = Math.ceil(Math.log10(low) - 1e-9); power <= Math.log10(high) + 1e-9; power += 1)
    tens.push(10 ** power)
  return tens.length >= 2 ? thin(tens, 7) : powersOf2(low, high)
}

/** About four round numbers; whole ones where values are whole. */
function evenly(low: number, high: number, whole: boolean): number[] {
  if (!(high > low)) return [low]
  const rough = (high - low) / 4
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * magnitude).find((candidate) => candidate >= rough) ?? rough
  const stride = whole ? Math.max(1, Math.round(step)) : step
  const ticks: number[] = []
  for (let at = Math.ceil(low / stride - 1e-9); at * stride <= high + stride * 1e-9; at += 1)
    ticks.push(Number((at * stride).toPrecision(12)))
  return ticks
}

function thin(values: readonly number[], most: number): number[] {
  const stride = Math.ceil(values.length / most)
  return values.filter((_, at) => at % stride === 0)
}

/** The brush that an interval of positions stands for: a range of values, choices, the missing, or several of them. */
export function brushFromPositions(axis: ParallelAxis, interval: readonly [number, number]): Brush | undefined {
  const low = Math.min(...interval)
  const high = Math.max(...interval)
  const missing = axis.missing !== undefined && low <= missingAt && high >= missingAt
  if (axis.kind === 'category') {
    const choices = axis.choices.filter((choice) => {
      const at = axis.position(choice)
      return at >= low && at <= high
    })
    if (choices.length === 0 && !missing) return undefined
    return { choices, ...(missing ? { missing } : {}) }
  }
  if (high < 0) return missing ? { missing } : undefined
  const ends = {
    ...(low <= 0 && axis.outside > 0 ? {} : { low: axis.value(Math.max(0, low)) }),
    ...(high >= 1 && axis.outside > 0 ? {} : { high: axis.value(Math.min(1, high)) }),
  }
  const everything = ends.low === undefined && ends.high === undefined
  return { ...(everything ? { low: -Number.MAX_VALUE } : ends), ...(missing ? { missing } : {}) }
}

/** Where a brush lies on its axis, for drawing it. */
export function positionsOfBrush(axis: ParallelAxis, brush: Brush): readonly (readonly [number, number])[] {
  const missing: (readonly [number, number])[] = brush.missing ? [[missingAt - 0.035, missingAt + 0.035]] : []
  if (brush.choices) {
    const half = 0.42 / Math.max(1, axis.choices.length)
    return [
      ...missing,
      ...brush.choices.map((choice): readonly [number, number] => {
        const at = axis.position(choice)
        return [at - half, at + half]
      }),
    ]
  }
  if (brush.low === undefined && brush.high === undefined) return missing
  return [
    ...missing,
    [brush.low === undefined ? 0 : axis.position(brush.low), brush.high === undefined ? 1 : axis.position(brush.high)],
  ]
}

/** Where the brushes of an axis lie, for drawing and for taking hold of them. */
export function intervalsOf(axis: ParallelAxis, brushes: readonly Brush[]): readonly (readonly [number, number])[] {
  return brushes.flatMap((brush) => positionsOfBrush(axis, brush))
}

/** The brushes after a click on the axis, where a click toggles: on a choice, or on the place of what is missing. */
export function toggledAt(
  axis: ParallelAxis,
  brushes: readonly Brush[],
  position: number,
): readonly Brush[] | undefined {
  if (axis.missing !== undefined && Math.abs(position - missingAt) < 0.04) {
    const on = brushes.some((brush) => brush.missing === true)
    const rest = brushes.flatMap((brush) => (isOnlyMissing(brush) ? [] : [{ ...brush, missing: false }]))
    return on ? rest : [...brushes, { missing: true }]
  }
  if (axis.kind !== 'category' || position < 0) return undefined
  const nearest = axis.choices.toSorted(
    (a, b) => Math.abs(axis.position(a) - position) - Math.abs(axis.position(b) - position),
  )[0]
  if (nearest === undefined) return undefined
  const chosen = brushes.flatMap((brush) => brush.choices ?? [])
  const missing = brushes.some((brush) => brush.missing === true) ? [{ missing: true }] : []
  const next = chosen.includes(nearest) ? chosen.filter((choice) => choice !== nearest) : [...chosen, nearest]
  return next.length === 0 ? missing : [{ choices: next }, ...missing]
}

function isOnlyMissing(brush: Brush): boolean {
  return brush.choices === undefined && brush.low === undefined && brush.high === undefined
}

/** A brush in words: "3.8e−4 to 3.3e−3", "Adam, SGD", "not used". */
export function brushInWords(axis: ParallelAxis, brush: Brush): string {
  const parts: string[] = []
  if (brush.choices && brush.choices.length > 0)
    parts.push(brush.choices.map((choice) => axis.format(choice)).join(' or '))
  if (brush.low !== undefined && brush.high !== undefined)
    parts.push(`${axis.format(brush.low)} to ${axis.format(brush.high)}`)
  else if (brush.high !== undefined) parts.push(`up to ${axis.format(brush.high)}`)
  else if (brush.low !== undefined)
    parts.push(brush.low === -Number.MAX_VALUE ? 'any' : `from ${axis.format(brush.low)}`)
  if (brush.missing) parts.push(axis.missing ?? 'missing')
  return parts.join(' or ')
}
