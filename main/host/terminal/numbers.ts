/** `41 s`, `17 min`, `2 h 05`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`
}

/** `about 12 min left (9–17)`, or `estimating`: the middle and the 80 % interval, in seconds. */
export function formatTimeLeft(
  left: { readonly expected: number; readonly low: number; readonly high: number } | undefined,
): string {
  if (left === undefined) return 'estimating'
  const [low, high] = [formatDuration(left.low), formatDuration(left.high)]
  if (low === high) return `${formatDuration(left.expected)} left`
  const unit = / [a-z]+$/.exec(high)?.[0] ?? ''
  const range =
    unit !== '' && low.endsWith(unit)
      ? `${low.slice(0, -unit.length)}–${high.slice(0, -unit.length)}`
      : `${low}–${high}`
  return `about ${formatDuration(left.expected)} left (${range})`
}

/** 4 significant digits; exponents below 0.001 and from a million on. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value)
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2).replace('e-', 'e−').replace('e+', 'e')
  return Number(value.toPrecision(4)).toString()
}

/** A share from 0 to 1 as `98.50 %`. */
export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(2)} %`
}
