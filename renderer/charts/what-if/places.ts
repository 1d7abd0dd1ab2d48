import type { Configuration, Parameter, StudyReport } from '../../../preload/contract/types.ts'

type Numeric = Extract<Parameter, { kind: 'float' | 'int' }>

const isLog = ({ scale, low }: Numeric) => scale !== 'linear' && low > 0

/** Place of a value on its range, 0 to 1, on its scale. */
export function placeOf(parameter: Numeric, value: number): number {
  const { low, high } = parameter
  if (!(high > low)) return 0
  const place = isLog(parameter) ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)
  return Math.min(1, Math.max(0, place))
}

/** The value at a place: whole, on the step, a power of two, where the parameter has to be. */
export function fromPlace(parameter: Numeric, place: number): number {
  const { kind, low, high, scale, step } = parameter
  const raw = isLog(parameter) ? low * (high / low) ** place : low + place * (high - low)
  const even = step === undefined ? raw : low + Math.round((raw - low) / step) * step
  const whole = scale === 'powersOf2' ? 2 ** Math.round(Math.log2(even)) : kind === 'int' ? Math.round(even) : even
  return Math.min(high, Math.max(low, whole))
}

/** Where the sliders stand first: the best configuration, what it does not use at its default. */
export function startOf({ definition, chosen, best }: StudyReport): Configuration {
  const from = (chosen ?? best)?.configuration ?? {}
  return Object.fromEntries(
    definition.space.parameters.map((parameter) => [
      parameter.name,
      from[parameter.name] ?? (parameter.kind === 'fixed' ? parameter.value : parameter.default),
    ]),
  )
}
