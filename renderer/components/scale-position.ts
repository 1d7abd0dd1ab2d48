/** Places on a slider: 0 at its low end, 1 at its high end, on the parameter's own scale. */
export interface SliderScale {
  readonly from: number
  readonly to: number
  readonly scale: 'linear' | 'log' | 'powersOf2'
  readonly whole: boolean
  readonly step?: number | undefined
}

export function placeOf(value: number, { from, to, scale }: SliderScale): number {
  if (to <= from) return 0
  const place =
    scale === 'linear' || from <= 0
      ? (value - from) / (to - from)
      : (Math.log(Math.max(value, from)) - Math.log(from)) / (Math.log(to) - Math.log(from))
  return Math.min(1, Math.max(0, place))
}

/** The value at a place, on the step, or with as few digits as tell it from its neighbours. */
export function valueAt(place: number, range: SliderScale): number {
  const { from, to, scale, whole, step } = range
  const at = Math.min(1, Math.max(0, place))
  const raw = scale === 'linear' || from <= 0 ? from + at * (to - from) : from * (to / from) ** at
  if (scale === 'powersOf2') return 2 ** Math.round(Math.log2(Math.max(1, raw)))
  if (whole) return Math.round(raw)
  if (step !== undefined && step > 0) return Number((Math.round(raw / step) * step).toPrecision(12))
  if (scale === 'log') return Number(raw.toPrecision(2))
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(to - from, 1e-12))))
  return Number(raw.toFixed(Math.min(12, digits)))
}

/** One arrow key further: 1/100 of a linear range, 1/20 of a decade, a whole number or power; `fine` a fifth of that. */
export function nudged(value: number, direction: 1 | -1, fine: boolean, range: SliderScale): number {
  const { from, to, scale, whole, step } = range
  if (scale === 'powersOf2') return direction === 1 ? value * 2 : Math.max(1, value / 2)
  const share = fine ? 0.2 : 1
  if (scale === 'log' && value > 0) {
    const next = Number((value * 10 ** ((direction * share) / 20)).toPrecision(3))
    return whole
      ? Math.max(1, direction === 1 ? Math.max(value + 1, Math.round(next)) : Math.min(value - 1, Math.round(next)))
      : next
  }
  const size = step ?? (whole ? Math.max(1, Math.round((share * (to - from)) / 100)) : (share * (to - from)) / 100)
  return Number((value + direction * size).toPrecision(6))
}
