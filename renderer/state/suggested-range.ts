import type { HyperparameterEntry, Parameter } from '../../preload/contract/types.ts'

type NumberEntry = Extract<HyperparameterEntry, { kind: 'float' | 'int' }>

/** A range to begin with for a hyperparameter that the template does not vary: around its default, within what it may be. */
export function suggestedParameter(entry: HyperparameterEntry): Parameter {
  const { name } = entry
  switch (entry.kind) {
    case 'bool':
      return { name, kind: 'bool', default: entry.default }
    case 'choice': {
      const first = entry.default ?? entry.choices[0] ?? ''
      return { name, kind: 'categorical', choices: entry.choices, default: first }
    }
    case 'int':
      return wholeRange(entry)
    case 'float':
      return realRange(entry)
  }
}

function wholeRange({ name, min, max, default: given }: NumberEntry): Parameter {
  const middle = given ?? Math.min(max, Math.max(min, 64))
  const low = Math.max(min, Math.floor(middle / 4))
  const high = Math.min(max, Math.max(middle * 4, low + 4))
  const isLog = low > 0 && high / low >= 8
  return { name, kind: 'int', low, high, scale: isLog ? 'log' : 'linear', default: middle }
}

/** Ten times less and more of a default on a log scale; where that makes no sense, a linear range within the bounds. */
function realRange({ name, min, max, open, default: given }: NumberEntry): Parameter {
  const isShare = max <= 1
  const lowest = open.includes('min') ? min + (isShare ? 0.01 : 0.1) : min
  const highest = open.includes('max') ? max - (isShare ? 0.01 : 0.1) : max
  const middle = given ?? lowest
  if (middle > 0 && (middle < 0.01 || (!isShare && highest / middle > 100)))
    return {
      name,
      kind: 'float',
      low: round(Math.max(middle / 10, min)),
      high: round(Math.min(middle * 10, highest)),
      scale: 'log',
      default: middle,
    }
  const top =
    middle === 0 ? Math.min(highest, isShare ? 0.5 : 1) : Math.min(highest, Math.max(middle * 2, middle + 0.1))
  return {
    name,
    kind: 'float',
    low: round(Math.min(lowest < 0 ? -1 : lowest, middle)),
    high: round(Math.max(top, middle)),
    scale: 'linear',
    default: middle,
  }
}

/** Free of the dust of binary fractions. */
const round = (value: number): number => Number(value.toPrecision(6))

/** The ends of a slider: wider than the range, so that it can be widened, and within what is allowed. */
export function sliderEnds(
  parameter: { readonly low: number; readonly high: number; readonly scale: string },
  entry: HyperparameterEntry | undefined,
): { readonly from: number; readonly to: number } {
  const { low, high, scale } = parameter
  const bounds = entry && 'min' in entry ? entry : { min: -Infinity, max: Infinity }
  if (scale !== 'linear' && low > 0 && high > 0) {
    const least = Math.max(bounds.min, low / (scale === 'log' && high / low > 50 ? 10 : 4))
    return { from: least > 0 ? least : low / 10, to: Math.min(bounds.max, high * (high / low > 50 ? 10 : 4)) }
  }
  const spare = Math.max(high - low, 1e-9)
  const isNarrow = bounds.max - bounds.min <= spare * 8
  return {
    from: Math.min(low, isNarrow ? bounds.min : Math.max(bounds.min, low - spare / 2)),
    to: Math.max(high, isNarrow ? bounds.max : Math.min(bounds.max, high + spare)),
  }
}
