import type { Parameter } from '../../preload/contract/types.ts'
import type { AxisScale } from '../state/look.ts'
import { formatValue } from '../words/parameters.ts'

/** The least of 1, 2, 5, 10, 20, 50 ... that is at least `rough`. */
export function roundStep(rough: number): number {
  const magnitude = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, rough))))
  return [1, 2, 5, 10].map((factor) => factor * magnitude).find((step) => step >= rough) ?? 10 * magnitude
}

/** About four round numbers within a range, ends included; at least one apart where values are whole. */
export function evenTicks(low: number, high: number, whole = false): number[] {
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

/** The value at a tick, as short as the scale allows. */
export function tickLabel(value: number, parameter: Parameter, scale: AxisScale): string {
  if (scale !== 'log' || parameter.kind === 'int') return String(Number(value.toPrecision(4)))
  return value >= 0.001 && value < 10_000 && parameter.kind === 'float' && parameter.low >= 0.001
    ? String(Number(value.toPrecision(3)))
    : formatValue(parameter, value).replace(/^1\.00e/, '1e')
}

/** Powers of two inside the range, six at most. */
export function powersOf2(low: number, high: number): number[] {
  const powers: number[] = []
  for (let power = 2 ** Math.ceil(Math.log2(low)); power <= high; power *= 2) powers.push(power)
  return thin(powers, 6)
}

/** Powers of ten inside the range; of two where there are fewer than two of them. */
export function decades(low: number, high: number): number[] {
  const tens: number[] = []
  for (let power = Math.ceil(Math.log10(low) - 1e-9); power <= Math.log10(high) + 1e-9; power += 1)
    tens.push(10 ** power)
  return tens.length >= 2 ? thin(tens, 7) : powersOf2(low, high)
}

function thin(values: readonly number[], most: number): number[] {
  const stride = Math.ceil(values.length / most)
  return values.filter((_, at) => at % stride === 0)
}
