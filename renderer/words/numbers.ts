/** Numbers as people read them: minus and thousands by typography, digits by need, never NaN or null. */

const minus = '\u2212'

const counts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** 12400 -> 12,400 */
export function formatCount(value: number): string {
  return counts.format(value).replace('-', minus)
}

/** `one` or `many`, with the count before it: 1 trial, 12 trials. */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`
}

/** A number with so many significant digits, trailing zeros kept; powers of ten outside 0.001 to 100,000. */
export function formatSignificant(value: number, digits = 4): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size < 0.001 || size >= 100_000) return formatPower(value, digits)
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)))
  return value.toFixed(Math.min(decimals, 12)).replace('-', minus)
}

/** 0.00127 -> 1.27e−3 */
export function formatPower(value: number, digits = 3): string {
  const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e')
  return `${mantissa}e${exponent.replace('+', '').replace('-', minus)}`.replace(/^-/, minus)
}

/** 0.37000000000000005 -> 0.37: as many digits as say it, four at most. */
export function formatPlain(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return formatCount(value)
  return String(Number(value.toPrecision(4)))
    .replace(/e\+?/, 'e')
    .replaceAll('-', minus)
}

export function formatBytes(bytes: number): string {
  if (bytes < 1e6) return `${formatCount(Math.round(bytes / 1e3))} kB`
  if (bytes < 1e9) return `${formatCount(Math.round(bytes / 1e6))} MB`
  return `${(bytes / 1e9).toFixed(1)} GB`
}
