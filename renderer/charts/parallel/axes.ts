import type { Objective, Parameter, ParameterValue, SearchSpace, TrialRow } from '../../../preload/contract/types.ts'
import { furtherAxis, scoreAxis, trialAxis } from '../../state/brush.ts'
import { valueOf } from '../../state/columns.ts'
import type { AxisLook } from '../../state/look.ts'
import { formatDuration } from '../../words/durations.ts'
import { formatMetricNumber, isShare } from '../../words/metrics.ts'
import { formatCount } from '../../words/numbers.ts'
import { objectiveTitle } from '../../words/objectives.ts'
import { conditionInWords, formatValue, parameterTitle, scaleTitle, variesIn } from '../../words/parameters.ts'
import { trialsRange } from '../score-range.ts'
import { evenTicks, powersOf2, tickLabel } from '../ticks.ts'
import { type ParallelAxis } from './axis.ts'
import { flippedAxis, numberPlaces } from './scale.ts'

type Looks = Readonly<Record<string, AxisLook>>

/** An axis for every parameter that varies, in the order of the space, then further objectives, then the score. */
export function parallelAxes(
  space: SearchSpace,
  objective: Objective,
  rows: readonly TrialRow[],
  parameters: readonly string[],
  looks: Looks = {},
  further: readonly Objective[] = [],
): readonly ParallelAxis[] {
  const axes = variesIn(space).flatMap((parameter) => {
    const at = parameters.indexOf(parameter.name)
    if (at === -1) return []
    const missing = rows.some((row) => row.configuration[at] === null || row.configuration[at] === undefined)
    const look = looks[parameter.name] ?? {}
    const values = look.scale === 'rank' ? numbersOf(rows, parameter.name, at) : []
    return [parameterAxis(parameter, missing, look, values)]
  })
  const objectives = further.map((one, at) => objectiveAxis(one, rows, furtherAxis(at + 1), looks))
  return [...axes, ...objectives, objectiveAxis(objective, rows, scoreAxis, looks)]
}

/** What is measured of every trial besides its score: axes that are hidden until they are asked for. */
export function measuredAxes(rows: readonly TrialRow[], looks: Looks = {}): readonly ParallelAxis[] {
  const about: readonly (readonly [string, string, string, (value: number) => string])[] = [
    [trialAxis, 'trial', 'number', formatCount],
    ['@epochs', 'epochs', 'trained', formatCount],
    ['@seconds', 'training time', 's', formatDuration],
    ['@size', 'network size', 'weights', formatCount],
  ]
  return about.flatMap(([key, title, unit, format]) => {
    const values = numbersOf(rows, key, -1)
    if (values.length === 0) return []
    const low = key === trialAxis ? 0 : Math.min(...extremes(values))
    const high = Math.max(...extremes(values))
    const look = looks[key] ?? {}
    const places = numberPlaces({ low, high, scale: look.scale ?? 'linear', whole: true, values })
    const subtitle = look.scale === undefined || look.scale === 'linear' ? unit : `${unit}, ${look.scale}`
    return [
      flippedIf(look, {
        ...places,
        key,
        title,
        subtitle,
        kind: 'number',
        choices: [],
        missing: values.length < rows.length ? 'not known' : undefined,
        outside: 0,
        range: [low, high],
        ticks: places.marks.map((mark) => ({ position: places.position(mark), label: format(mark) })),
        format: (value) => format(Number(value)),
      }),
    ]
  })
}

function extremes(values: readonly number[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}

function numbersOf(rows: readonly TrialRow[], key: string, at: number): number[] {
  return rows.flatMap((row) => {
    const value = valueOf(row, key, at)
    return typeof value === 'number' ? [value] : []
  })
}

const flippedIf = (look: AxisLook, axis: ParallelAxis): ParallelAxis => (look.flipped ? flippedAxis(axis) : axis)

function parameterAxis(
  parameter: Parameter,
  missing: boolean,
  look: AxisLook,
  values: readonly number[],
): ParallelAxis {
  const shared = {
    key: parameter.name,
    title: parameterTitle(parameter.name),
    missing: missing ? ('not used' as const) : undefined,
    outside: 0,
    format: (value: ParameterValue) => formatValue(parameter, value),
  }
  if (parameter.kind === 'float' || parameter.kind === 'int') {
    const { low, high } = parameter
    const own = parameter.scale !== 'linear' && low > 0 ? 'log' : 'linear'
    const scale = look.scale ?? own
    const whole = parameter.kind === 'int'
    const places = numberPlaces({ low, high, scale, whole, values })
    const marks =
      parameter.kind === 'int' && parameter.scale === 'powersOf2' && scale === 'log'
        ? powersOf2(low, high)
        : places.marks
    return flippedIf(look, {
      ...shared,
      ...places,
      subtitle: conditionInWords(parameter) || (scale === own ? scaleTitle(parameter) : scale),
      kind: 'number',
      choices: [],
      range: [low, high],
      ticks: marks.map((mark) => ({ position: places.position(mark), label: tickLabel(mark, parameter, scale) })),
    })
  }
  const choices: readonly ParameterValue[] =
    parameter.kind === 'bool' ? [false, true] : parameter.kind === 'categorical' ? parameter.choices : [parameter.value]
  return flippedIf(look, {
    ...shared,
    subtitle: conditionInWords(parameter) || scaleTitle(parameter),
    kind: 'category',
    choices,
    position: (value) => categoryPosition(choices.indexOf(value as never), choices.length),
    value: () => Number.NaN,
    ticks: choices.map((choice, at) => ({
      position: categoryPosition(at, choices.length),
      label: formatValue(parameter, choice),
    })),
  })
}

function objectiveAxis(objective: Objective, rows: readonly TrialRow[], key: string, looks: Looks): ParallelAxis {
  const look = looks[key] ?? {}
  const scores = (complete: boolean) =>
    numbersOf(
      rows.filter((row) => (row.state === 'complete') === complete),
      key,
      -1,
    )
  const complete = scores(true)
  const range = trialsRange(complete, scores(false), objective)
  const scale = look.scale === 'log' && range.low <= 0 ? 'linear' : (look.scale ?? 'linear')
  const places = numberPlaces({ low: range.low, high: range.high, scale, whole: false, values: complete })
  const unit = isShare(objective.metric) ? '%, ' : ''
  const factor = isShare(objective.metric) ? 100 : 1
  const marks =
    scale === 'linear'
      ? evenTicks(range.low * factor, range.high * factor, false)
          .map((tick) => tick / factor)
          .filter((tick) => tick >= range.low && tick <= range.high)
      : places.marks
  return flippedIf(look, {
    ...places,
    key,
    title: objectiveTitle(objective).replace('validation', 'val.'),
    better: objective.direction === 'maximise' ? 'high' : 'low',
    subtitle: `${unit}${objective.direction === 'maximise' ? 'higher' : 'lower'} is better`,
    kind: 'number',
    choices: [],
    range: [range.low, range.high],
    missing: rows.some((row) => typeof valueOf(row, key, -1) !== 'number') ? 'no score' : undefined,
    outside: range.outside,
    ticks: marks.map((tick) => ({
      position: places.position(tick),
      label: String(Number((tick * factor).toPrecision(4))),
    })),
    format: (value) => formatMetricNumber(objective.metric, Number(value)),
  })
}

function categoryPosition(at: number, count: number): number {
  return count < 2 ? 0.5 : (at + 0.5) / count
}
