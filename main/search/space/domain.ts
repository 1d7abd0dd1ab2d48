import type { Parameter, ParameterValue } from './types.ts'

/** What values a parameter takes: `count` of them in ascending order, or a closed interval. */
export type Domain =
  | {
      readonly kind: 'finite'
      readonly count: number
      /** @param index a whole number from 0 to count - 1 */
      valueAt(index: number): ParameterValue
      /** The index of a value; -1 when it is not one of them. Numbers within 1e-9 of a step count as on it. */
      indexOf(value: ParameterValue): number
    }
  | { readonly kind: 'continuous'; readonly low: number; readonly high: number; readonly log: boolean }

/** Relative to the range: float arithmetic may leave a value this far from its step or bound. */
const TOLERANCE = 1e-9

/** The domain of a parameter that passed `validateSpace`. A float with low = high has a single value. */
export function domainOf(parameter: Parameter): Domain {
  switch (parameter.kind) {
    case 'fixed':
      return listed([parameter.value])
    case 'bool':
      return listed([false, true])
    case 'categorical':
      return listed(parameter.choices)
    case 'int':
      if (parameter.scale === 'powersOf2') return powersOf2(parameter.low, parameter.high)
      return stepped(parameter.low, parameter.high, parameter.step ?? 1)
    case 'float':
      if (parameter.low === parameter.high) return listed([parameter.low])
      if (parameter.step !== undefined) return stepped(parameter.low, parameter.high, parameter.step)
      return { kind: 'continuous', low: parameter.low, high: parameter.high, log: parameter.scale === 'log' }
  }
}

/** Whether a value belongs to a parameter: its type, its range, its step. */
export function contains(parameter: Parameter, value: ParameterValue): boolean {
  const domain = domainOf(parameter)
  if (domain.kind === 'finite') return domain.indexOf(value) >= 0
  if (typeof value !== 'number' || !Number.isFinite(value)) return false
  const slack = TOLERANCE * (domain.log ? value : domain.high - domain.low)
  return value >= domain.low - slack && value <= domain.high + slack
}

/** low, low + step, ... up to high, free of the dust of binary fractions: 0.1 + 0.2 is written 0.3. */
function stepped(low: number, high: number, step: number): Domain {
  const count = Math.floor((high - low) / step + TOLERANCE) + 1
  return {
    kind: 'finite',
    count,
    valueAt: (index) => Math.min(high, Number((low + index * step).toPrecision(14))),
    indexOf(value) {
      if (typeof value !== 'number' || !Number.isFinite(value)) return -1
      const index = (value - low) / step
      const nearest = Math.round(index)
      return nearest >= 0 && nearest < count && Math.abs(index - nearest) <= TOLERANCE * count ? nearest : -1
    },
  }
}

function powersOf2(low: number, high: number): Domain {
  const values: number[] = []
  for (let value = 1; value <= high; value *= 2) if (value >= low) values.push(value)
  return listed(values)
}

function listed(values: readonly ParameterValue[]): Domain {
  return {
    kind: 'finite',
    count: values.length,
    valueAt(index) {
      const value = values[index]
      if (value === undefined) throw new RangeError(`There is no value ${index} among ${values.length}.`)
      return value
    },
    indexOf: (value) => values.indexOf(value),
  }
}
