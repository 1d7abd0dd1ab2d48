import type { HyperparameterEntry, Parameter } from '../../preload/contract/types.ts'

type NumberEntry = Extract<HyperparameterEntry, { kind: 'float' | 'int' }>

/** How a numeric parameter's values lie; a list names each of them. */
export type Scale = 'linear' | 'log' | 'powersOf2' | 'list'

/** Undefined for what has no scale: fixed, yes or no, names. */
export function scaleOf(parameter: Parameter): Scale | undefined {
  if (parameter.kind === 'categorical')
    return parameter.choices.every((choice) => typeof choice === 'number') ? 'list' : undefined
  return parameter.kind === 'float' || parameter.kind === 'int' ? parameter.scale : undefined
}

/** The same range on another scale, mended so far as the scale needs it: above 0 for logarithms, powers of 2 for ends. */
export function withScale(parameter: Parameter, scale: Scale, entry: NumberEntry): Parameter {
  const { name, when } = parameter
  const named = { name, ...(when ? { when } : {}) }
  const { low, high, start } = rangeOf(parameter)
  if (scale === 'list') {
    const values = [...new Set([low, start, high])].sort((a, b) => a - b)
    return { ...named, kind: 'categorical', choices: values, default: start }
  }
  const least = entry.kind === 'int' ? 1 : high > 0 ? high / 1000 : 0.001
  const from = scale === 'linear' || low > 0 ? low : Math.min(high, least)
  const inside = Math.min(high, Math.max(from, start))
  if (entry.kind === 'float')
    return { ...named, kind: 'float', low: from, high, scale: scale === 'powersOf2' ? 'log' : scale, default: inside }
  if (scale !== 'powersOf2') return { ...named, kind: 'int', low: from, high, scale, default: Math.round(inside) }
  const power = 2 ** Math.round(Math.log2(Math.max(1, inside)))
  return { ...named, kind: 'int', low: Math.min(from, power), high: Math.max(high, power), scale, default: power }
}

function rangeOf(parameter: Parameter): { readonly low: number; readonly high: number; readonly start: number } {
  if (parameter.kind === 'float' || parameter.kind === 'int')
    return { low: parameter.low, high: parameter.high, start: parameter.default }
  const numbers =
    parameter.kind === 'categorical' ? parameter.choices.filter((choice) => typeof choice === 'number') : []
  const start = parameter.kind === 'categorical' && typeof parameter.default === 'number' ? parameter.default : 1
  return { low: Math.min(start, ...numbers), high: Math.max(start, ...numbers), start }
}
