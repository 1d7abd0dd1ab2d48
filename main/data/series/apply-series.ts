import { applyToTable } from '../preprocess/apply.ts'
import { widthOf, widthOfColumns } from '../preprocess/fitted-columns.ts'
import type { FittedSeries } from './fitted.ts'
import type { KnownValues } from './gaps.ts'
import type { SteppedSeries } from './series.ts'

/** Numbers that each step of a window has. */
export function seriesWidth({ columns, cycles }: Pick<FittedSeries, 'columns' | 'cycles'>): number {
  return 1 + widthOfColumns(columns) + 2 * cycles.length
}

/**
 * Windows of the steps before each target: targets.length * lags * width numbers. A step has the target's scaled value (or its
 * change from the step before), the columns, and sine and cosine of each cycle. Cycles and columns that are known ahead are
 * those of `horizon` steps later, so that the last step of a window tells of the moment that is predicted.
 */
export function applySeries(
  fitted: FittedSeries,
  { steps, columns }: SteppedSeries,
  values: KnownValues,
  targets: Int32Array,
): Float32Array {
  const { lags, horizon, difference, target, cycles, knownAhead } = fitted
  const width = seriesWidth(fitted)
  const everyStep = Int32Array.from(steps.rows, (_, step) => step)
  const along = applyToTable({ kind: 'table', columns: fitted.columns }, columns, everyStep)
  const alongWidth = widthOfColumns(fitted.columns)
  const isAhead = fitted.columns.flatMap((column) =>
    new Array<boolean>(widthOf(column)).fill(knownAhead.includes(column.name)),
  )
  const inputs = new Float32Array(targets.length * lags * width)
  let at = 0
  for (const predicted of targets) {
    const origin = predicted - horizon
    for (let step = origin - lags + 1; step <= origin; step++) {
      const value = values.at(step, origin)
      const seen = difference ? value - values.at(step - 1, origin) : value
      inputs[at++] = (seen - target.centre) / target.scale
      for (let place = 0; place < alongWidth; place++)
        inputs[at++] = along[(step + (isAhead[place] ? horizon : 0)) * alongWidth + place] as number
      for (const period of cycles) {
        const angle = (2 * Math.PI * (steps.times[step + horizon] as number)) / period
        inputs[at++] = Math.sin(angle)
        inputs[at++] = Math.cos(angle)
      }
    }
  }
  return inputs
}

/** The last value known when each target is predicted: what a change is counted from. */
export function lastValues(
  fitted: Pick<FittedSeries, 'horizon'>,
  values: KnownValues,
  targets: Int32Array,
): Float64Array {
  return Float64Array.from(targets, (target) => values.at(target - fitted.horizon, target - fitted.horizon))
}
